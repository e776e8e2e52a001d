"""A page with its layout: lines whose cells are known by their field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from creditbank.bank.sheets import asides
from creditbank.bank.sheets.headings import Layout
from creditbank.bank.sheets.pages import Record, letters

# Of a long stretch of blank rows only the beginning is told.
MOST_BLANK = 1_000
FLAWS = {
    "quotes": _("这一行的引号不成对，各列可能错位。请检查引号后重新导出。"),
    "garbled": _("这一行里有无法识别的字符（乱码）。请用“CSV UTF-8”重新导出。"),
    "encoding": _("这一行的文字编码与其他行不同，请核对其中的汉字。"),
    "shifted": _("这一行的列数比表头多，各列可能错位。含逗号的内容请加引号，或另存为 .xlsx。"),
}


@dataclass(slots=True)
class Line:
    """One row below the heading. `aside` says why it holds nobody, `flaw` is a code of `FLAWS`."""

    number: int
    cells: Mapping[str, str]
    places: Mapping[str, str]
    aside: Promise | None = None
    flaw: str = ""
    # Fields with several columns that say different things, and those columns.
    contradictions: Mapping[str, str] = field(default_factory=dict)

    def place(self, name: str) -> str:
        """Where a field stands, as spreadsheets name cells: `D12`; empty where it has no column."""
        column = self.places.get(name)
        return f"{column}{self.number}" if column else ""


def lines(layout: Layout, *, is_workbook: bool) -> Iterator[Line]:
    """Every row below the heading, blank ones too."""
    names = {name: letters(columns[0]) for name, columns in layout.places.items()}
    at = layout.last
    for record in layout.page.records():
        if record.number <= layout.last:
            continue
        for number in range(at + 1, min(record.number, at + MOST_BLANK)):
            yield Line(number, {}, names, aside=asides.BLANK)
        at = record.number
        yield _line(record, layout, names, is_workbook)


def _line(record: Record, layout: Layout, names: Mapping[str, str], is_workbook: bool) -> Line:
    aside = None if record.flaw == "quotes" else asides.what(record.cells, layout)
    cells, contradictions = record.cells, dict[str, str]()
    wide, told = len(cells), dict[str, str]()
    for name, columns in layout.places.items():
        if len(columns) == 1:
            told[name] = cells[columns[0]] if columns[0] < wide else ""
            continue
        here = [cells[column] for column in columns if column < wide]
        told[name] = next((cell for cell in here if cell.strip()), "")
        if len({cell.strip().upper() for cell in here} - {""}) > 1:
            contradictions[name] = "、".join(map(letters, columns))
    flaw = record.flaw
    if not flaw and not is_workbook and _is_shifted(record.cells, layout):
        flaw = "shifted"
    return Line(record.number, told, names, aside, flaw, contradictions)


def _is_shifted(cells: Sequence[str], layout: Layout) -> bool:
    return any(cell.strip() for cell in cells[layout.width :])
