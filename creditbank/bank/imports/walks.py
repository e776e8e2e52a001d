"""Going through a sheet line by line: every line gets its verdict, in order, one at a time."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from creditbank.bank.imports.verdicts import Slip, Tick, Verdict, nobody
from creditbank.bank.refusals import Refused
from creditbank.bank.sheets import headings, tables
from creditbank.bank.sheets.fields import Fields
from creditbank.bank.sheets.headings import Layout
from creditbank.bank.sheets.pages import Source

# The line of what stands on another sheet, where lines have no number here.
ELSEWHERE = -1


Row = TypeVar("Row")


def walk(
    source: Source,
    fields: Fields,
    read: Callable[[Slip], Row | None],
    *,
    columns: Mapping[str, str] | None = None,
    tick: Tick = nobody,
) -> Iterator[tuple[Row | None, Verdict]]:
    """Each line's row (None where there is nobody, or nobody to be taken) and verdict.

    `read` reads the slip of a line that holds somebody. Refuses a source without a heading at once,
    and one without a line that holds anybody in the end.
    """
    layout = headings.find(source, fields, columns)
    somebody = False
    for row, verdict in each(layout, read, is_workbook=source.is_workbook):
        tick(1)
        somebody = somebody or verdict.holds_somebody
        yield row, verdict
    if not somebody:
        raise nobody_there()
    for verdict in elsewhere(source, fields, layout):
        yield None, verdict


def each(
    layout: Layout, read: Callable[[Slip], Row | None], *, is_workbook: bool
) -> Iterator[tuple[Row | None, Verdict]]:
    """The lines below the heading of one page, or of a part of it."""
    for line in tables.lines(layout, is_workbook=is_workbook):
        if line.aside:
            yield None, Verdict(line.number, "ignore", [str(line.aside)], holds_somebody=False)
            continue
        slip = Slip(line)
        _flawed(slip)
        row = read(slip)
        yield row if slip.verdict.is_taken else None, slip.verdict


def nobody_there() -> Refused:
    """The refusal of a sheet that is a heading and nothing else."""
    return Refused("no_rows", _("文件里只有列名，没有数据行。"))


def _flawed(slip: Slip) -> None:
    """What is wrong with the line as such, whatever its cells say."""
    if slip.line.flaw:
        say = slip.review if slip.line.flaw == "encoding" else slip.reject
        say("", tables.FLAWS[slip.line.flaw])
    for name, columns in slip.line.contradictions.items():
        sentence = _("%(columns)s 列是同一项，内容却不一致，请只留下正确的一个。")
        slip.reject(name, sentence % {"columns": columns})


def elsewhere(source: Source, fields: Fields, layout: Layout) -> Iterator[Verdict]:
    """What is on the other sheets of a workbook is said, so that nobody thinks it was read."""
    if not source.is_workbook:
        return
    alike = headings.also(source, fields, layout)
    for page in source.pages:
        if page is not layout.page:
            sentence = (
                _("工作表“%(name)s”也有表头，但一次只读一张。请另存为单独的文件。")
                if page.name in alike
                else _("工作表“%(name)s”没有名册的表头，没有读取。")
            )
            yield _aside(sentence % {"name": page.name})
    for name in source.hidden:
        yield _aside(_("工作表“%(name)s”是隐藏的，没有读取。") % {"name": name})


def _aside(sentence: str) -> Verdict:
    return Verdict(ELSEWHERE, "ignore", [sentence], holds_somebody=False)
