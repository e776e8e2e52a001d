import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from creditbank.bank import clock
from creditbank.bank.history import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _published():
    from creditbank.bank.calendar import notices

    notices.load_published()


def shanghai(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=clock.SHANGHAI)


def test_something_is_due_at_the_end_of_the_day_in_shanghai():
    from creditbank.bank.calendar import working_days

    due, provisional = working_days.due_at(shanghai("2026-11-02 09:00"), 2)
    assert (
        due
        == shanghai("2026-11-04 23:59:59")
        == dt.datetime(2026, 11, 4, 15, 59, 59, tzinfo=dt.UTC)
    )
    assert not provisional


def test_late_in_the_evening_the_day_is_the_one_in_shanghai():
    from creditbank.bank.calendar import working_days

    before = dt.datetime(2026, 11, 2, 15, 59, tzinfo=dt.UTC)  # 23:59 on Monday
    after = dt.datetime(2026, 11, 2, 16, 1, tzinfo=dt.UTC)  # 0:01 on Tuesday
    assert working_days.due_at(before, 2)[0] == shanghai("2026-11-04 23:59:59")
    assert working_days.due_at(after, 2)[0] == shanghai("2026-11-05 23:59:59")


def test_past_the_table_the_answer_says_so():
    from creditbank.bank.calendar import working_days

    start = shanghai("2026-12-25 10:00")
    assert working_days.due_at(start, 10) == (shanghai("2026-12-31 23:59:59"), True)
    assert working_days.forecast(start, 10).days_left == 6


def test_the_remaining_days_are_counted_by_the_banks_table():
    from creditbank.bank.calendar import working_days

    start, returned = shanghai("2026-11-02 09:00"), shanghai("2026-11-03 23:30")
    assert working_days.days_left(2, start, returned) == 1
    assert working_days.used(start, returned) == 1


def test_one_small_query_is_enough_while_nothing_changes(django_assert_num_queries):
    from creditbank.bank.calendar import working_days

    working_days.table()
    with django_assert_num_queries(1):
        working_days.due_at(shanghai("2026-11-02 09:00"), 10)


def test_a_change_by_an_administrator_counts_at_once():
    from creditbank.bank.calendar import notices, working_days

    start = shanghai("2026-11-02 09:00")
    notices.enter(dt.date(2026, 11, 3), working=False, name_zh="临时放假", by=SYSTEM)
    assert working_days.due_at(start, 1)[0] == shanghai("2026-11-04 23:59:59")
    notices.enter(dt.date(2026, 11, 3), working=True, name_zh="照常上班", by=SYSTEM)
    assert working_days.due_at(start, 1)[0] == shanghai("2026-11-03 23:59:59")
    notices.enter(dt.date(2026, 11, 8), working=True, name_zh="调休上班", by=SYSTEM)
    assert working_days.due_at(start, 5)[0] == shanghai("2026-11-08 23:59:59")
    notices.remove(dt.date(2026, 11, 8), by=SYSTEM)
    assert working_days.due_at(start, 5)[0] == shanghai("2026-11-09 23:59:59")


def test_a_change_that_was_rolled_back_is_forgotten():
    from creditbank.bank.calendar import notices, working_days

    start = shanghai("2026-11-02 09:00")
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
        notices.enter(dt.date(2026, 11, 3), working=False, name_zh="临时放假", by=SYSTEM)
        assert working_days.due_at(start, 1)[0] == shanghai("2026-11-04 23:59:59")
        raise RuntimeError
    assert working_days.due_at(start, 1)[0] == shanghai("2026-11-03 23:59:59")


def test_a_year_counts_only_when_published():
    from creditbank.bank.calendar import notices, working_days

    start = shanghai("2026-12-31 09:00")
    notices.enter(dt.date(2027, 1, 1), working=False, name_zh="元旦", by=SYSTEM)
    assert working_days.due_at(start, 1) == (shanghai("2026-12-31 23:59:59"), True)
    notices.publish(2027, notice="国办发明电〔2026〕号", by=SYSTEM)
    assert working_days.due_at(start, 1) == (shanghai("2027-01-04 23:59:59"), False)
    notices.withdraw(2027, by=SYSTEM)
    assert working_days.due_at(start, 1) == (shanghai("2026-12-31 23:59:59"), True)


def test_loading_again_changes_nothing_and_keeps_what_was_edited():
    from creditbank.bank.calendar import notices
    from creditbank.bank.calendar.models import CalendarYear, Holiday

    notices.remove(dt.date(2026, 10, 10), by=SYSTEM)
    before = list(CalendarYear.objects.values_list()), Holiday.objects.count()
    assert notices.load_published() == []
    assert (list(CalendarYear.objects.values_list()), Holiday.objects.count()) == before


def test_days_have_names_in_both_languages():
    from creditbank.bank.calendar.models import Holiday

    named = {str(row.day): (row.working, row.name_zh, row.name_en) for row in Holiday.objects.all()}
    assert named["2026-02-17"] == (False, "春节", "Spring Festival")
    assert named["2026-10-10"] == (True, "国庆节调休上班", "National Day")
    assert named["2026-04-05"] == (False, "清明节", "Tomb-sweeping Day")


def test_a_day_stands_in_its_own_year():
    from creditbank.bank.calendar.models import Holiday

    with pytest.raises(IntegrityError), transaction.atomic():
        Holiday.objects.create(day=dt.date(2026, 5, 6), year_id=2025, name_zh="错")
