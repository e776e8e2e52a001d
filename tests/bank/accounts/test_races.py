"""Two at once on real connections: one wins, the other is told."""

import threading

import pytest
from django.db import connection

from creditbank.bank.accounts import activations, decisions, erasures, registrations
from creditbank.bank.accounts.models import Account, Document
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.history import SYSTEM, VISITOR
from creditbank.bank.portal import agreements
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews.models import Case
from tests.bank.accounts import people, registering
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


@pytest.mark.django_db(transaction=True)
def test_handed_in_three_times_at_once_is_handed_in_once():
    people.plant()
    account = registering.a_draft()
    copies, scans = [people.fresh(account) for _ in range(3)], [people.a_scan() for _ in range(3)]
    answers = at_once(
        *[
            lambda one=one, scan=scan: registrations.submit(one, scans=[scan], by=VISITOR)
            for one, scan in zip(copies, scans, strict=True)
        ]
    )
    assert sorted(map(str, answers)) == ["None", "moved_on", "moved_on"]
    assert people.letters() == ["account_confirm"]
    assert account.scans.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_link_pressed_three_times_at_once_opens_one_case():
    people.plant()
    registering.submitted()
    token = people.secret("account_confirm", "token")
    answers = at_once(*[lambda: registering.confirm(token)] * 3)
    assert sum(isinstance(answer, Account) for answer in answers) == 1
    assert answers.count("link_used") == 2
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_registrations_confirming_one_address_at_once_one_has_it():
    people.plant()
    tokens = []
    for _each in range(2):
        registering.submitted()
        tokens.append(people.secret("account_confirm", "token"))
    answers = at_once(*[lambda t=t: registering.confirm(t) for t in tokens])
    assert sum(isinstance(answer, Account) for answer in answers) == 1
    assert "email_taken" in answers
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_confirming_one_opening_while_another_of_the_number_is_approved_opens_one_account():
    people.plant()
    for turn in range(3):
        typed = people.number()
        first = registering.confirmed(number=typed, email=f"first{turn}@example.org")
        late = registering.submitted(number=typed, email=f"late{turn}@example.org")
        token = people.secret("account_confirm", "token")
        answers = at_once(
            lambda first=first: decisions.approve(first, by=REVIEWER),
            lambda token=token: registering.confirm(token),
        )
        assert answers[0] is None
        assert people.fresh(first).stage == Stage.ACTIVE
        # Either it came first and was superseded, or it waits and nobody can approve it.
        late = people.fresh(late)
        assert late.stage in {Stage.REJECTED, Stage.PENDING_REVIEW}
        if late.stage == Stage.PENDING_REVIEW:
            assert decisions.why_not_approve(late).code == "number_taken"
    assert Document.objects.filter(reserved=True).count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_handing_in_and_erasing_one_wins():
    people.plant()
    for _turn in range(3):
        account = registering.a_draft()
        scan = people.a_scan()
        handed_in, _erased = at_once(
            lambda one=account, scan=scan: registrations.submit(one, scans=[scan], by=VISITOR),
            lambda one=account: erasures.erase(one, by=SYSTEM),
        )
        there = Account.objects.filter(pk=account.pk).first()
        assert there is None or (handed_in, there.stage) == (None, Stage.EMAIL_UNCONFIRMED)
