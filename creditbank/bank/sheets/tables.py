"""A page with its layout: lines whose cells are known by their field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

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
    told = _Cells(layout)
    at = layout.last
    for record in layout.page.records():
        if record.number <= layout.last:
            continue
        for number in range(at + 1, min(record.number, at + MOST_BLANK)):
            yield Line(number, {}, names, aside=asides.BLANK)
        at = record.number
        yield _line(record, layout, told, names, is_workbook)


class _Cells:
    """Picks the cells of the fields out of a record: nearly always one column a field, all of them there."""

    def __init__(self, layout: Layout) -> None:
        """Prepare for the columns of a layout."""
        self.places = layout.places
        columns = [column for columns in layout.places.values() for column in columns]
        # Of one column alone `itemgetter` would give the cell itself.
        simple = len(columns) == len(layout.places) > 1
        self.enough = max(columns, default=0) + 1
        self.pick = itemgetter(*columns) if simple else None

    def of(self, cells: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
        """The cells by field; and the columns of fields whose several columns contradict each other."""
        if self.pick and len(cells) >= self.enough:
            return dict(zip(self.places, self.pick(cells), strict=True)), {}
        told, contradictions = dict[str, str](), dict[str, str]()
        for name, columns in self.places.items():
            here = [cells[column] for column in columns if column < len(cells)]
            alone = here[0] if len(here) == 1 else ""
            told[name] = next((cell for cell in here if cell.strip()), alone)
            if len({cell.strip().upper() for cell in here} - {""}) > 1:
                contradictions[name] = "、".join(map(letters, columns))
        return told, contradictions


def _line(
    record: Record, layout: Layout, told: _Cells, names: Mapping[str, str], is_workbook: bool
) -> Line:
    aside = None if record.flaw == "quotes" else asides.what(record.cells, layout)
    cells, contradictions = told.of(record.cells)
    flaw = record.flaw
    if not flaw and not is_workbook and _is_shifted(record.cells, layout):
        flaw = "shifted"
    return Line(record.number, cells, names, aside, flaw, contradictions)


def _is_shifted(cells: Sequence[str], layout: Layout) -> bool:
    return len(cells) > layout.width and any(cell.strip() for cell in cells[layout.width :])
