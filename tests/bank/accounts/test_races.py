"""Two at once on real connections: one wins, the other is told."""

import threading

import pytest
from django.db import connection

from creditbank.bank.accounts import activations, decisions
from creditbank.bank.accounts.models import Account, Document
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.history import VISITOR
from creditbank.bank.portal import agreements
from creditbank.bank.refusals import Refused
from tests.bank.accounts import people
from tests.bank.accounts.people import OTHER, REVIEWER


def at_once(*actions):
    """Run the actions on a connection each, released together; what each came to."""
    gate, answers = threading.Barrier(len(actions)), [None] * len(actions)

    def run(place, action):
        try:
            gate.wait()
            answers[place] = action()
        except Refused as refusal:
            answers[place] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


@pytest.mark.django_db(transaction=True)
def test_of_two_openings_approved_at_once_one_wins_and_the_other_is_told():
    people.plant()
    enrolment = people.enrol()
    first = people.open_account(enrolment, email=OTHER, scans=[people.a_scan()])
    second = people.open_account(enrolment)
    answers = at_once(
        lambda: decisions.approve(first, by=REVIEWER),
        lambda: decisions.approve(second, by=REVIEWER),
    )
    assert answers.count(None) == 1
    assert set(answers) <= {None, "moved_on", "number_taken"}
    stages = sorted(Account.objects.values_list("stage", flat=True))
    assert stages == [Stage.ACTIVE, Stage.REJECTED]
    assert Document.objects.filter(reserved=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_pressing_twice_opens_one_account():
    people.plant()
    enrolment, agreement = people.enrol(), agreements.current()
    answers = at_once(
        *[
            lambda: activations.activate(enrolment, agreement=agreement, by=VISITOR)
            for _time in range(3)
        ]
    )
    assert sum(isinstance(answer, Account) for answer in answers) == 1
    assert Account.objects.count() == 1
