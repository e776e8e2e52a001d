"""How names and addresses are shown to somebody who should recognise, not learn them."""


def mask_name(name: str) -> str:
    """`张**`: the first character; how many follow is not told."""
    return f"{name[:1]}**"


def mask_mobile(number: str) -> str:
    """`138****1234`: the first three and the last four."""
    return f"{number[:3]}****{number[-4:]}" if len(number) > 8 else "*" * len(number)


def mask_email(address: str) -> str:
    """`z***@example.com`: the first letter and the provider, which is what one recognises."""
    local, _at, domain = address.rpartition("@")
    return f"{local[:1] if len(local) > 1 else ''}***@{domain}"
