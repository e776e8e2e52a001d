import datetime as dt

import chinese_calendar
import pytest

from creditbank.bank.calendar.tables import library_table

TABLE = library_table()


def test_the_library_knows_2004_to_2026():
    assert min(TABLE.years) == 2004
    assert {2024, 2025, 2026} <= TABLE.years


@pytest.mark.parametrize("year", [2020, 2024, 2025, 2026])
def test_every_day_is_what_the_library_says(year):
    day = dt.date(year, 1, 1)
    while day.year == year:
        assert TABLE.is_working(day) is chinese_calendar.is_workday(day)
        day += dt.timedelta(days=1)
