"""Verbs on where enrolments stand, when the tree around them changes."""

from collections.abc import Mapping
from itertools import groupby
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.refusals import Refused


@verb
def hand_on(centre: Organisation, *, to: Organisation, by: Actor, reason: str = "") -> int:
    """Everybody who studies at a centre studies at another one; how many enrolments that are."""
    return Enrolment.objects.filter(study_centre=centre).update(study_centre=to)


@verb
def renumber(provinces: Mapping[UUID, UUID], *, by: Actor, reason: str = "") -> None:
    """Enrolments of study centres that came to another province stand in its numbering from now on.

    `provinces` says it for each centre. Refused: `student_numbers`, where one is taken there.
    """
    by_province = sorted(provinces.items(), key=lambda pair: pair[1])
    for province, pairs in groupby(by_province, key=lambda pair: pair[1]):
        rows = Enrolment.objects.filter(study_centre__in=[centre for centre, _province in pairs])
        coming = rows.exclude(province=province)
        taken = Enrolment.objects.filter(
            province=province, student_number=OuterRef("student_number")
        )
        clash = coming.exclude(student_number="").filter(Exists(taken)).count()
        if clash:
            sentence = _("有 %(n)d 个学号与迁入省的学号相同，请先由两省核对学籍，再迁移。")
            raise Refused("student_numbers", sentence % {"n": clash}, field="to")
        coming.update(province=province)


def open_at(centre: Organisation) -> int:
    """How many people study at a centre, or may come back to it."""
    staying = (Enrolment.Status.STUDYING, Enrolment.Status.SUSPENDED)
    return Enrolment.objects.filter(study_centre=centre, status__in=staying).count()
