"""Verbs on runs that are the same for every kind of roster, and questions about runs.

Doors call those of `desk.runs`, which also see to the work that follows.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, lifecycle
from creditbank.bank.files import uploads, wholes
from creditbank.bank.history import Actor, verb
from creditbank.bank.imports import choices
from creditbank.bank.imports.models import Progress, Run
from creditbank.bank.imports.stages import ENDED, UNDER_WAY
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.refusals import Refused

PURPOSE = "roster"
# So long there is time to confirm, and afterwards to download the rejected rows.
KEPT = dt.timedelta(days=30)
# What was found in a run that was cancelled can be looked at a while.
LOOKED_AT = dt.timedelta(hours=2)
# A reading tells twice a second how far it is.
SILENCE = dt.timedelta(minutes=15)


@verb
def receive(
    upload: wholes.Source,
    *,
    kind: str,
    organisation: Organisation,
    by: Actor,
    columns: Mapping[str, str] | None = None,
    options: Mapping[str, Any] | None = None,
) -> Run:
    """Keep a file, sealed, as a run that waits to be checked; refuses one that is empty or too large."""
    name = uploads.clean_name(upload.name)
    file = wholes.keep(upload, purpose=PURPOSE, by=by)
    run = Run(
        kind=kind,
        organisation=organisation,
        by_id=by.actor_id,
        by_label=by.actor_label,
        language=get_language() or "zh-hans",
        file=file,
        columns=dict(columns or {}),
        options=dict(options or {}),
    )
    run.file_name = name
    run.save(force_insert=True)
    Progress.objects.create(run=run)
    return run


@verb
def recheck(run: Run, columns: Mapping[str, str], *, by: Actor) -> Run:
    """Have the file read again with other columns: `{field: "D"}`, empty for 'there is none'."""
    lifecycle.move(run, "recheck", columns=dict(columns), refusal="")
    return run


@verb
def confirm(run: Run, *, by: Actor) -> Run:
    """Have merged what was taken; the columns that were chosen are remembered.

    Refuses a run of which nothing was taken.
    """
    if not run.taken and not run.counts.get("unchanged"):
        raise Refused("nothing_taken", _("没有一行可以导入。请下载不接收的行，改正后重新上传。"))
    lifecycle.move(
        run,
        "confirm",
        confirmed_at=clock.now(),
        confirmed_by_id=by.actor_id,
        confirmed_by_label=by.actor_label,
    )
    choices.remember(run)
    return run


@verb
def cancel(run: Run, *, by: Actor) -> Run:
    """Give the run up, any time before the merge has begun; its file is thrown away."""
    lifecycle.move(run, "cancel", ended_at=clock.now())
    if run.file:
        uploads.erase(run.file, by=by)
    return run


@verb
def forget(run: Run, *, by: Actor) -> Run:
    """Throw away the file of a run that has ended long ago; what it came to stays."""
    if run.file:
        uploads.erase(run.file, by=by)
    Run.objects.filter(pk=run.pk).update(staging=None)
    return run


def unattended() -> QuerySet[Run]:
    """Runs that nobody has confirmed or cancelled in all the time there was."""
    return Run.objects.filter(stage=Run.Stage.CHECKED, checked_at__lte=clock.now() - KEPT)


def outdated() -> QuerySet[Run]:
    """Runs whose file is no longer needed."""
    over = Run.objects.filter(stage__in=ENDED, file__erased_at=None)
    return over.filter(file__created_at__lte=clock.now() - KEPT).select_related("file")


def stuck() -> QuerySet[Run]:
    """Runs that a job should be busy with, and nothing is heard of."""
    return Run.objects.filter(stage__in=UNDER_WAY, progress__at__lte=clock.now() - SILENCE)


def stagings() -> list[UUID]:
    """Readings whose rows somebody may still ask for."""
    lately = Q(ended_at=None) | Q(ended_at__gte=clock.now() - LOOKED_AT)
    wanted = Run.objects.filter(~Q(stage=Run.Stage.CANCELLED) | lately).exclude(staging=None)
    return [one for one in wanted.values_list("staging", flat=True) if one]


def of(organisation: Organisation) -> QuerySet[Run]:
    """Runs of an organisation and all below it, the latest first."""
    rows = Run.objects.filter(organisation__path__startswith=organisation.path)
    return rows.select_related("organisation", "progress").order_by("-created_at", "-id")
