"""Verbs on policies: what a province lays down for itself, and what it laid down before."""

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations.models import (
    Capacity,
    FirstCheck,
    Organisation,
    Policy,
    PolicyKey,
)
from creditbank.bank.refusals import Refused

# What may be laid down, and what holds until something is: the first.
CHOICES = {PolicyKey.FIRST_CHECK: FirstCheck}


@verb
def lay_down(
    province: Organisation, key: PolicyKey, value: str, *, by: Actor, since: dt.date | None = None
) -> Policy:
    """Let a value hold from a day on, today unless it is told; the same day again replaces it."""
    day = since or clock.today()
    if Capacity.PROVINCE not in province.capacities or province.closed_on:
        raise Refused("no_province", _("只有省校可以设定政策。"))
    if day < clock.today():
        raise Refused("past", _("生效日期不能早于今天。"), field="since")
    if value not in CHOICES[key].values:
        raise Refused("value", _("请选择一项。"), field="value")
    told = {"value": value, "by_label": by.actor_label, "set_at": clock.now()}
    row, _new = Policy.objects.update_or_create(
        province=province, key=key, valid_from=day, defaults=told
    )
    return row


def in_force(province: Organisation, key: PolicyKey, on: dt.date | None = None) -> str:
    """What holds in a province on a day, today unless it is told."""
    begun = laid_down(province, key).filter(valid_from__lte=on or clock.today())
    value = begun.values_list("value", flat=True).first()
    return value or str(CHOICES[key].values[0])


def all_in_force(key: PolicyKey) -> dict[UUID, str]:
    """What holds today wherever something was laid down, by province; one query."""
    begun = Policy.objects.filter(key=key, valid_from__lte=clock.today()).order_by("valid_from")
    return dict(begun.values_list("province_id", "value"))


def laid_down(province: Organisation, key: PolicyKey) -> QuerySet[Policy]:
    """Everything that was ever laid down there, and what is to come, the latest first."""
    return Policy.objects.filter(province=province, key=key).order_by("-valid_from")
