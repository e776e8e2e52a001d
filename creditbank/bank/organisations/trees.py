"""Verbs on the organisation tree: founding, moving, appointing."""

import datetime as dt

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations.models import Organisation, Parentage
from creditbank.bank.refusals import Refused


@verb
def found(
    *,
    code: str,
    name_zh: str,
    parent: Organisation | None,
    by: Actor,
    since: dt.date | None = None,
    **facts: object,
) -> Organisation:
    """Put a new organisation under a parent (None: the root). `code` holds no slash."""
    path = (parent.path if parent else "") + code + "/"
    row = Organisation.objects.create(code=code, name_zh=name_zh, path=path, **facts)
    Parentage.objects.create(organisation=row, parent=parent, valid_from=since or clock.today())
    return row


@verb
def move(organisation: Organisation, *, to: Organisation, by: Actor) -> None:
    """Put an organisation, with everything below it, under another parent from today on."""
    if to.is_within(organisation):
        raise Refused("circle", _("不能把机构移到它自己的下级之下。"))
    today = clock.today()
    old, new = organisation.path, to.path + organisation.code + "/"
    current = Parentage.objects.filter(organisation=organisation, valid_to__isnull=True)
    if not current.filter(valid_from=today).update(parent=to):
        current.update(valid_to=today)
        Parentage.objects.create(organisation=organisation, parent=to, valid_from=today)
    Organisation.objects.filter(path__startswith=old).update(
        path=Concat(Value(new), Substr(F("path"), len(old) + 1))
    )
    organisation.path = new
