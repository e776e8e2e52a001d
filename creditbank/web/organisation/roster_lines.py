"""Runs and their rows as pages show them."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from creditbank.bank.desk import engines, naming
from creditbank.bank.identity import mask
from creditbank.bank.imports.models import Run, StagedRow, Status
from creditbank.bank.imports.stages import UNDER_WAY, Change, Stage
from creditbank.bank.messages import rendering
from creditbank.bank.sheets.fields import Fields
from creditbank.bank.sheets.pages import letters

EVERYTHING = "all"
# What asks for somebody's eyes, the gravest first.
_TELLING = (Status.REJECT, Status.REVIEW, Status.ACCEPT_WARN, Status.ACCEPT_NORMALISED)
_TONES = {
    Status.ACCEPT: ("good", "circle-check"),
    Status.ACCEPT_NORMALISED: ("good", "circle-check"),
    Status.ACCEPT_WARN: ("warn", "alert-triangle"),
    Status.REVIEW: ("warn", "eye"),
    Status.REJECT: ("bad", "circle-x"),
    Status.IGNORE: ("quiet", "info-circle"),
}
# What has so many digits may be somebody's number, whatever is wrong with it.
_DIGITS = 7


class Figure(NamedTuple):
    """A number with its name; as a choice, what to ask for it by."""

    label: Any
    number: int
    show: str = ""


def of_run(run: Run) -> dict[str, Any]:
    """A run as a line of the list, and as the head of its own page."""
    working = run.stage in {Stage.CHECKING, Stage.MERGING}
    percent = run.progress.percent if working else None
    return {
        "id": run.pk,
        "name": run.file_name or _now("（没有名称）"),
        "kind": naming.kind_called(run.kind),
        "place": run.organisation,
        "who": run.by_label,
        "at": run.created_at,
        "stage": run.stage,
        "label": run.get_stage_display(),
        "live": run.stage in UNDER_WAY,
        "working": working,
        "percent": percent,
        # What is said aloud, so that it is not said every second.
        "tenths": None if percent is None else percent // 10 * 10,
        "new": run.counts.get(Change.NEW, 0),
        "changed": run.counts.get(Change.CHANGED, 0),
        "rejected": run.rejected,
        "counted": bool(run.counts),
        "nothing_taken": not run.taken and not run.counts.get(Change.UNCHANGED),
    }


def figures(run: Run) -> list[Figure]:
    """What the file comes to: what each row does, and what is left out."""
    told = [Figure(change.label, run.counts.get(change, 0)) for change in Change]
    left_out = (Status.REJECT, Status.IGNORE)
    return told + [Figure(status.label, run.counts.get(status, 0)) for status in left_out]


def choices(run: Run) -> list[Figure]:
    """By which the rows can be looked at: those of each status and each change, where there are any."""
    named = [*Status, *Change]
    found = [Figure(one.label, run.counts[one], one.value) for one in named if run.counts.get(one)]
    total = sum(run.counts.get(status, 0) for status in Status)
    return [Figure(_("全部"), total, EVERYTHING), *found]


def shown(run: Run, asked: str) -> str:
    """The choice that was asked for, else what somebody should look at first."""
    known = {figure.show for figure in choices(run)}
    if asked in known:
        return asked
    return next((str(status) for status in _TELLING if run.counts.get(status)), EVERYTHING)


def of_row(row: StagedRow, fields: Fields) -> dict[str, Any]:
    """A row of the sheet: who, what became of it, why, and what it changes."""
    tone, icon = _TONES[Status(row.status)]
    return {
        "line": row.line,
        "name": row.told_name,
        "number": _masked(row),
        "label": row.get_status_display(),
        "tone": tone,
        "icon": icon,
        "change": row.get_change_display() if row.change else "",
        "differences": [naming.field_called(fields, name) for name in row.shown_differences],
        "reasons": rendering.masked(row.reasons),
    }


def _masked(row: StagedRow) -> str:
    """The number, masked; what was not taken and is nobody's number is shown as it stands."""
    text = row.told_number
    taken = row.status not in {Status.REJECT, Status.IGNORE}
    digits = sum(map(str.isdigit, text))
    return mask(text) if taken or digits >= _DIGITS else text


def columns(run: Run) -> list[tuple[str, str]]:
    """Each field that was recognised, with the columns it stands in."""
    fields = engines.engine(run.kind).fields
    return [
        (naming.field_called(fields, name), "、".join(column_called(run, at) for at in places))
        for name in fields.names
        if (places := run.layout.get("places", {}).get(name))
    ]


def column_called(run: Run, at: int) -> str:
    """A column of the sheet by its letter and its heading."""
    heading = run.layout["headings"][at]
    return f"{letters(at)} {heading}".strip()
