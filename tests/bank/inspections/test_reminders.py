"""An overdue answer is reminded of once in seven days, however often the job runs."""

import pytest

from creditbank.bank.calendar.models import CalendarYear
from creditbank.bank.inspections import notices, tasks
from creditbank.bank.messages.models import Message
from tests.inspecting import answered, fresh, notified, on

pytestmark = pytest.mark.django_db


def reminded(letter="inspection_overdue"):
    return Message.objects.filter(letter=letter).count()


def test_both_sides_hear_of_it_and_not_twice(gansu, seats, decided):
    decided(1)
    row = notified(seats.inspector, gansu.branch, days=5)
    with on("2026-03-27"):
        tasks.remind()
        assert reminded() == 0
        assert not fresh(row).is_overdue
    with on("2026-03-28"):
        assert fresh(row).is_overdue
        tasks.remind()
        tasks.remind()
        assert reminded() == 2  # the officer and the administrator
        assert reminded("inspection_unanswered") == 1
    with on("2026-04-05"):
        tasks.remind()
        assert reminded() == 4


def test_of_two_who_remind_at_once_one_does(gansu, seats, decided):
    decided(1)
    row = notified(seats.inspector, gansu.branch)
    with on("2026-04-01"):
        assert notices.remind(row, by=seats.inspector.user)
        assert not notices.remind(row, by=seats.inspector.user)


def test_who_has_answered_is_left_alone(gansu, seats, decided):
    decided(1)
    answered(seats.officer, notified(seats.inspector, gansu.branch))
    with on("2026-05-01"):
        tasks.remind()
    assert reminded() == 0


def test_a_provisional_deadline_holds_nobody_and_becomes_firm_with_the_table(gansu, seats, decided):
    decided(1)
    known = CalendarYear.objects.filter(year=2026)
    known.update(published=False)
    CalendarYear.objects.filter(year__gt=2026).update(published=False)
    row = notified(seats.inspector, gansu.branch)
    assert row.due_provisional
    with on("2026-04-01"):
        assert not row.is_overdue
        known.update(published=True)
        tasks.remind()
        row = fresh(row)
        assert not row.due_provisional
        assert row.due_at.astimezone().date().isoformat() == "2026-03-27"
        assert reminded() == 2
