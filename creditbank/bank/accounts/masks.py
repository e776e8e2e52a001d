"""How names and addresses are shown to somebody who should recognise, not learn them."""

from creditbank.bank.users.addresses import mask as mask_email

__all__ = ["mask_email", "mask_mobile", "mask_name"]


def mask_name(name: str) -> str:
    """`张**`: the first character; how many follow is not told."""
    return f"{name[:1]}**"


def mask_mobile(number: str) -> str:
    """`138****1234`: the first three and the last four."""
    return f"{number[:3]}****{number[-4:]}" if len(number) > 8 else "*" * len(number)
