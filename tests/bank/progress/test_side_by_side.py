"""Several who write at once for one organisation: nobody waits, and nothing is lost or told twice."""

import threading
import time
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from creditbank.bank.accounts.models import Account
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.progress import ledger
from tests.bank.progress.conftest import summed
from tests.bank.progress.test_figures import below

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 20


@contextmanager
def meanwhile(work):
    """`work` in a transaction of its own that stays open for the length of the block."""
    begun, go_on, failed = threading.Event(), threading.Event(), []

    def run():
        try:
            with transaction.atomic():
                work()
                begun.set()
                go_on.wait(SECONDS)
        except BaseException as error:  # noqa: BLE001 - told to the test
            failed.append(error)
        finally:
            begun.set()
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    begun.wait(SECONDS)
    try:
        yield
    finally:
        go_on.set()
        thread.join(SECONDS)
    assert failed == []


@contextmanager
def without_waiting():
    """Whoever has to wait for a lock in this block fails."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '500ms'")
        yield


def test_two_imports_for_one_centre_do_not_wait_for_each_other(gansu, an_enrolment, shown):
    an_enrolment()
    with meanwhile(lambda: Enrolment.objects.update(major="护理学", status="graduated")):
        with without_waiting():
            an_enrolment()
        assert shown(gansu.centre)["enrolled"] == 2
        assert shown(gansu.centre)["studying"] == 2  # the other one is not committed yet
    assert shown(gansu.centre) == {"enrolled": 2, "studying": 1}


def test_two_reviews_for_one_centre_do_not_wait_for_each_other(gansu, a_learner, shown):
    one, other = a_learner("pending_review"), a_learner("pending_review")

    def approve(account):
        Account.objects.filter(pk=account.pk).update(stage="active")

    with meanwhile(lambda: approve(one)), without_waiting():
        approve(other)
    assert shown(gansu.centre)["activated"] == 2
    assert shown(gansu.root) == summed(gansu.root, below(gansu.root))


def test_the_fold_waits_for_nobody_and_nobody_for_it(gansu, an_enrolment, shown):
    an_enrolment()
    with meanwhile(an_enrolment):
        with without_waiting():
            ledger.fold()
        assert shown(gansu.centre)["enrolled"] == 1
    assert shown(gansu.centre)["enrolled"] == 2
    with meanwhile(ledger.fold):
        with without_waiting():
            an_enrolment()
        assert shown(gansu.centre)["enrolled"] == 3
    assert shown(gansu.centre)["enrolled"] == 3
    ledger.fold()
    assert ledger.faults() == []


def test_an_outcome_is_counted_where_its_account_is_moved_meanwhile(
    gansu, a_learner, an_outcome, shown
):
    learner = a_learner(centre=gansu.centre)
    an_outcome(learner, "submitted")

    def store():
        Outcome.objects.update(stage="stored")

    def move():
        Account.objects.update(organisation=gansu.far_centre)
        connection.close()

    mover = threading.Thread(target=move)
    with meanwhile(store):
        mover.start()
        time.sleep(0.3)  # long enough to come to the account and wait there
    mover.join(SECONDS)
    assert shown(gansu.second_branch)["non_formal_stored"] == 1
    assert shown(gansu.branch)["non_formal_submitted"] == 0
    assert ledger.faults() == []


def test_figures_are_right_under_load(gansu, an_enrolment, shown):
    """Writers, folds and readers at once for some seconds: never too many, at last all."""
    rows = [an_enrolment() for _number in range(8)]
    until, wrong = time.monotonic() + 3, []

    def turn(row):
        for status in ("graduated", "studying") * 1000:
            if time.monotonic() > until:
                break
            Enrolment.objects.filter(pk=row.pk).update(status=status)
        connection.close()

    def fold():
        while time.monotonic() < until:
            ledger.fold()
        connection.close()

    workers = [threading.Thread(target=turn, args=[row]) for row in rows[:4]]
    workers.append(threading.Thread(target=fold))
    for worker in workers:
        worker.start()
    while time.monotonic() < until:
        found = shown(gansu.centre)
        if found["enrolled"] != 8 or not 4 <= found["studying"] <= 8:
            wrong.append(found)
    for worker in workers:
        worker.join(SECONDS)
    assert wrong == []
    assert ledger.faults() == []
