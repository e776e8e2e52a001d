"""One row of a delivered sheet: a person and what they have attained. Needs no bank."""

import datetime as dt
import json
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from creditbank.bank.deliveries import passing
from creditbank.bank.deliveries.names import same
from creditbank.bank.identity import Document, canonical_for_fingerprint
from creditbank.bank.imports import dates, marks, persons
from creditbank.bank.imports.sightings import Sightings
from creditbank.bank.imports.verdicts import Slip
from creditbank.bank.sheets.cells import is_nothing, tidy

# As long as the tables have room.
LONGEST = {
    "course": 200,
    "title": 200,
    "school": 200,
    "issuer": 200,
    "level": 60,
    "certificate_number": 100,
}
LONGEST_FACT = 100
_FACTS = {
    "courses": (
        "course_code",
        "major",
        "class_code",
        "cohort",
        "completion_code",
        "student_number",
    ),
    "transfers": ("course_code", "major", "student_number"),
    "certificates": ("source", "type"),
}
_CODES = {"course_code", "class_code", "completion_code", "student_number"}
_WANTED = {
    "courses": ("course", "score", "obtained_on"),
    "transfers": ("school", "course", "score", "obtained_on", "became_name"),
    "certificates": ("title", "obtained_on"),
}
_GAPS = {
    "course": _("课程名称没有填写。"),
    "school": _("原学校没有填写。"),
    "title": _("证书名称没有填写。"),
    "score": _("成绩没有填写。"),
    "obtained_on": _("取得年月没有填写，应写成 2024-06 这样的形式。"),
    "became_name": _("转换后的课程名称没有填写。"),
}


@dataclass(frozen=True)
class Result:
    """What a row tells; numbers and dates as text, so that it can be sealed as it is.

    `facts` are by the codes of catalogue fields where those have one. `became` are the courses that
    the result was converted into, each `{level, code, name, credits, on}`, what is not told left out.
    `kind` and `entry` are codes of the catalogue, `document` is what a fingerprint is taken of: all
    three are found where there is a bank (`matching`, `staging`).
    """

    name: str
    title: str
    document: str = ""
    kind: str = ""
    entry: str = ""
    issuer: str = ""
    level: str = ""
    score: str = ""
    mark: str = ""
    credits: str = ""
    obtained_on: str = ""
    precision: str = "month"
    certificate_number: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    became: list[dict[str, str]] = field(default_factory=list)

    @property
    def told(self) -> str:
        """Everything, in one order."""
        return json.dumps(vars(self), ensure_ascii=False, sort_keys=True)

    def with_courses_of(self, other: "Result") -> "Result":
        """The same with the courses of another row of it."""
        more = [course for course in other.became if course not in self.became]
        return replace(self, became=[*self.became, *more])

    @property
    def alone(self) -> "Result":
        """The same without what it became."""
        return replace(self, became=[])


@dataclass(frozen=True)
class Row:
    """A row that is taken. `about` tells one result of a person from another, within one institution."""

    line: int
    document: Document
    result: Result
    about: str


def read(sheet: str, slip: Slip) -> Row | None:
    """Read everything, so that everything that is wrong is said at once; None without a document."""
    name, document = persons.name(slip), persons.document(slip)
    names = [one for one in LONGEST if one in slip.line.cells]
    told = {one: persons.optional(slip, one, LONGEST[one]) for one in names}
    score, mark = passing.mark(slip, of_hundred=sheet != "certificates")
    obtained = dates.read(slip, "obtained_on")
    dates.refuse_impossible(slip, "obtained_on", obtained, document)
    result = Result(
        name=name,
        title=told.get("course" if sheet != "certificates" else "title", ""),
        issuer=told.get("issuer", "") or told.get("school", ""),
        level=told.get("level", ""),
        score=_plain(score),
        mark=mark,
        credits=_plain(marks.credits_(slip)),
        obtained_on=obtained.day.isoformat() if obtained else "",
        precision=obtained.precision if obtained else "month",
        certificate_number=persons.code(slip, "certificate_number", LONGEST["certificate_number"]),
        facts=_facts(sheet, slip),
        became=_became(slip),
    )
    _refuse_gaps(sheet, slip, result)
    about = _about(sheet, result)
    return Row(slip.line.number, document, result, about) if document else None


def compare(sheet: str, row: Row, slip: Slip, seen: Sightings) -> None:
    """Hold a row against those before it: one name a number; of one course the best mark counts."""
    person = canonical_for_fingerprint(row.document)
    found = seen.earlier(row.line, f"person {person}", row.result.name)
    if found and not found[1]:
        refuse_name(slip, found[0])
        return
    if seen.earlier(row.line, f"row {person} {row.about} {row.result.told}", ""):
        slip.verdict.give("ignore", AGAIN)
        return
    found = seen.earlier(row.line, f"result {person} {row.about}", row.result.alone.told)
    if found and sheet == "courses":
        slip.warn(
            "course", _("与第 %(line)d 行是同一人、同一课程：取成绩高的一行。") % {"line": found[0]}
        )
    elif found and not found[1]:
        slip.review("number", DIFFERENT % {"line": found[0]})


AGAIN = _("与前面的一行完全相同。")
DIFFERENT = _("与第 %(line)d 行是同一项成果，成绩、学分或日期不同：以那一行为准，请核对。")


def refuse_name(slip: Slip, line: int) -> None:
    """One number has one name."""
    slip.reject(
        "number", _("与第 %(line)d 行证件号码相同、姓名不同，请核对两行。") % {"line": line}
    )


def opened(told: str) -> Result:
    """A result as it was sealed."""
    values: dict[str, Any] = json.loads(told)
    return Result(**values)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _facts(sheet: str, slip: Slip) -> dict[str, str]:
    found = {}
    for name in _FACTS[sheet]:
        read_ = persons.code if name in _CODES else persons.optional
        found[name] = read_(slip, name, LONGEST_FACT)
    found["hours"] = _plain(marks.hours(slip))
    return {name: value for name, value in found.items() if value}


def _became(slip: Slip) -> list[dict[str, str]]:
    on = dates.read(slip, "became_on")
    found = {
        "level": persons.optional(slip, "became_level", LONGEST["level"]),
        "code": persons.code(slip, "became_code", LONGEST_FACT),
        "name": persons.optional(slip, "became_name", LONGEST["course"]),
        "credits": _plain(marks.credits_(slip, "became_credits")),
        "on": _shown(on.day, on.precision) if on else "",
    }
    course = {name: value for name, value in found.items() if value}
    return [course] if course else []


def _shown(day: dt.date, precision: str) -> str:
    """A date as exactly as it is known: `2024`, `2024-06`, `2024-06-30`."""
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]


def _refuse_gaps(sheet: str, slip: Slip, result: Result) -> None:
    for name in _WANTED[sheet]:
        if is_nothing(tidy(slip.raw(name))):
            slip.reject(name, _GAPS[name])
    if sheet == "certificates" and result.became and not result.became[0].get("name"):
        slip.reject("became_name", _GAPS["became_name"])


def _about(sheet: str, result: Result) -> str:
    if sheet == "certificates":
        number = same(result.certificate_number)
        told = [result.title, result.level, result.issuer, number or result.obtained_on]
    else:
        told = [result.issuer, result.facts.get("course_code") or result.title, result.level]
    return "|".join(map(same, told))
