"""Cases of nobody in particular, and the people who review them."""

import datetime as dt
import itertools

from creditbank.bank import clock, ids
from creditbank.bank.history import SYSTEM
from creditbank.bank.organisations import appointments
from creditbank.bank.organisations.roles import Role
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind
from creditbank.bank.reviews.oneself import Oneself
from creditbank.bank.users import people as users
from tests.bank.accounts import people

_turn = itertools.count(1)
plant = people.plant


def at(text):
    """A moment as a clock in China shows it: `2025-09-26 14:00`, or a day, meaning noon."""
    moment = dt.datetime.fromisoformat(text if " " in text else f"{text} 12:00")
    return clock.frozen(moment.replace(tzinfo=clock.SHANGHAI))


def reviewer(code="62", role=Role.REVIEWER):
    turn = next(_turn)
    user = users.create_staff(f"reviewer{turn}@example.net", f"审核员{turn}", by=SYSTEM)
    with at("2025-01-02"):  # so that scenes of any later day find them here
        return appointments.appoint(user, role=role, organisation=people.place(code), by=SYSTEM)


def oneself(seat):
    return Oneself(frozenset({seat.user_id}))


def a_case(code="6201", days=10, kind=Kind.OUTCOME, person=None, fingerprint=None):
    person = person or users.create_learner(f"one{next(_turn)}@example.com", "某人", by=SYSTEM)
    return cases.open(
        kind,
        subject_id=ids.uuid7(),
        person=person,
        account_number="A1",
        fingerprint=fingerprint,
        place=people.place(code),
        days=days,
        facts=[],
        by=SYSTEM,
    )


def due(case):
    return case.due_at.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
