"""Progress as a workbook. Text is written as text: a name that begins like a formula stays a name."""

import io
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.utils.translation import gettext as _

from creditbank.bank import clock
from creditbank.bank.catalogue.models import OutcomeClass
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.outcomes.stages import Stage
from creditbank.bank.progress import figures
from creditbank.bank.progress.figures import Period
from creditbank.bank.progress.measures import OUTCOME_STAGES, Figures
from creditbank.bank.reviews.models import Kind
from creditbank.web.organisation.progress_frames import COLUMNS, DRAWN, Frame

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_TALL = 3  # lines of heading above the first row of numbers


def of(frame: Frame) -> bytes:
    """Two sheets: every organisation of today's subtree in the period; the course over time."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": clock.now().replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        _organisations(book.add_worksheet(_("各级机构")), frame, bold)
        _course(book.add_worksheet(_("趋势")), frame, bold)
    return out.getvalue()


def together(top: Organisation, period: Period) -> list[tuple[Organisation, Figures]]:
    """Each organisation of today's subtree with everything below it, in the order of the tree."""
    own = figures.one_by_one(top, period)
    rows = list(Organisation.objects.below(top).order_by("path"))
    sums: dict[str, Figures] = {}
    for row in reversed(rows):
        total = own.get(row.code, figures.nothing(period)) + sums.get(
            row.path, figures.nothing(period)
        )
        sums[row.path] = total
        above = row.path[: -len(row.code) - 1]
        sums[above] = sums.get(above, figures.nothing(period)) + total
    return [(row, sums[row.path]) for row in rows]


def _organisations(sheet: "Worksheet", frame: Frame, bold: Any) -> None:
    told = {"place": frame.top.name, "period": frame.title}
    sheet.write_string(0, 0, _("%(place)s工作进展，%(period)s") % told, bold)
    sheet.write_string(1, 0, _("每一行包括其下属机构，按今天的机构关系；审核为期间内办结。"))
    outcomes = [
        f"{class_.label} {Stage(stage).label}"
        for class_ in OutcomeClass
        for stage in OUTCOME_STAGES
    ]
    paces = [
        f"{kind.label} {word}" for kind in Kind for word in (_("办结"), _("中位数"), _("90 百分位"))
    ]
    named = [str(label) for label, _value in COLUMNS.values()]
    _head(sheet, [_("层级"), _("代码"), _("机构"), *named, *outcomes, *paces], bold)
    depth = frame.top.path.count("/")
    for line, (place, row) in enumerate(together(frame.top, frame.period), start=_TALL):
        sheet.write_number(line, 0, place.path.count("/") - depth)
        sheet.write_string(line, 1, place.code)
        sheet.write_string(line, 2, place.name)
        for column, value in enumerate(_values(row), start=3):
            if value is not None:
                sheet.write_number(line, column, value)
    sheet.freeze_panes(_TALL, 3)
    sheet.set_column(2, 2, 28)


def _values(row: Figures) -> list[float | None]:
    outcomes = [count for class_ in OutcomeClass for count in row.outcomes[class_]]
    paces: list[float | None] = []
    for kind in Kind:
        reviews = row.reviews(kind)
        paces += [reviews.done, reviews.median, reviews.slowest_tenth]
    return [*(value(row) for _label, value in COLUMNS.values()), *outcomes, *paces]


def _course(sheet: "Worksheet", frame: Frame, bold: Any) -> None:
    sheet.write_string(0, 0, _("%(place)s每期期末") % {"place": frame.top.name}, bold)
    _head(sheet, [_("截至"), *(str(COLUMNS[name][0]) for name in DRAWN)], bold)
    for line, row in enumerate(frame.course, start=_TALL):
        sheet.write_string(line, 0, row.until.isoformat())
        for column, name in enumerate(DRAWN, start=1):
            value = COLUMNS[name][1](row)
            if value is not None:
                sheet.write_number(line, column, value)
    sheet.set_column(0, 0, 12)


def _head(sheet: "Worksheet", words: list[str], bold: Any) -> None:
    for column, word in enumerate(words):
        sheet.write_string(_TALL - 1, column, word, bold)
