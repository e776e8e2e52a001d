"""Verbs of activation (账户激活): finding one's enrolment, opening the account of it.

Whatever is asked about a number, the answer is only found or not found. What stands in the way of
an opening goes by message to addresses that are known, never to whoever asks.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from creditbank.bank.accounts import holders, letters, openings, reopenings
from creditbank.bank.accounts.models import Account
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.enrolments import register
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.files import uploads
from creditbank.bank.files.models import StoredFile
from creditbank.bank.history import Actor, verb
from creditbank.bank.identity import read
from creditbank.bank.portal import agreements
from creditbank.bank.portal.models import Agreement
from creditbank.bank.refusals import Refused

OPEN = (Stage.ACTIVE, Stage.SUSPENDED)


@dataclass(frozen=True)
class Found:
    """The enrolments of one person, the leading one first."""

    enrolments: list[Enrolment]

    @property
    def leading(self) -> Enrolment:
        """The latest open enrolment, else the latest."""
        return self.enrolments[0]


def find(typed_number: str) -> Found | None:
    """Look up a number as typed. Raises `Refused` for what is no document number at all."""
    rows = register.of_person(register.fingerprint_of(read(typed_number)))
    return Found(rows) if rows else None


@verb
def activate(
    enrolment: Enrolment,
    *,
    agreement: Agreement,
    email: str = "",
    scans: Sequence[StoredFile] = (),
    by: Actor,
) -> Account | None:
    """Open the account of an enrolment; without `email` the imported address is taken.

    None when there was nothing to open (an account is there, or this opening already waits):
    what to do then has gone to the known address, and the page must not tell the difference.
    """
    address = email.strip() or enrolment.email or ""
    if not address:
        raise Refused("email_missing", _("请点击“修改邮箱”，填写常用邮箱。"), field="email")
    openings.lock(bytes(enrolment.fingerprint))
    if _answered_by_message(enrolment, address):
        for file in scans:
            uploads.erase(file, by=by)
        return None
    closed = reopenings.waiting(bytes(enrolment.fingerprint))
    account = openings.from_enrolment(enrolment, address, by=by, closed=closed)
    openings.add_scans(account, scans, by=by)
    agreements.consent(account.pk, agreement, by=by)
    openings.hand_in(account, by=by)
    openings.announce(account)
    return account


def _answered_by_message(enrolment: Enrolment, address: str) -> bool:
    """Tell the known addresses what is the matter; true when no further opening is to be made."""
    holding = holders.holding(bytes(enrolment.fingerprint))
    if holding and holding.stage in OPEN:
        letters.known(holding)
        return True
    waiting = holders.being_opened(bytes(enrolment.fingerprint))
    same = [row for row in waiting if openings.same_address(row.user.email, address)]
    for row in same or waiting:
        letters.renewed(row, second=not same)
    # Nobody shuts the learner out by openings to addresses of their own: the register's has a place.
    places = openings.MOST_AT_ONCE + openings.same_address(address, enrolment.email)
    most = 1 if holding else places  # a reopening is the only one there can be
    return bool(same) or len(waiting) >= most
