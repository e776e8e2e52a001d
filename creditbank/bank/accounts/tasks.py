"""Background work of accounts."""

from creditbank.bank import jobs
from creditbank.bank.accounts import claims


@jobs.task(name="accounts.send_code", priority=20)
def send_code(is_address: bool, key: str, password: str) -> None:
    """Send the code of a first sign-in, if the claim is anybody's. Twice is two codes."""
    claims.send_code(claims.Claim(is_address, key, password))
