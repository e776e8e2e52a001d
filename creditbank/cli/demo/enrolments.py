"""Rows of a register as a registrar would hand them in, about people who do not exist."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from creditbank.cli.demo.names import Person, people
from creditbank.cli.demo.places import StudyCentre

COLUMNS = (
    "学号",
    "姓名",
    "证件类型",
    "证件号码",
    "教学点代码",
    "教学点",
    "层次",
    "专业",
    "入学学期",
    "入学日期",
    "公共外语",
    "学籍状态",
    "电子邮箱",
    "手机号",
)
FIRST_YEAR, LAST_YEAR = 2017, 2026
TERMS = tuple((year, term) for year in range(FIRST_YEAR, LAST_YEAR + 1) for term in ("春", "秋"))
# So many terms after the intake a programme can be finished.
TERMS_OF_STUDY = 5
ASSOCIATE, BACHELOR = "专科", "本科"
MAJORS = {
    ASSOCIATE: (
        "学前教育",
        "计算机信息管理",
        "工商企业管理",
        "现代物流管理",
        "法律事务",
        "大数据与会计",
        "行政管理",
        "小学教育",
        "建设工程管理",
        "旅游管理",
    ),
    BACHELOR: (
        "会计学",
        "英语",
        "法学",
        "行政管理",
        "汉语言文学",
        "计算机科学与技术",
        "学前教育",
        "工商管理",
        "土木工程",
        "护理学",
        "日语",
    ),
}
LANGUAGES = ("英语",) * 8 + ("日语", "俄语")
OVER = ("毕业",) * 7 + ("在读",) * 2 + ("退学",)
RUNNING = ("在读",) * 36 + ("休学",) * 2 + ("退学",) * 2
SHARE_TWICE, SHARE_WITHOUT_EMAIL, SHARE_WITHOUT_MOBILE = 0.08, 0.15, 0.03


@dataclass(frozen=True, slots=True)
class _Studies:
    """What differs between two enrolments of one person; `term` is an index into TERMS."""

    level: str
    term: int
    status: str


def rows(seed: int, n: int, study_centres: Sequence[StudyCentre]) -> Iterator[dict[str, str]]:
    """Yield `n` rows, keyed by `COLUMNS`, the same for the same seed.

    One person in twelve or so has two rows, a finished 专科 and then a 本科 at the same study
    centre; student numbers are unique within a province.
    """
    rng = random.Random(f"enrolments {seed}")  # noqa: S311
    numbers: Counter[str] = Counter()
    left = n
    for person in people(seed, n):
        centre = rng.choice(study_centres)
        contact = _contact(rng, person)
        for studies in _studies(rng)[:left]:
            yield _row(rng, person, centre, studies, contact, numbers)
            left -= 1
        if not left:
            return


def _studies(rng: random.Random) -> list[_Studies]:
    """One enrolment, or two where a 本科 follows a finished 专科."""
    last = len(TERMS) - 1
    if rng.random() < SHARE_TWICE:
        first = rng.randrange(last - TERMS_OF_STUDY)
        second = rng.randint(first + TERMS_OF_STUDY, last)
        return [
            _Studies(ASSOCIATE, first, "毕业"),
            _Studies(BACHELOR, second, _status(rng, second)),
        ]
    term = rng.randint(0, last)
    return [_Studies(rng.choice((ASSOCIATE, BACHELOR)), term, _status(rng, term))]


def _status(rng: random.Random, term: int) -> str:
    over = term + TERMS_OF_STUDY < len(TERMS)
    return rng.choice(OVER if over else RUNNING)


def _contact(rng: random.Random, person: Person) -> tuple[str, str]:
    email = "" if rng.random() < SHARE_WITHOUT_EMAIL else person.email
    mobile = "" if rng.random() < SHARE_WITHOUT_MOBILE else person.mobile
    return email, mobile


def _row(
    rng: random.Random,
    person: Person,
    centre: StudyCentre,
    studies: _Studies,
    contact: tuple[str, str],
    numbers: Counter[str],
) -> dict[str, str]:
    year, term = TERMS[studies.term]
    started = dt.date(year, 3 if term == "春" else 9, 1)
    language = rng.choice(LANGUAGES)
    values = (
        _student_number(started, centre, numbers),
        person.name,
        "居民身份证",
        person.number,
        centre.code,
        centre.name,
        studies.level,
        rng.choice(MAJORS[studies.level]),
        f"{year}{term}",
        started.isoformat(),
        language,
        studies.status,
        *contact,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _student_number(started: dt.date, centre: StudyCentre, numbers: Counter[str]) -> str:
    """Year, term (1 spring, 7 autumn), province, then a running number.

    The running number begins at 10000, above those of sample rosters.
    """
    prefix = f"{started:%y}{1 if started.month == 3 else 7}{centre.code[:2]}"
    numbers[prefix] += 1
    return f"{prefix}{9999 + numbers[prefix]}"
