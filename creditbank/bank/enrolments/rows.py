"""One row of a register: read, normalised, with a verdict of its own."""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from creditbank.bank import identity
from creditbank.bank.enrolments.columns import STATUSES
from creditbank.bank.keys import digest
from creditbank.bank.refusals import Refused

_INTAKE = re.compile(r"(19|20)[0-9]{2}[春秋]")
# Warnings that need nobody's eyes.
IN_ORDER = {"region_retired"}
# As long as the tables have room.
LONGEST = {
    "student_number": 40,
    "name": 40,
    "programme": 60,
    "level": 30,
    "major": 100,
    "foreign_language": 30,
    "email": 200,
    "mobile": 40,
}
# A formula, markup, a command: no name, and nothing that a spreadsheet should be handed back.
_NO_NAME = re.compile(r"[=+@\-]|.*[<>|{}\\]")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class Row:
    """An accepted row, canonical. `digest` is keyed: equal when nothing changed."""

    line: int
    values: Mapping[str, str]
    document: identity.Document
    started_on: dt.date | None
    status: str

    @property
    def digest(self) -> bytes:
        """What decides 'unchanged': every value as it will be stored."""
        told = [self.document.number, str(self.document.kind), str(self.started_on), self.status]
        told += [f"{name}={self.values[name]}" for name in sorted(self.values)]
        return digest("enrolment row", "\x1f".join(told).encode())


@dataclass
class Verdict:
    """What became of a line, and why.

    `status` is `accept`, `accept_normalised` (spelt otherwise), `accept_warn` (odd, yet in order),
    `review` (taken, but somebody should look), `reject`, or `ignore` (blank, or said again below).
    """

    line: int
    status: str
    number: str = ""
    name: str = ""
    reasons: list[str] = field(default_factory=list)

    def give(self, status: str, reason: object) -> None:
        """Change the verdict, with one more reason."""
        self.status = status
        self.reasons.append(str(reason))


def read(line: int, cells: Mapping[str, str]) -> tuple[Row | None, Verdict]:
    """Read one line; a row that cannot be taken comes back as None with its reasons."""
    told = {name: _plain(name, cell) for name, cell in cells.items()}
    spelt_otherwise = any(told[name] != cells[name] for name in cells if name != "number")
    verdict = Verdict(line, "accept", number=told.get("number", ""), name=told.get("name", ""))
    values = dict(told)
    try:
        document = _document(values)
        row = Row(line, values, document, _started(values), _status(values))
        _refuse_gaps(values)
        _refuse_oddities(values)
    except Refused as refusal:
        verdict.give("reject", refusal)
        return None, verdict
    verdict.number = document.number
    if document.warnings:
        verdict.status = "accept_warn" if set(document.warnings) <= IN_ORDER else "review"
        verdict.reasons = [str(identity.WARNINGS[code]) for code in document.warnings]
    elif document.normalised or spelt_otherwise:
        verdict.status = "accept_normalised"
    return row, verdict


def _plain(name: str, cell: str) -> str:
    """Narrow letters and single spaces; a name keeps its characters, however rare."""
    text = cell if name in {"name", "number"} else unicodedata.normalize("NFKC", cell)
    return text if name == "number" else " ".join(text.split())


def _document(values: dict[str, str]) -> identity.Document:
    called = values.pop("document_kind", "")
    kind = identity.kind_called(called) if called else None
    if called and kind is None:
        raise Refused("document_kind", _("不认识这种证件类型：%(kind)s。") % {"kind": called})
    return identity.read(values.pop("number", ""), kind)


def _started(values: dict[str, str]) -> dt.date | None:
    told = values.pop("started_on", "")
    if not told:
        return None
    try:
        return dt.date.fromisoformat(told.replace("/", "-"))
    except ValueError:
        sentence = _("入学日期“%(date)s”应写成 2020-03-01 这样的形式。") % {"date": told}
        raise Refused("started_on", sentence) from None


def _status(values: dict[str, str]) -> str:
    told = values.pop("status", "")
    if told not in STATUSES:
        known = "、".join(name for name in STATUSES if name)
        sentence = _("不认识学籍状态“%(status)s”，应为：%(known)s。")
        raise Refused("status", sentence % {"status": told, "known": known})
    return str(STATUSES[told])


def _refuse_gaps(values: Mapping[str, str]) -> None:
    for name in ("name", "study_centre", "level"):
        if not values.get(name):
            raise Refused("gap", _("姓名、教学点代码、层次都要填写。"), field=name)
    if not _INTAKE.fullmatch(values.get("intake", "")):
        raise Refused("intake", _("入学学期应写成“2020春”或“2020秋”。"), field="intake")
    if values.get("email") and not _EMAIL.fullmatch(values["email"]):
        raise Refused("email", _("电子邮箱格式不对，请改正或留空。"), field="email")


def _refuse_oddities(values: Mapping[str, str]) -> None:
    if _NO_NAME.match(values["name"]):
        raise Refused("name", _("姓名里有不该出现的符号，请按证件填写。"), field="name")
    for name, longest in LONGEST.items():
        if len(values.get(name, "")) > longest:
            sentence = _("有一项超过 %(longest)d 个字：%(start)s…")
            told = {"longest": longest, "start": values[name][:10]}
            raise Refused("too_long", sentence % told, field=name)
