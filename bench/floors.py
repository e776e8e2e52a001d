"""The least that an import can be: parsed, checked, sealed and fingerprinted on one core, and copied.

Our own rules at their leanest: nothing is said about a row, nothing is recognised, nothing compared.
"""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from bench.rosters import ORGANISATION
from creditbank.bank import ids
from creditbank.bank.identity.checksums import resident_check
from creditbank.bank.keys import Fingerprinter, Sealer

_NUMBER = re.compile(r"\d{17}[\dX]")
_NAME = re.compile(r"[\w·]{1,40}")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_INTAKE = re.compile(r"\d{4}[春秋]")
_STATUS = {"在读": "studying", "休学": "suspended", "毕业": "graduated", "退学": "withdrawn"}
_COLUMNS = (
    "id province_id study_centre_id student_number name document_kind number fingerprint programme"
    " major level intake started_on foreign_language status email mobile row_digest created_at"
).split()
_TOGETHER = 1_000


def floor(path: Path) -> None:
    """Copy the rows of a CSV into the table of enrolments."""
    from django.db import connection, transaction
    from psycopg import Cursor

    from creditbank.bank.enrolments import places
    from creditbank.bank.organisations.models import Organisation

    known = places.centres(Organisation.objects.get(code=ORGANISATION))
    centres = {code: f"{one.province}\t{one.id}" for code, one in known.items()}
    copy_in = f"COPY bank_enrolment ({', '.join(_COLUMNS)}) FROM STDIN"
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
        cast("Cursor[Any]", cursor.cursor).copy(copy_in) as copy,
    ):
        for text in _texts(path, centres):
            copy.write(text)


def bare_read(path: Path) -> None:
    """Read a workbook by calamine, cell by cell, and do nothing with it."""
    from python_calamine import CalamineWorkbook

    for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows():
        for _cell in row:
            pass


def _texts(path: Path, centres: dict[str, str]) -> Iterator[str]:
    from creditbank.bank.regions.codes import table

    regions, seal, digest = table(), Sealer().seal, Fingerprinter().digest
    now = dt.datetime.now(dt.UTC).isoformat()
    lines: list[str] = []
    with path.open(encoding="utf-8") as file:
        next(file)
        new: Iterator[str] = iter(())
        for line in file:
            id_ = next(new, "")
            if not id_:
                new = ids.uuid7_texts(_TOGETHER)
                id_ = next(new)
            cells = line.rstrip("\n").split(",")
            (
                student,
                name,
                _kind,
                number,
                centre,
                _,
                level,
                major,
                intake,
                begun,
                language,
                status,
            ) = cells[:12]
            email, mobile = cells[12], cells[13]
            if (
                not _NUMBER.fullmatch(number)
                or resident_check(number[:-1]) != number[-1]
                or number[:6] not in regions
                or not dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
                or not _NAME.fullmatch(name)
                or (email and not _EMAIL.fullmatch(email))
                or (mobile and not _MOBILE.fullmatch(mobile))
                or not _INTAKE.fullmatch(intake)
                or not dt.date.fromisoformat(begun)
            ):
                raise ValueError(student)
            print_ = digest("document", f"resident|CHN|{number}").hex()
            lines.append(
                f"{id_}\t{centres[centre]}\t{student}\t\\\\x{seal(name, f'bank_enrolment|name|{id_}').hex()}"
                f"\tresident\t\\\\x{seal(number, f'bank_enrolment|number|{id_}').hex()}\t\\\\x{print_}"
                f"\t\t{major}\t{level}\t{intake}\t{begun}\t{language}\t{_STATUS[status]}"
                f"\t\\\\x{seal(email, f'bank_enrolment|email|{id_}').hex()}"
                f"\t\\\\x{seal(mobile, f'bank_enrolment|mobile|{id_}').hex()}"
                f"\t\\\\x{digest('enrolment row', line).hex()}\t{now}\n"
            )
            if len(lines) == _TOGETHER:
                yield "".join(lines)
                lines = []
    yield "".join(lines)
