"""One row of a class roster: a person to open an account for, with an outcome where there is one."""

import datetime as dt
import json
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from creditbank.bank.classes.marks import score as score_of
from creditbank.bank.identity import Document, Kind, canonical_for_fingerprint
from creditbank.bank.imports import dates, marks, persons
from creditbank.bank.imports.dates import Date
from creditbank.bank.imports.sightings import Sightings
from creditbank.bank.imports.verdicts import Slip

LONGEST_TITLE = 200
LONGEST_CERTIFICATE = 100


@dataclass(frozen=True)
class Attained:
    """The outcome that a row tells; without a title there is none."""

    title: str
    score: Decimal | None
    mark: str
    credits: Decimal | None
    obtained: Date | None
    certificate_number: str


@dataclass(frozen=True)
class Row:
    """A row that is taken, canonical."""

    line: int
    name: str
    document: Document
    email: str
    mobile: str
    attained: Attained

    @property
    def told(self) -> str:
        """All of it as one text, so that it can be sealed."""
        document = self.document
        who = (self.name, document.kind, document.country, document.number, self.email, self.mobile)
        attained = self.attained
        obtained = attained.obtained
        what = {
            **vars(attained),
            "score": None if attained.score is None else str(attained.score),
            "credits": None if attained.credits is None else str(attained.credits),
            "obtained": (obtained.day.isoformat(), obtained.precision) if obtained else None,
        }
        return json.dumps([*who, what], ensure_ascii=False)


def opened(line: int, told: str) -> Row:
    """The row that was told so."""
    name, kind, country, number, email, mobile, what = json.loads(told)
    for field in ("score", "credits"):
        what[field] = None if what[field] is None else Decimal(what[field])
    if what["obtained"]:
        day, precision = what["obtained"]
        what["obtained"] = Date(dt.date.fromisoformat(day), precision)
    document = Document(Kind(kind), country, number)
    return Row(line, name, document, email, mobile, Attained(**what))


def read(slip: Slip) -> Row | None:
    """Read everything, so that everything that is wrong is said at once; None without a document."""
    name, document = persons.name(slip), persons.document(slip)
    email, mobile = persons.email(slip), persons.mobile(slip)
    attained = _attained(slip, document)
    if not email and not slip.raw("email").strip():
        slip.warn("email", _("没有电子邮箱，无法发出邀请；需要当面办理，或补上邮箱。"))
    return Row(slip.line.number, name, document, email, mobile, attained) if document else None


def compare(row: Row, slip: Slip, seen: Sightings) -> None:
    """Hold a row against the rows before it: one name a number, one person an address, no row twice.

    Somebody may stand in several rows with different outcomes. Rows that are rejected anyway count
    for nothing.
    """
    person = canonical_for_fingerprint(row.document)
    if (found := seen.earlier(row.line, f"person {person}", row.name)) and not found[1]:
        sentence = _("与第 %(line)d 行证件号码相同、姓名不同，请核对两行。")
        slip.reject("number", sentence % {"line": found[0]})
        return
    address = row.email.lower()
    if address and (found := seen.earlier(row.line, f"address {address}", person)) and not found[1]:
        sentence = _("邮箱已写给第 %(line)d 行的另一人；一个邮箱只能属于一个人，请改正或留空。")
        slip.reject("email", sentence % {"line": found[0]})
        return
    told = row.attained
    said = f"{told.score} {told.mark} {told.credits} {told.obtained} {told.certificate_number}"
    if found := seen.earlier(row.line, f"outcome {person} {told.title}", said):
        _again(slip, *found)


def _again(slip: Slip, line: int, same: bool) -> None:
    if same:
        slip.reject("number", _("与第 %(line)d 行重复，请删去一行。") % {"line": line})
    else:
        sentence = _("与第 %(line)d 行是同一人、同一成果，成绩、学分或日期不同，请核对。")
        slip.review("number", sentence % {"line": line})


def _attained(slip: Slip, document: Document | None) -> Attained:
    title = persons.optional(slip, "title", LONGEST_TITLE)
    score, mark = score_of(slip)
    credits_ = marks.credits_(slip)
    obtained = dates.read(slip, "obtained_on")
    dates.refuse_impossible(slip, "obtained_on", obtained, document)
    number = persons.code(slip, "certificate_number", LONGEST_CERTIFICATE)
    if not title and (score is not None or mark or credits_ is not None):
        slip.review("title", _("有成绩或学分，却没有学习成果名称：请补上，否则只开户。"))
    return Attained(title, score, mark, credits_, obtained, number)
