"""Verbs on where training classes belong, when the tree around them changes."""

from django.utils.translation import gettext_lazy as _

from creditbank.bank.classes.models import Invitation, TrainingClass
from creditbank.bank.classes.stages import Stage
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.refusals import Refused


@verb
def hand_on(organisation: Organisation, *, to: Organisation, by: Actor, reason: str = "") -> None:
    """Classes of an organisation are another one's. Refused: `class_names`, where both have one."""
    going = TrainingClass.objects.filter(organisation=organisation)
    there = TrainingClass.objects.filter(organisation=to).values("name")
    if alike := list(going.filter(name__in=there).values_list("name", flat=True)[:5]):
        sentence = _("两个机构有同名的培训班，请先改名再合并：%(names)s。")
        raise Refused("class_names", sentence % {"names": "、".join(alike)}, field="into")
    going.update(organisation=to)


def open_at(organisation: Organisation) -> int:
    """How many people have not answered an invitation to a class of this organisation."""
    asked = Invitation.objects.filter(training_class__organisation=organisation)
    return asked.filter(stage=Stage.INVITED).count()
