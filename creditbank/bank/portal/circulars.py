"""Verbs on circulars (文件通知): notices of an organisation to organisations below, read and signed for.

A circular is a notice with a sender. Who works at an addressed organisation reads it; that somebody
has is written down by their own act. Who has not can be reminded, once a day.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock
from creditbank.bank.access.permissions import PERMISSIONS, Permission
from creditbank.bank.files.models import StoredFile
from creditbank.bank.history import Actor, verb
from creditbank.bank.messages import outbox
from creditbank.bank.organisations.models import Appointment, Organisation
from creditbank.bank.portal import notices
from creditbank.bank.portal.models import Addressing, Attachment, Notice, Reading
from creditbank.bank.portal.notices import Content
from creditbank.bank.refusals import Refused
from creditbank.bank.users.models import User

PAUSE = dt.timedelta(hours=20)
_READING = [role for role, held in PERMISSIONS.items() if Permission.CIRCULARS_READ in held]


@verb
def send(
    content: Content,
    *,
    sender: Organisation,
    to: Sequence[Organisation],
    with_below: bool,
    files: Sequence[StoredFile] = (),
    by: Actor,
) -> Notice:
    """Send a circular at once to organisations below the sender; `files` are stored already.

    Refused: `nobody`, `too_far`, and what `notices.write` refuses of the words.
    """
    if not to:
        raise Refused("nobody", _("请填写至少一个机构的代码。"), field="codes")
    if not all(place.is_within(sender) for place in to):
        raise Refused("too_far", _("请只选择您辖区内的机构。"), field="codes")
    notices.require_sound(content)
    told = {**asdict(content), "publish_from": clock.now()}
    row = Notice.objects.create(sender=sender, **told)
    Addressing.objects.bulk_create(
        Addressing(notice=row, organisation=place, with_below=with_below) for place in set(to)
    )
    Attachment.objects.bulk_create(Attachment(notice=row, file=file) for file in files)
    return row


def received(seat: Appointment) -> QuerySet[Notice]:
    """What is addressed to where somebody sits, the newest first; `signed_at` is when they signed."""
    here = seat.organisation
    to = Addressing.objects.filter(Q(organisation=here) | Q(_above(here), with_below=True))
    rows = Notice.objects.filter(pk__in=to.values("notice_id"), withdrawn_at=None)
    mine = Reading.objects.filter(notice=OuterRef("pk"), user=seat.user_id)
    rows = rows.annotate(signed_at=Subquery(mine.values("read_at")[:1]))
    return rows.select_related("sender").order_by("-id")


def sent(seat: Appointment) -> QuerySet[Notice]:
    """Circulars from the subtree of a seat, the newest first; withdrawn ones too."""
    rows = Notice.objects.filter(sender__path__startswith=seat.organisation.path)
    return rows.select_related("sender").order_by("-id")


def unsigned(seat: Appointment) -> int:
    """How many circulars wait for somebody to sign."""
    signed = Reading.objects.filter(user=seat.user_id, read_at__isnull=False)
    return received(seat).exclude(pk__in=signed.values("notice_id")).count()


@verb
def sign(notice: Notice, seat: Appointment, *, by: Actor) -> None:
    """Somebody says that they have read it, for where they sit; twice is as once."""
    told = {"organisation": seat.organisation}
    row, _new = Reading.objects.get_or_create(notice=notice, user=seat.user, defaults=told)
    Reading.objects.filter(pk=row.pk, read_at=None).update(read_at=clock.now(), **told)


def readers(notice: Notice, below: Organisation) -> QuerySet[Appointment]:
    """Every post that is addressed, with `signed_at`, those who have not signed first."""
    theirs = Reading.objects.filter(notice=notice, user=OuterRef("user"))
    rows = _addressed(notice).filter(organisation__path__startswith=below.path)
    rows = rows.annotate(signed_at=Subquery(theirs.values("read_at")[:1]))
    rows = rows.select_related("organisation", "user__person_key")
    return rows.order_by(F("signed_at").desc(nulls_first=True), "organisation__path", "id")


def signed(notice: Notice, below: Organisation) -> int:
    """How many of these posts have signed."""
    users = Reading.objects.filter(notice=notice, read_at__isnull=False).values("user_id")
    return readers(notice, below).filter(user_id__in=users).count()


def late(notice: Notice) -> list[UUID]:
    """Users who are addressed and have not signed; none of a circular that was withdrawn."""
    if notice.withdrawn_at is not None:
        return []
    users = Reading.objects.filter(notice=notice, read_at__isnull=False).values("user_id")
    rows = _addressed(notice).exclude(user_id__in=users).order_by("user_id")
    return list(rows.values_list("user_id", flat=True).distinct())


@verb
def remind(notice: Notice, user: User, *, by: Actor) -> bool:
    """Remind somebody who has not signed, at most once a day; whether that was done now."""
    post = _addressed(notice).filter(user=user).select_related("organisation").first()
    if post is None:
        return False
    told, now = {"organisation": post.organisation}, clock.now()
    row, _new = Reading.objects.get_or_create(notice=notice, user=user, defaults=told)
    lately = Q(reminded_at=None) | Q(reminded_at__lt=now - PAUSE)
    due = Reading.objects.filter(lately, pk=row.pk, read_at=None)
    if not due.update(reminded_at=now):
        return False
    sender = notice.sender.name_zh if notice.sender else ""
    context = {"title": notice.title_zh, "sender": sender, "path": f"/work/circulars/{notice.pk}/"}
    outbox.post("circular_unsigned", user.addressee, context)
    return True


def _addressed(notice: Notice) -> QuerySet[Appointment]:
    """Posts in force today at the organisations to which a circular is addressed."""
    places = Q(pk__in=[])
    for to in notice.addressings.select_related("organisation"):
        path = to.organisation.path
        places |= (
            Q(organisation__path__startswith=path) if to.with_below else Q(organisation__path=path)
        )
    rows = Appointment.objects.current().filter(places, role__in=_READING)
    return rows.filter(user__is_active=True)


def _above(here: Organisation) -> Q:
    return Q(organisation__in=Organisation.objects.above(here))
