"""Organisations as lists show them: each with how many work there and stand below it."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from creditbank.bank.access import reach
from creditbank.bank.organisations.models import (
    Appointment,
    Organisation,
    OrganisationSet,
    Parentage,
)


def under(parent: Organisation) -> OrganisationSet:
    """What stands directly under an organisation, closed ones too."""
    return _counted(Organisation.objects.under(parent))


def found(seat: Appointment, words: str) -> OrganisationSet:
    """Within reach of a seat, by a part of the name or the beginning of the code."""
    named = Q(name_zh__icontains=words) | Q(name_en__icontains=words)
    rows = reach.organisations(seat).filter(named | Q(code__startswith=words.upper()))
    return _counted(rows)


def one(seat: Appointment, code: str) -> Organisation | None:
    """An organisation within reach; None for everybody else's."""
    rows = reach.organisations(seat).filter(code=code).select_related("merged_into")
    return _counted(rows).first()


def past_parents(organisation: Organisation) -> QuerySet[Parentage]:
    """What an organisation stood under before, the latest first."""
    rows = Parentage.objects.filter(organisation=organisation, valid_to__isnull=False)
    return rows.select_related("parent").order_by("-valid_from", "-id")


def _counted(rows: OrganisationSet) -> OrganisationSet:
    posts = Appointment.objects.current().filter(organisation=OuterRef("pk")).order_by()
    people = posts.values("organisation").annotate(n=Count("user", distinct=True)).values("n")
    children = Parentage.objects.filter(parent=OuterRef("pk"), valid_to=None)
    children = children.filter(organisation__closed_on=None).order_by()
    below = children.values("parent").annotate(n=Count("pk")).values("n")
    return rows.annotate(staff_count=_number(people), child_count=_number(below)).order_by("path")


def _number(counted: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
