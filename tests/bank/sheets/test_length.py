"""A long file is read line by line: memory does not grow with it."""

import datetime as dt
import json

import pytest

from creditbank.bank.identity import generate
from tests.bank.sheets import measured

HEAD = "序号,姓名,证件类型,身份证号,邮箱,手机号,学习成果名称,成绩,学分,取得日期\n"
BORN = dt.date(1930, 1, 1)
# What the interpreter, the rules and the cache of what was seen take together.
MOST_KIB = 130 * 1024


def written(path, people):
    with path.open("w", encoding="gb18030") as file:
        file.write(HEAD)
        for n in range(people):
            number = generate(born=BORN + dt.timedelta(days=n // 999), sequence=n % 999 + 1)
            file.write(
                f"{n + 1},李示例,居民身份证,{number},u{n}@example.org,13800000000,技能培训,85,3,2026-06-30\n"
            )
        # The first person once more, a file's length away.
        file.write(
            f"{people + 1},李示例,,{generate(born=BORN, sequence=1)},u0@example.org,,技能培训,85,3,2026-06-30\n"
        )


def statuses(answer):
    """How many rows of each status, without holding the whole answer."""
    counts = {}
    with answer.open(encoding="utf-8") as file:
        text = file.read().split('"status": "')[1:]
    for part in text:
        status = part[: part.index('"')]
        counts[status] = counts.get(status, 0) + 1
    return counts


def test_twenty_thousand_rows_are_checked_in_little_memory(tmp_path):
    path, answer = tmp_path / "class.csv", tmp_path / "answer.json"
    written(path, 20_000)
    assert measured.check(path, answer)[0] < MOST_KIB
    rows = json.loads(answer.read_text(encoding="utf-8"))["rows"]
    assert [rows[0]["row"], rows[-1]["row"], len(rows)] == [2, 20_002, 20_001]
    assert statuses(answer) == {"accept": 20_000, "reject": 1}
    assert "第 2 行" in rows[-1]["reasons"][0]


@pytest.mark.trial
def test_a_million_rows_are_checked_in_the_same_memory(tmp_path):
    path, answer = tmp_path / "class.csv", tmp_path / "answer.json"
    written(path, 1_000_000)
    assert measured.check(path, answer)[0] < MOST_KIB
    assert statuses(answer) == {"accept": 1_000_000, "reject": 1}
