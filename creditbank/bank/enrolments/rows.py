"""One row of a register: read, normalised, with a verdict of its own."""

import datetime as dt
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from creditbank.bank import identity
from creditbank.bank.enrolments.columns import STATUSES
from creditbank.bank.imports import dates, persons
from creditbank.bank.imports.sightings import Sightings
from creditbank.bank.imports.verdicts import Slip

_INTAKE = re.compile(r"((?:19|20)[0-9]{2}) ?年? ?([春秋])(?:季|季?学期)?")
# As long as the tables have room.
CODES = {"student_number": 40, "study_centre": 40}
LONGEST = {
    "programme": 60,
    "level": 30,
    "major": 100,
    "foreign_language": 30,
}


@dataclass(slots=True)
class Row:
    """An accepted row, canonical."""

    line: int
    values: Mapping[str, str]
    document: identity.Document
    started_on: dt.date | None
    status: str
    # The fields for which the sheet has a column.
    told: Container[str]

    @property
    def said(self) -> str:
        """Everything that the row says, as it will be stored; a keyed digest of it decides 'unchanged'."""
        document, values = self.document, self.values
        told = [document.number, document.kind, str(self.started_on), self.status]
        told += [f"{name}={values[name]}" for name in sorted(values)]
        return "\x1f".join(told)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a row claims to be, to be held against the rows before it.

    `student` is who has the student number where there is one; `enrolment` tells one enrolment of a
    person from another.
    """

    person: str
    name: str
    student: str
    enrolment: str
    said: str


def read(slip: Slip) -> Row | None:
    """Read everything, so that everything that is wrong is said at once; None without a document."""
    cells, values = slip.line.cells, {"name": persons.name(slip)}
    document = persons.document(slip)
    values |= {name: persons.code(slip, name, most) for name, most in CODES.items()}
    values |= {name: persons.optional(slip, name, most) for name, most in LONGEST.items()}
    values["email"], values["mobile"] = persons.email(slip), persons.mobile(slip)
    values["intake"] = _intake(slip)
    started_on, status = _started(slip), _status(slip)
    for name, sentence in _GAPS.items():
        if not values[name]:
            slip.reject(name, sentence)
    if document is None:
        return None
    told = {name: value for name, value in values.items() if name in cells}
    return Row(slip.line.number, told, document, started_on, status, cells)


def claim(row: Row) -> Claim:
    """Within a study centre a student number is one person's; further than that a sheet does not tell."""
    number = row.values.get("student_number")
    student = f"{row.values['study_centre']} {number}" if number else ""
    person = identity.canonical_for_fingerprint(row.document)
    enrolment = number or f"{row.values['level']} {row.values['intake']}"
    return Claim(person, row.values["name"], student, enrolment, row.said)


def compare(claimed: Claim, slip: Slip, seen: Sightings) -> None:
    """Hold a row against those before it: one name a number; of one enrolment the last row counts."""
    line = slip.line.number
    found = seen.earlier(line, f"person {claimed.person}", claimed.name)
    if found and not found[1]:
        sentence = _("与第 %(line)d 行证件号码相同、姓名不同，请核对两行。")
        slip.reject("number", sentence % {"line": found[0]})
        return
    student = f"student {claimed.student}"
    if claimed.student and (found := seen.earlier(line, student, claimed.person)) and not found[1]:
        sentence = _("与第 %(line)d 行学号相同、人不同，请核对两行。")
        slip.reject("student_number", sentence % {"line": found[0]})
    elif found := seen.earlier(
        line, f"enrolment {claimed.person} {claimed.enrolment}", claimed.said
    ):
        _again(slip, *found)


def _again(slip: Slip, line: int, same: bool) -> None:
    if same:
        slip.verdict.give("ignore", _("与第 %(line)d 行完全相同。") % {"line": line})
    else:
        sentence = _("与第 %(line)d 行是同一条学籍，内容不同，以最后一行为准。")
        slip.warn("number", sentence % {"line": line})


_GAPS = {
    "study_centre": _("教学点代码没有填写。"),
    "level": _("层次没有填写。"),
}


def _intake(slip: Slip) -> str:
    told = persons.optional(slip, "intake", 20)
    found = _INTAKE.fullmatch(told)
    if not found:
        slip.reject("intake", _("入学学期应写成“2020春”或“2020秋”。"))
        return told
    if (canonical := f"{found[1]}{found[2]}") != told:
        slip.normalised()
    return canonical


def _started(slip: Slip) -> dt.date | None:
    found = dates.read(slip, "started_on")
    if found and found.precision != "day":
        slip.reject("started_on", _("入学日期应写成 2020-03-01 这样的形式。"))
    return found.day if found else None


def _status(slip: Slip) -> str:
    told = persons.optional(slip, "status", 20)
    if told not in STATUSES:
        known = "、".join(name for name in STATUSES if name)
        sentence = _("不认识学籍状态“%(status)s”，应为：%(known)s。")
        slip.reject("status", sentence % {"status": told, "known": known})
        return told
    return STATUSES[told]
