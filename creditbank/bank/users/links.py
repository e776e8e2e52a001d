"""Single-use links: made for a message, looked at by a page, used up by what they were made for."""

import datetime as dt
import secrets
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock
from creditbank.bank.keys import fingerprint
from creditbank.bank.refusals import Refused
from creditbank.bank.users.models import Link

Purpose = Link.Purpose


def make(purpose: Link.Purpose, subject_id: UUID, lasting: dt.timedelta) -> str:
    """A new link's token: 192 random bits. Only its fingerprint is kept."""
    token = secrets.token_urlsafe(24)
    Link.objects.create(
        purpose=purpose,
        subject_id=subject_id,
        digest=_digest(purpose, token),
        expires_at=clock.now() + lasting,
    )
    return token


def peek(token: str, purpose: Link.Purpose) -> Link | None:
    """The link of a token that still works, without using it."""
    row = _find(token, purpose)
    return row if row and row.used_at is None and row.expires_at > clock.now() else None


def known(token: str, purpose: Link.Purpose) -> Link | None:
    """The link of a token, be it used up or expired: what it was for can be asked for again."""
    return _find(token, purpose)


def use(token: str, purpose: Link.Purpose) -> Link:
    """Use a link up; raises `Refused` ("link_unknown", "link_used", "link_expired").

    Called within the verb that it opens: where that is refused, the link works again.
    """
    row = _find(token, purpose)
    if row is None:
        raise Refused("link_unknown", _("这个链接不完整，请从邮件中重新打开。"))
    now = clock.now()
    if row.expires_at <= now:
        raise Refused("link_expired", _("这个链接已过期，请重新申请。"))
    if not Link.objects.filter(pk=row.pk, used_at=None).update(used_at=now):
        raise Refused("link_used", _("这个链接已经用过，每个链接只能使用一次。"))
    row.used_at = now
    return row


def end(subject_id: UUID, purpose: Link.Purpose) -> None:
    """Links made for this subject and purpose work no longer."""
    now = clock.now()
    Link.objects.filter(subject_id=subject_id, purpose=purpose, used_at=None).update(used_at=now)


def _find(token: str, purpose: Link.Purpose) -> Link | None:
    return Link.objects.filter(digest=_digest(purpose, token), purpose=purpose).first()


def _digest(purpose: Link.Purpose, token: str) -> bytes:
    return fingerprint(f"link|{purpose.value}", token)
