"""Tree sheets, small and as large as the nation."""

import tempfile
from contextlib import contextmanager
from itertools import count

from creditbank.bank.administration import authorities, plans, sheets
from creditbank.bank.administration.columns import HEADINGS
from creditbank.bank.administration.rows import Row

PROVINCES, BRANCHES, CENTRES, ISSUERS = 50, 1_000, 4_000, 500


def csv(*rows, headings=HEADINGS):
    """A sheet as CSV; rows are cells in the order of the headings."""
    lines = [",".join(headings), *(",".join(row) for row in rows)]
    return ("\r\n".join(lines) + "\r\n").encode()


@contextmanager
def opened(content):
    with tempfile.TemporaryFile() as file:
        file.write(content)
        yield file


def read(content, name="tree.csv"):
    """The rows of a sheet."""
    with opened(content) as file:
        return sheets.read(name, file)


def drawn_up(seat, *rows, headings=HEADINGS):
    """What a sheet of these rows would change for a seat."""
    return plans.draw_up(read(csv(*rows, headings=headings)), authorities.of(seat))


def verdicts(plan):
    """The outcome of each row by its code."""
    return {line.code: str(line.outcome) for line in plan.lines}


def confirmed(seat, rows):
    """A sheet received, read and confirmed."""
    sheet = sheets.receive(seat, "tree.csv", rows, by=seat.user)
    return sheets.confirm(sheet, seat, digest=sheets.plan(sheet, seat).digest, by=seat.user)


def nation(parent="000000"):
    """Rows of a whole country, children before their parents."""
    at = count(2)

    def row(code, name, above, capacity, region=""):
        values = {
            "name_zh": name,
            "name_en": "",
            "capacities": [capacity],
            "region": region,
            "responsible_name": "示例人",
            "responsible_phone": "0931-555-0100",
        }
        return Row(next(at), code, above, values)

    centres = (
        row(f"C{n:04}", f"第{n}教学点", f"B{n % BRANCHES:04}", "study_centre")
        for n in range(CENTRES)
    )
    branches = (
        row(f"B{n:04}", f"第{n}分校", f"P{n % PROVINCES:02}", "branch") for n in range(BRANCHES)
    )
    provinces = (row(f"P{n:02}", f"第{n}省校", parent, "province") for n in range(PROVINCES))
    certifying = (
        row(f"Z{n:02}", f"第{n}认证中心", f"P{n:02}", "certification_centre")
        for n in range(PROVINCES)
    )
    issuers = (row(f"I{n:03}", f"第{n}颁证机构", parent, "issuer") for n in range(ISSUERS))
    return [*centres, *branches, *provinces, *certifying, *issuers]
