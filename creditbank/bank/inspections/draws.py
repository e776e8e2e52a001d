"""Drawing the sample of an inspection: by lot, so that nobody can say that it was picked.

Drawn from are the cases of one kind that ended (通过 or 不通过) within a period that is over, of people
who belong to the branch or below. The bank takes a seed of 128 random bits at the moment of drawing;
the lot of a case is SHA-256 over seed and case number, and the cases with the lowest lots make the
sample. The seed stands in the inspection, whose history can't be rewritten, so anybody who has the
list of cases can draw again with a calculator (`again`); and as no inspection can be deleted, a
second draw in the hope of another sample stays on record beside the first.
"""

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import BinaryField, Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, ids
from creditbank.bank.history import Actor, verb
from creditbank.bank.inspections import checklists
from creditbank.bank.inspections.models import Inspection, Sampled
from creditbank.bank.organisations.models import Appointment, Organisation
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews.models import Case, Decision
from creditbank.bank.reviews.oneself import Oneself
from creditbank.bank.reviews.stages import Stage

MOST = 200


class Lot(Func):
    """SHA-256 over the seed and the case's number."""

    function = "sha256"
    template = "%(function)s(convert_to(%(expressions)s, 'UTF8'))"
    output_field = BinaryField()

    def __init__(self, seed: str) -> None:
        """Of every case under one seed."""
        super().__init__(Concat(Value(seed), F("number")))


@verb
def draw(  # noqa: PLR0913 - an inspection is told in one go
    seat: Appointment,
    branch: Organisation,
    *,
    kind: str,
    since: dt.date,
    until: dt.date,
    wanted: int,
    oneself: Oneself,
    by: Actor,
) -> Inspection:
    """Begin an inspection with its sample; of fewer cases than wanted, all.

    Left out is what the inspector decided or handed in. Refused: `too_far`, `period`, `wanted`,
    `nothing`.
    """
    _refuse_unsound(seat, branch, since, until, wanted)
    row = _begun(seat, by, branch=branch, kind=kind, since=since, until=until, wanted=wanted)
    row.excluded = sorted(oneself.users)
    row.population = _drawable(row).count()
    row.set_aside = _ended(row).count() - row.population
    if not row.population:
        sentence = _("这个机构在这段时间里没有可以抽查的已办结审核件。请改变时间范围。")
        raise Refused("nothing", sentence, field="since")
    row.save(force_insert=True)
    drawn = enumerate(again(row), start=1)
    Sampled.objects.bulk_create(
        Sampled(inspection=row, case_id=case, position=place) for place, case in drawn
    )
    return row


def again(inspection: Inspection) -> list[UUID]:
    """The cases on which the lot falls, in its order: the sample, if nothing has changed since."""
    rows = _drawable(inspection).order_by(Lot(inspection.seed), "number")
    return list(rows.values_list("pk", flat=True)[: inspection.wanted])


def holds(inspection: Inspection) -> bool:
    """Whether drawing again gives the same sample; another tree of organisations may not."""
    drawn = inspection.samples.order_by("position").values_list("case_id", flat=True)
    return again(inspection) == list(drawn)


def decided_by(users: Iterable[UUID]) -> Q:
    """Picks the cases that these users decided, or that are their own."""
    own = Decision.objects.filter(case=OuterRef("pk"), by_id__in=list(users))
    return Q(Exists(own)) | Q(person_id__in=list(users))


def _begun(seat: Appointment, by: Actor, *, kind: str, **told: Any) -> Inspection:
    known = checklists.current(seat.organisation, kind)
    return Inspection(
        number=ids.public_number("J"),
        organisation=seat.organisation,
        kind=kind,
        seed=secrets.token_hex(16),
        questions=known.questions,
        checklist_version=known.version,
        inspector_id=UUID(by.actor_id),
        inspector_label=by.actor_label,
        **told,
    )


def _drawable(inspection: Inspection) -> QuerySet[Case]:
    return _ended(inspection).exclude(decided_by(inspection.excluded))


def _ended(inspection: Inspection) -> QuerySet[Case]:
    places = Organisation.objects.below(inspection.branch).values("pk")
    return Case.objects.filter(
        place__in=places,
        kind=inspection.kind,
        stage=Stage.CLOSED,
        closed_at__gte=_midnight(inspection.since),
        closed_at__lt=_midnight(inspection.until + dt.timedelta(days=1)),
    )


def _refuse_unsound(
    seat: Appointment, branch: Organisation, since: dt.date, until: dt.date, wanted: int
) -> None:
    if branch.pk == seat.organisation_id or not branch.is_within(seat.organisation):
        raise Refused("too_far", _("请选择您辖区内的下级机构。"), field="branch")
    if since > until:
        raise Refused("period", _("结束日期不能早于开始日期。"), field="until")
    if until >= clock.today():
        # While cases are still being decided the same seed would draw others tomorrow.
        raise Refused("period", _("只能检查已经过去的日子，结束日期最晚是昨天。"), field="until")
    if not 1 <= wanted <= MOST:
        sentence = _("请填写 1 到 %(most)s 之间的件数。") % {"most": MOST}
        raise Refused("wanted", sentence, field="wanted")


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), clock.SHANGHAI)
