"""One-time codes: six digits sent to a user's address, good once, for ten minutes, for five tries."""

import datetime as dt
import hmac
import secrets
import unicodedata

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from creditbank.bank import clock, limits
from creditbank.bank.keys import fingerprint
from creditbank.bank.refusals import Refused
from creditbank.bank.users import addresses, letters, people
from creditbank.bank.users.models import OneTimeCode, User

Purpose = OneTimeCode.Purpose
LASTS = dt.timedelta(minutes=10)
ATTEMPTS = 5
SENT_IN_AN_HOUR = 5
SENT_IN_A_DAY = 12


def send(user: User, purpose: OneTimeCode.Purpose, *, address: str | None = None) -> None:
    """Send a fresh code; earlier ones end. Raises `Refused("too_many")` after five in an hour.

    `address` is one that is to be confirmed. If it belongs to somebody else, they are told and get
    no code; whoever asked cannot tell the difference.
    """
    limits.hit("codes.hour", str(user.pk), limit=SENT_IN_AN_HOUR, window=dt.timedelta(hours=1))
    limits.hit("codes.day", str(user.pk), limit=SENT_IN_A_DAY, window=dt.timedelta(days=1))
    digits = f"{secrets.randbelow(10**6):06d}"
    row = OneTimeCode(user=user, purpose=purpose, expires_at=clock.now() + LASTS)
    row.digest = _digest(row, user, digits, address)
    with transaction.atomic():
        _open(user, purpose).update(used_at=clock.now())
        row.save(force_insert=True)
        owners = people.owners(address, but=user) if address else []
        for owner in owners:
            letters.address_wanted(owner)
        if not owners:
            minutes = LASTS // dt.timedelta(minutes=1)
            letters.code(user, digits, minutes=minutes, address=address)


def check(
    user: User, purpose: OneTimeCode.Purpose, typed: str, *, address: str | None = None
) -> None:
    """Use the code up; raises `Refused` ("code_wrong", "code_spent", "code_expired").

    Not to be called within a transaction that a refusal rolls back: a wrong try must count.
    """
    # Counted before it is looked at: the same two statements, whether there is a code or none.
    begun = _open(user, purpose).filter(attempts__lt=ATTEMPTS).update(attempts=F("attempts") + 1)
    row = _open(user, purpose).order_by("-id").first()
    if row is None:
        raise Refused("code_expired", _("验证码已失效，请重新发送。"), field="code")
    if not begun:
        raise Refused("code_spent", _("验证码错误次数过多，请重新发送。"), field="code")
    if not hmac.compare_digest(bytes(row.digest), _digest(row, user, _digits(typed), address)):
        raise _wrong(ATTEMPTS - row.attempts)
    if not _open(user, purpose).filter(pk=row.pk).update(used_at=clock.now()):
        raise Refused("code_expired", _("验证码已失效，请重新发送。"), field="code")


def _wrong(left: int) -> Refused:
    if left <= 0:
        return Refused("code_spent", _("验证码错误次数过多，请重新发送。"), field="code")
    sentence = ngettext_lazy(
        "验证码不正确，还可以再试 %(left)d 次。", "验证码不正确，还可以再试 %(left)d 次。", left
    )
    return Refused("code_wrong", sentence % {"left": left}, field="code")


def _open(user: User, purpose: OneTimeCode.Purpose) -> QuerySet[OneTimeCode]:
    return OneTimeCode.objects.filter(
        user=user, purpose=purpose, used_at=None, expires_at__gt=clock.now()
    )


def _digits(typed: str) -> str:
    return "".join(unicodedata.normalize("NFKC", typed).split())


def _digest(row: OneTimeCode, user: User, digits: str, address: str | None) -> bytes:
    # Bound to the address too: a code sent to one address confirms no other.
    key = addresses.key(address) if address else bytes(user.email_fingerprint or b"")
    return fingerprint("one_time_code", f"{row.pk}|{key.hex()}|{digits}")
