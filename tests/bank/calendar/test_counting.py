import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditbank.bank.calendar import Due, Table, due, remaining, used
from creditbank.bank.calendar.tables import library_table

TABLE = library_table()


def on(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def fixed(text: str) -> Due:
    return Due(on(text), provisional=False, days_left=0)


@pytest.mark.parametrize(
    ("start", "days", "answer"),
    [
        # an ordinary week, over a weekend, none at all
        ("2026-11-02", 2, "2026-11-04"),
        ("2026-11-05", 2, "2026-11-09"),
        ("2026-11-02", 0, "2026-11-02"),
        # handed in on a Saturday or Sunday that is off: day 0 all the same
        ("2026-11-07", 1, "2026-11-09"),
        ("2026-11-08", 2, "2026-11-10"),
        # over new year into a published year; Sunday 4 January is made up
        ("2025-12-25", 10, "2026-01-09"),
        ("2025-12-31", 1, "2026-01-04"),
        # Spring Festival 2026: off 15–23 February, made up on 14 and 28 February
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-02-14", 2, "2026-02-25"),
        ("2026-02-17", 2, "2026-02-25"),
        ("2026-02-26", 2, "2026-02-28"),
        ("2026-02-28", 2, "2026-03-03"),
        # Spring Festival 2025: off 28 January to 4 February, made up on 26 January, 8 February
        ("2025-01-24", 2, "2025-01-27"),
        ("2025-01-24", 10, "2025-02-13"),
        # National Day 2026: off 1–7 October, made up on Sunday 20 September, Saturday 10 October
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-09-30", 2, "2026-10-09"),
        ("2026-10-08", 2, "2026-10-10"),
        ("2026-10-09", 2, "2026-10-12"),
        ("2026-10-10", 2, "2026-10-13"),
        # National Day and Mid-autumn 2025: off 1–8 October, made up 28 September, 11 October
        ("2025-09-26", 10, "2025-10-16"),
        # 2020: Spring Festival was prolonged by decree
        ("2020-01-23", 1, "2020-02-03"),
    ],
)
def test_due_days_follow_the_notices(start, days, answer):
    assert due(on(start), days, TABLE) == fixed(answer)


def test_where_the_table_ends_the_deadline_is_provisional():
    assert due(on("2026-12-25"), 4, TABLE) == fixed("2026-12-31")
    assert due(on("2026-12-25"), 5, TABLE) == Due(on("2026-12-31"), True, 1)
    assert due(on("2026-12-25"), 10, TABLE) == Due(on("2026-12-31"), True, 6)
    assert due(on("2026-12-31"), 2, TABLE) == Due(on("2026-12-31"), True, 2)


def test_nothing_is_assumed_about_a_year_that_is_not_published():
    assert due(on("2027-03-01"), 2, TABLE) == Due(on("2027-03-01"), True, 2)
    assert due(on("2027-03-01"), 0, TABLE) == fixed("2027-03-01")
    with pytest.raises(LookupError):
        TABLE.is_working(on("2027-03-01"))


def test_the_next_notice_makes_the_deadline_firm():
    new_year = frozenset({on("2027-01-01")})
    next_year = Table(TABLE.years | {2027}, TABLE.off | new_year, TABLE.made_up)
    assert due(on("2026-12-25"), 10, next_year) == fixed("2027-01-11")


def test_a_gap_between_published_years_is_not_jumped():
    with_gap = Table(frozenset({2026, 2028}), TABLE.off, TABLE.made_up)
    assert due(on("2026-12-30"), 3, with_gap) == Due(on("2026-12-31"), True, 2)


def test_fewer_than_no_days_are_a_mistake():
    with pytest.raises(ValueError, match="-1"):
        due(on("2026-11-02"), -1, TABLE)


@pytest.mark.parametrize(
    ("days", "start", "returned", "left"),
    [
        (10, "2026-11-02", "2026-11-02", 10),
        (10, "2026-11-02", "2026-11-03", 9),
        (10, "2026-11-02", "2026-11-08", 6),
        (10, "2026-11-02", "2026-11-16", 1),
        (10, "2026-11-02", "2026-12-16", 1),
        (2, "2026-09-30", "2026-10-07", 2),
        (2, "2026-09-30", "2026-10-08", 1),
        (2, "2026-10-09", "2026-10-10", 1),
    ],
)
def test_the_remaining_days_count_the_day_of_return(days, start, returned, left):
    assert remaining(days, on(start), on(returned), TABLE) == left


def test_days_of_an_unknown_year_are_not_used_up():
    assert used(on("2026-12-30"), on("2027-02-01"), TABLE) == 1


def naive(start: dt.date, days: int) -> dt.date:
    """Written the other way round: list every working day of the years, then take the N-th."""
    day, working = dt.date(2024, 1, 1), []
    while day.year <= 2026:
        weekend = day.weekday() in {5, 6}
        if (weekend and day in TABLE.made_up) or (not weekend and day not in TABLE.off):
            working.append(day)
        day += dt.timedelta(days=1)
    return [day for day in working if day > start][days - 1]


@given(
    start=st.dates(dt.date(2024, 1, 1), dt.date(2026, 9, 30)),
    days=st.integers(1, 30),
)
def test_counting_agrees_with_a_naive_list(start, days):
    answer = due(start, days, TABLE)
    assert answer == Due(naive(start, days), provisional=False, days_left=0)
    assert used(start, answer.on, TABLE) == days
    assert remaining(days, start, answer.on, TABLE) == 1


@given(
    start=st.dates(dt.date(2024, 1, 1), dt.date(2027, 3, 1)),
    days=st.integers(0, 60),
)
def test_known_and_missing_days_add_up(start, days):
    answer = due(start, days, TABLE)
    assert used(start, answer.on, TABLE) + answer.days_left == days
    assert answer.provisional is (answer.days_left > 0)
    assert answer.on >= start
