"""Claims at the door: who somebody says to be by typing an initial password, and whether it is so.

Whoever knows a document number knows the initial password too, so what follows must not tell them
whether there is an account, nor whether it was used: every claim that could be true for somebody
gets the same page, by the same work. Only the mailbox tells them apart.
"""

import hmac
import re
from dataclasses import dataclass

from creditbank.bank import clock
from creditbank.bank.accounts import holders
from creditbank.bank.accounts.models import Account
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.enrolments import register
from creditbank.bank.identity import last_six, read
from creditbank.bank.keys import fingerprint
from creditbank.bank.refusals import Refused
from creditbank.bank.users import addresses, codes, strength
from creditbank.bank.users.models import User
from creditbank.bank.users.sign_ins import Name

# The last six characters of a number; a password of one's own is longer.
_SIX = re.compile(r"(?=.*\d)[0-9A-Z]{6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody says: this is me, and I have not signed in yet. Fingerprints only, in hexadecimal."""

    is_address: bool
    key: str
    password: str


def read_claim(name: Name, typed: str) -> Claim | None:
    """What was typed as a claim; None where it can be nobody's initial password.

    Reads only what was typed, never the register: the answer tells nothing.
    """
    six = typed.strip().upper()
    if len(typed) >= strength.SHORTEST or not _SIX.fullmatch(six):
        return None
    if name.is_address:
        return Claim(True, addresses.key(name.value).hex(), _print(six))
    try:
        document = read(name.value)
    except Refused:
        return None
    if last_six(document.number) != six:
        return None
    return Claim(False, register.fingerprint_of(document).hex(), _print(six))


def holder(claim: Claim) -> User | None:
    """Whose first sign-in it would be: one question to the database, whoever is asked for."""
    rows = Account.objects.filter(
        stage=Stage.ACTIVE, user__is_active=True, user__initial_until__gt=clock.now()
    )
    key = bytes.fromhex(claim.key)
    if claim.is_address:
        rows = rows.filter(user__email_fingerprint=key)
    else:
        rows = rows.filter(documents__fingerprint=key, documents__reserved=True)
    found = [account.user for account in rows.select_related("user__person_key")[:2]]
    # An address that two have named finds neither.
    return found[0] if len(found) == 1 else None


def is_true(claim: Claim, user: User) -> bool:
    """Whether the initial password was theirs. No hash of it is stored; the number is opened."""
    number = holders.document_of(user.account).number or ""
    return hmac.compare_digest(_print(last_six(number)), claim.password)


def send_code(claim: Claim) -> None:
    """Send the code to whom the claim is true for; silent where that is nobody, or had enough."""
    user = holder(claim)
    if user is None or not is_true(claim, user):
        return
    try:
        codes.send(user, codes.Purpose.FIRST_SIGN_IN)
    except Refused:
        return


def _print(six: str) -> str:
    return fingerprint("initial_password", six).hex()
