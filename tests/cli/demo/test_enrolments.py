from collections import Counter, defaultdict
from itertools import islice

import pytest

from creditbank.bank import identity
from creditbank.cli.demo import enrolments, places


@pytest.fixture(scope="module")
def register():
    return list(enrolments.rows(1, 5000, places.study_centres()))


def test_there_are_as_many_rows_as_asked_for_with_the_columns_of_a_register(register):
    assert len(register) == 5000
    assert all(tuple(row) == enrolments.COLUMNS for row in register)


def test_the_same_seed_gives_the_same_rows_and_another_seed_others(register):
    again = islice(enrolments.rows(1, 5000, places.study_centres()), 100)
    other = islice(enrolments.rows(2, 5000, places.study_centres()), 100)
    assert list(again) == register[:100]
    assert list(other) != register[:100]


def test_student_numbers_are_unique_and_carry_intake_and_province(register):
    assert len({row["学号"] for row in register}) == len(register)
    for row in register:
        term = "1" if row["入学学期"].endswith("春") else "7"
        assert row["学号"].startswith(row["入学学期"][2:4] + term + row["教学点代码"][:2])


def test_numbers_are_valid_and_none_was_ever_issued(register):
    for row in register[:500]:
        number = identity.read(row["证件号码"], identity.Kind.RESIDENT)
        assert row["证件号码"].startswith("659011")
        assert number.birth_date.year < 2000


def test_some_people_have_a_finished_associate_and_then_a_bachelor_enrolment(register):
    of_person = defaultdict(list)
    for row in register:
        of_person[row["证件号码"]].append(row)
    twice = [rows for rows in of_person.values() if len(rows) == 2]
    assert 200 < len(twice) < 600
    assert max(map(len, of_person.values())) == 2
    for first, second in twice:
        assert (first["层次"], first["学籍状态"], second["层次"]) == ("专科", "毕业", "本科")
        assert first["入学日期"] < second["入学日期"]
        assert first["姓名"] == second["姓名"]


def test_every_status_occurs_and_a_seventh_has_no_email(register):
    assert set(Counter(row["学籍状态"] for row in register)) == {"在读", "毕业", "退学", "休学"}
    without = sum(not row["电子邮箱"] for row in register)
    assert 0.12 < without / len(register) < 0.18


def test_a_last_person_with_two_enrolments_does_not_make_a_row_too_many():
    centres = places.study_centres("62")
    for n in range(1, 60):
        assert len(list(enrolments.rows(3, n, centres))) == n
