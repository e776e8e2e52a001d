"""Submissions of both kinds with a reviewer before them, and time that passes."""

import datetime as dt

from creditbank.bank import clock
from creditbank.bank.desk import decisions, effects, queues
from creditbank.bank.history import SYSTEM
from creditbank.bank.organisations import appointments
from creditbank.bank.organisations.roles import Role
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Case, Kind
from tests.bank.accounts import people
from tests.bank.outcomes import scene as outcomes
from tests.bank.reviews import scene as reviews

WRONG = [{"field": "title", "code": "title_differs", "text": "少了“全国”二字。"}]
BLURRED = [{"field": "scan_front", "code": "scan_front_unclear", "text": ""}]
FALSE = [{"field": "", "code": "outcome_false", "text": ""}]
at, reviewer, plant = reviews.at, reviews.reviewer, reviews.plant


def an_opening(**options):
    """An activation that waits for review, and its case."""
    account = people.open_account(**options)
    return account, cases.of(Kind.ACCOUNT, account.pk)


def a_deposit(code=None, learner=None, **changed):
    """An outcome that waits for review, and its case."""
    learner = learner or outcomes.a_learner()
    outcome = outcomes.submitted(learner, code, **changed)
    return outcome, cases.of(Kind.OUTCOME, outcome.pk)


def decided(case, seat, verdict="approve", remarks=()):
    """Taken and decided, not yet effective."""
    case = queues.take(seat, Case.objects.get(pk=case.pk))
    return decisions.decide(case, verdict, remarks, by=seat.user)


def effective(case, seat, verdict="approve", remarks=()):
    """Taken, decided, and its ten seconds over."""
    decision = decided(case, seat, verdict, remarks)
    with clock.frozen(clock.now() + dt.timedelta(seconds=10)):
        effects.take_effect(decision.pk)
    decision.refresh_from_db()
    return decision


def also_learner(seat, fingerprint_of):
    """Let the reviewer be the same human as a learner: the same address, another user."""
    user = fingerprint_of.user
    user.email_fingerprint = seat.user.email_fingerprint
    user.email_confirmed_at = None
    user.save()
    return user


def supervisor(code="62"):
    return reviewer(code, Role.SUPERVISOR)


def dismissed(seat):
    appointments.dismiss(seat, by=SYSTEM)
