"""Finding the heading of a page: below titles, in one row or two, by names and by looks."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from creditbank.bank.refusals import Refused
from creditbank.bank.sheets.fields import Fields, plain
from creditbank.bank.sheets.pages import Page, Record, Source, letters

# A row is a heading from so many known names on.
FEWEST = 2
# Beyond this there are no columns, only strays.
WIDEST = 500
_COLUMN = re.compile(r"[A-Z]{1,3}")

Places = dict[str, tuple[int, ...]]


@dataclass(frozen=True)
class Layout:
    """Which column is which field. `rows` are the heading itself, `last` the number of its last row."""

    page: Page
    places: Mapping[str, tuple[int, ...]]
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    last: int

    @property
    def width(self) -> int:
        return len(self.headings)


def find(source: Source, fields: Fields, columns: Mapping[str, str] | None = None) -> Layout:
    """The layout of the page that has the best heading; refuses a source without one.

    `columns` corrects what is recognised: field by column, named by its letter or its heading;
    an empty name means that the sheet does not have the field.
    """
    found = [layout for page in source.pages if (layout := _of_page(page, fields))]
    corrections = columns or {}
    if not found and source.pages and corrections:
        found = [_without(_widest(source))]
    if not found:
        raise Refused(
            "no_heading",
            _("找不到表头，缺少这些列：%(columns)s。请在数据上方用一行写明各列的名称。")
            % {"columns": _named(fields, fields.required)},
        )
    best = max(found, key=lambda layout: len(layout.places))
    best = _corrected(best, fields, corrections)
    return _complete(_by_looks(best, fields, corrections), fields)


def recognised(source: Source, fields: Fields) -> Layout:
    """As far as the sheet tells by itself; where it has no heading, its columns without names."""
    try:
        return find(source, fields.lenient())
    except Refused:
        if not source.pages:
            raise
        return _without(_widest(source))


def also(source: Source, fields: Fields, chosen: Layout) -> list[str]:
    """Names of other sheets of a workbook that have a heading too."""
    pages = [page for page in source.pages if page is not chosen.page]
    return [page.name for page in pages if source.is_workbook and _of_page(page, fields)]


def _of_page(page: Page, fields: Fields) -> Layout | None:
    """The best heading among the first rows, the first of equals; None where none is one."""
    best = None
    for at in range(len(page.head)):
        for rows in _as_heading(page.head, at):
            names = _names(rows)
            places = _by_names(names, rows, fields)
            if len(places) >= FEWEST and (best is None or len(places) > len(best.places)):
                told = [record.cells for record in rows]
                best = Layout(page, places, names, told, rows[-1].number)
    return best


def _as_heading(head: Sequence[Record], at: int) -> Iterable[Sequence[Record]]:
    """A row together with a row of groups above it, and alone."""
    if at and _is_group(head[at - 1]) and head[at - 1].number == head[at].number - 1:
        yield head[at - 1 : at + 1]
    yield head[at : at + 1]


def _is_group(row: Record) -> bool:
    """Groups stand in several cells; a title is one, and 填报单位：… is neither."""
    told = {plain(cell) for cell in row.cells[:WIDEST]} - {""}
    return len(told) > 1 and not any(mark in cell for cell in row.cells for mark in ":：")


def _names(rows: Sequence[Record]) -> list[str]:
    """The heading of each column: the lowest row that says something."""
    wide = min(WIDEST, max(len(row.cells) for row in rows))
    names = [""] * wide
    for row in rows:
        for column, cell in enumerate(row.cells[:wide]):
            names[column] = plain(cell) or names[column]
    return names


def _groups(rows: Sequence[Record], width: int) -> list[str]:
    """The group above each column; a group spreads to the right over cells that are empty."""
    groups, current = [""] * width, ""
    for column in range(width if len(rows) > 1 else 0):
        upper = plain(rows[0].cells[column]) if column < len(rows[0].cells) else ""
        lower = plain(rows[1].cells[column]) if column < len(rows[1].cells) else ""
        current = upper or (current if lower else "")
        groups[column] = current if lower else ""
    return groups


def _by_names(names: Sequence[str], rows: Sequence[Record], fields: Fields) -> Places:
    groups = _groups(rows, len(names))
    found: dict[str, list[tuple[int, int]]] = {}
    for column, heading in enumerate(names):
        # Under 转换后 the name of a course is another one's than beside it.
        known = (
            fields.called(groups[column] + heading) or fields.called(heading) if heading else None
        )
        if known and not fields.is_of_another(groups[column]):
            found.setdefault(known[0], []).append((known[1], column))
    return {name: _first(told, name in fields.agreeing) for name, told in found.items()}


def _first(told: Iterable[tuple[int, int]], agreeing: bool) -> tuple[int, ...]:
    """All columns of a field that must agree, else those with the most telling name."""
    ordered = sorted(told)
    return tuple(column for rank, column in ordered if agreeing or rank == ordered[0][0])


def _by_looks(layout: Layout, fields: Fields, corrections: Mapping[str, str]) -> Layout:
    """Fields without a known heading, found by what stands in their column."""
    places = dict(layout.places)
    groups = _groups([Record(0, row) for row in layout.rows], layout.width)
    taken = {column for columns in places.values() for column in columns}
    for name, looks in fields.looks.items():
        if name in places or name in corrections:
            continue
        alike = [
            column
            for column in range(layout.width)
            if column not in taken
            and not fields.is_of_another(layout.headings[column] + groups[column])
            and _looks(layout, column, looks)
        ]
        if len(alike) > 1 and name in fields.required:
            sentence = _("%(columns)s 列都像“%(field)s”。请只给其中一列写上这个列名。")
            told = "、".join(map(letters, alike))
            raise Refused("ambiguous", sentence % {"columns": told, "field": fields.names[name][0]})
        if len(alike) == 1:
            places[name] = (alike[0],)
            taken.add(alike[0])
    return replace(layout, places=places)


def _looks(layout: Layout, column: int, pattern: "re.Pattern[str]") -> bool:
    below = [row.cells for row in layout.page.head if row.number > layout.last]
    told = [cells[column].strip() for cells in below if column < len(cells)]
    told = [cell for cell in told if cell]
    return bool(told) and sum(bool(pattern.fullmatch(cell)) for cell in told) * 3 >= len(told) * 2


def _corrected(layout: Layout, fields: Fields, columns: Mapping[str, str]) -> Layout:
    places = dict(layout.places)
    for name, told in columns.items():
        if name not in fields.names:
            known = "、".join(fields.names)
            raise Refused(
                "field_unknown",
                _("没有“%(name)s”这一项，应为：%(known)s。") % {"name": name, "known": known},
            )
        places.pop(name, None)
        if told:
            places[name] = (_column(layout, told),)
    return replace(layout, places=places)


def _column(layout: Layout, told: str) -> int:
    if plain(told) in layout.headings:
        return layout.headings.index(plain(told))
    at = 0
    if _COLUMN.fullmatch(told.upper()):
        for letter in told.upper():
            at = at * 26 + ord(letter) - 64
    if not 0 < at <= layout.width:
        raise Refused("column_unknown", _("表里没有“%(column)s”这一列。") % {"column": told})
    return at - 1


def _complete(layout: Layout, fields: Fields) -> Layout:
    missing = [name for name in fields.required if name not in layout.places]
    if missing:
        raise Refused(
            "columns_missing",
            _("表头里找不到这些列：%(columns)s。请写明列名，或指定是哪一列。")
            % {"columns": _named(fields, missing)},
        )
    return layout


def _named(fields: Fields, names: Iterable[str]) -> str:
    return "、".join(fields.names[name][0] for name in names)


def _without(page: Page) -> Layout:
    """A layout of a page without a heading: every row is data, every column must be told."""
    return Layout(page, {}, [""] * _width(page.head), [], 0)


def _widest(source: Source) -> Page:
    return max(source.pages, key=lambda page: _width(page.head))


def _width(head: Sequence[Record]) -> int:
    return max((min(len(row.cells), WIDEST) for row in head), default=0)
