"""Verbs on rounds of reminders: begun by one press, worked off by a job, nobody told twice."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, ids
from creditbank.bank.accounts.masks import mask_name
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.history import Actor, verb
from creditbank.bank.messages import outbox
from creditbank.bank.messages.addressees import Addressee
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.progress import newcomers
from creditbank.bank.progress.models import Round
from creditbank.bank.refusals import Refused

# Nobody is reminded again before so many days have passed, whoever asks for it.
DAYS = 14
BATCH = 200

# Of those in a batch whoever was not reminded lately is reminded by this round and no other.
_CLAIM = """
INSERT INTO bank_reminder AS known (id, fingerprint, sent_at)
SELECT * FROM unnest(%s::uuid[], %s::bytea[]), (SELECT %s::timestamptz) AS moment(sent_at)
ON CONFLICT (fingerprint) DO UPDATE SET sent_at = excluded.sent_at WHERE known.sent_at < %s
RETURNING fingerprint
"""


@verb
def begin(organisation: Organisation, *, by: Actor) -> Round:
    """Begin to remind everybody of a subtree who has not activated; a job takes it up within a minute.

    Refused: `running` (one round at a time), `nobody`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [organisation.code])
    if of(organisation).filter(ended_at=None).exists():
        raise Refused("running", _("上一批催办还在发送，请稍后查看结果。"))
    if not newcomers.waiting(organisation).exists():
        raise Refused("nobody", _("没有需要催办的学习者。"))
    return Round.objects.create(
        organisation=organisation, by_id=by.actor_id, by_label=by.actor_label
    )


@verb
def go_on(round_: Round, *, by: Actor) -> bool:
    """Work off one batch of a round; whether anything is left. Of one that is done, nothing."""
    rows = Round.objects.select_for_update(of=("self",)).select_related("organisation")
    row = rows.get(pk=round_.pk)
    if row.ended_at:
        return False
    place = newcomers.Place(row.reached_centre, row.reached) if row.reached else None
    batch = list(newcomers.after(newcomers.waiting(row.organisation), place)[:BATCH])
    _remind(row, batch)
    if len(batch) < BATCH:
        row.ended_at = clock.now()
    else:
        row.reached_centre, row.reached = batch[-1].study_centre.path, batch[-1].pk
    row.save()
    return row.ended_at is None


def of(organisation: Organisation) -> QuerySet[Round]:
    """The rounds of an organisation, the latest first."""
    return Round.objects.filter(organisation=organisation).order_by("-begun_at")


def work_off(batches: int, *, by: Actor) -> None:
    """So many batches of every round that is not done yet."""
    for row in Round.objects.filter(ended_at=None).order_by("begun_at"):
        for _batch in range(batches):
            if not go_on(row, by=by):
                break


def _remind(row: Round, batch: Sequence[Enrolment]) -> None:
    addressed = [one for one in batch if one.email]
    people = {bytes(one.fingerprint): one for one in addressed}
    told = _claimed(list(people))
    for print_ in told:
        _tell(people[print_])
    row.sent += len(told)
    row.lately += len(addressed) - len(told)
    row.unaddressed += len(batch) - len(addressed)


def _claimed(prints: list[bytes]) -> list[bytes]:
    if not prints:
        return []
    now = clock.now()
    told: list[Any] = [[ids.uuid7() for _ in prints], prints, now, now - dt.timedelta(days=DAYS)]
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, told)
        return [bytes(print_) for (print_,) in cursor.fetchall()]


def _tell(enrolment: Enrolment) -> None:
    context = {
        "name": mask_name(enrolment.name or ""),
        "centre": enrolment.study_centre.name_zh,
        "phone": enrolment.study_centre.responsible_phone,
    }
    outbox.post("progress_reminder", Addressee(None, enrolment.email), context)
