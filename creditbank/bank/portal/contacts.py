"""Verbs on contacts, and who has one: the centre, the provinces, their certification centres."""

import re
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from creditbank.bank import revisions
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations.models import Capacity, Organisation
from creditbank.bank.portal.models import Contact
from creditbank.bank.refusals import Refused

IN_THE_FOOTER = (Capacity.NATIONAL, Capacity.PROVINCE)
EVERYWHERE = (*IN_THE_FOOTER, Capacity.CERTIFICATION_CENTRE)
_TELEPHONE = re.compile(r"\+?[0-9][0-9 ()-]{4,36}[0-9]")


@dataclass(frozen=True)
class Line:
    """An organisation with its contact, which it may not have yet."""

    organisation: Organisation
    contact: Contact | None

    @property
    def telephone(self) -> str:
        """The hotline; the responsible person's number where none is entered."""
        hotline = self.contact.telephone if self.contact else ""
        return hotline or self.organisation.responsible_phone


def lines(capacities: tuple[Capacity, ...] = EVERYWHERE) -> list[Line]:
    """Everybody of these kinds in the order of the tree; one query."""
    return [Line(row, _of(row)) for row in addressed(capacities)]


def addressed(capacities: tuple[Capacity, ...] = EVERYWHERE) -> QuerySet[Organisation]:
    """The organisations of these kinds that people may turn to."""
    kinds = Q()
    for capacity in capacities:
        kinds |= Q(capacities__contains=[capacity])
    open_ones = Organisation.objects.filter(kinds, closed_on=None)
    return open_ones.select_related("contact").order_by("path")


@verb
def edit(organisation: Organisation, *, seen: int, by: Actor, **values: str) -> Contact:
    """Enter or change a contact; refused where somebody else saved since revision `seen`."""
    if values["telephone"] and not _TELEPHONE.fullmatch(values["telephone"]):
        sentence = _("请填写电话号码，例如 0931-555-0100 或 400-000-0001。")
        raise Refused("telephone_wrong", sentence, field="telephone")
    if not values["telephone"] and not values["email"]:
        sentence = _("电话和邮箱至少填写一项，否则没有人能联系到。")
        raise Refused("unreachable", sentence, field="telephone")
    first = {**values, "revision": 1}
    contact, new = Contact.objects.get_or_create(organisation=organisation, defaults=first)
    if not new:
        revisions.revise(contact, seen, **values)
    return contact


def _of(organisation: Organisation) -> Contact | None:
    return getattr(organisation, "contact", None)
