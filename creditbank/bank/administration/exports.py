"""The subtree as a tree sheet: to be edited and uploaded again."""

import io
from collections.abc import Iterator

import xlsxwriter

from creditbank.bank import clock
from creditbank.bank.administration import authorities
from creditbank.bank.administration.columns import HEADINGS
from creditbank.bank.organisations.models import Organisation

_WIDTHS = (14, 34, 34, 14, 22, 14, 12, 20)


def workbook(top: Organisation) -> bytes:
    """An XLSX of everything open at and below an organisation, in the order of the tree.

    Every cell is text: a code keeps its zeros, and nothing that somebody typed is a formula.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": clock.now().replace(tzinfo=None)})
        sheet = book.add_worksheet("机构")
        heading = book.add_format({"bold": True})
        for column, (word, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, word, heading)
        for at, cells in enumerate(_rows(top), start=1):
            for column, cell in enumerate(cells):
                sheet.write_string(at, column, cell)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def _rows(top: Organisation) -> Iterator[tuple[str, ...]]:
    rows = Organisation.objects.below(top).filter(closed_on=None).order_by("path")
    for row in rows.iterator(chunk_size=2_000):
        # What one's own stands under lies out of reach.
        above = "" if row.pk == top.pk else row.path.split("/")[-3]
        yield (
            *(row.code, row.name_zh, row.name_en, above, authorities.named(row.capacities)),
            *(row.region, row.responsible_name, row.responsible_phone),
        )
