"""Several people at the same moment, each on a real connection of their own."""

import threading

import pytest
from django.db import connection

from creditbank.bank.desk import decisions, effects, queues
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews.models import Case, Decision
from creditbank.bank.reviews.stages import DecisionStage, Stage
from tests.bank.accounts.people import OTHER, a_scan, enrol, number
from tests.bank.desk import scene
from tests.bank.outcomes.scene import with_catalogue
from tests.bank.reviews import scene as reviews

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def seat(db):
    scene.plant()
    with_catalogue()
    return scene.reviewer()


def at_once(*attempts):
    """Run all at the same moment; what each came to: its answer, or the code of its refusal."""
    start, answers = threading.Barrier(len(attempts)), [None] * len(attempts)

    def run(place, attempt):
        start.wait()
        try:
            answers[place] = attempt() or "nothing"
        except Refused as refusal:
            answers[place] = refusal.code
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(place, attempt))
        for place, attempt in enumerate(attempts)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert None not in answers
    return answers


def test_of_two_reviewers_deciding_one_wins_and_the_other_is_told(seat):
    other = scene.reviewer()
    for _turn in range(5):
        case = reviews.a_case()
        copies = [Case.objects.get(pk=case.pk) for _ in range(2)]
        acts = [(copies[0], "approve", [], seat), (copies[1], "reject", scene.FALSE, other)]
        # Without a subject behind it, only the reviews' part is asked.
        from creditbank.bank.reviews import decisions as reviewed

        answers = at_once(
            *[
                lambda act=act: reviewed.decide(
                    act[0], act[1], act[2], by=act[3].user, oneself=reviews.oneself(act[3])
                )
                for act in acts
            ]
        )
        assert sum(isinstance(answer, Decision) for answer in answers) == 1
        assert "moved_on" in answers
        assert case.decisions.count() == 1


def test_many_who_take_the_next_never_get_the_same(seat):
    seats = [seat, *[scene.reviewer() for _ in range(7)]]
    waiting = [reviews.a_case() for _ in range(6)]
    answers = at_once(*[lambda one=one: queues.take_next(one) for one in seats])
    taken = [answer.pk for answer in answers if answer != "nothing"]
    assert sorted(taken) == sorted(case.pk for case in waiting)
    assert answers.count("nothing") == 2


def test_pressed_twice_the_same_case_comes_twice(seat):
    for _ in range(3):
        reviews.a_case()
    first, second = at_once(*[lambda: queues.take_next(seat)] * 2)
    assert first == second
    assert Case.objects.filter(taken_by=seat.user_id).count() == 1


def test_of_undoing_and_taking_effect_one_wins(seat):
    for _turn in range(4):
        outcome, case = scene.a_deposit()
        decision = scene.decided(case, seat)
        copies = [Decision.objects.get(pk=decision.pk) for _ in range(2)]
        undone, effect = at_once(
            lambda one=copies[0]: decisions.undo(one, by=seat.user),
            lambda one=copies[1]: effects.take_effect(one.pk),
        )
        decision.refresh_from_db()
        case.refresh_from_db()
        if undone == "moved_on":
            assert effect is True
            assert (decision.stage, case.stage) == (DecisionStage.EFFECTIVE, Stage.CLOSED)
        else:
            assert effect == "nothing"
            assert (decision.stage, case.stage) == (DecisionStage.UNDONE, Stage.OPEN)
        assert (Outcome.objects.get(pk=outcome.pk).stage == "stored") == (effect is True)


def test_a_job_that_runs_twice_at_once_acts_once(seat):
    decision = scene.decided(scene.a_deposit()[1], seat)
    answers = at_once(*[lambda: effects.take_effect(decision.pk)] * 3)
    assert answers.count(True) == 1


def test_two_openings_of_one_number_approved_at_once_open_one_account(seat):
    enrolment = enrol(number())
    _one, first = scene.an_opening(enrolment=enrolment)
    _two, second = scene.an_opening(enrolment=enrolment, email=OTHER, scans=[a_scan()])
    both = [scene.decided(case, seat) for case in (first, second)]
    answers = at_once(*[lambda one=one: effects.take_effect(one.pk) for one in both])
    assert sorted(map(str, answers)) == ["True", "nothing"]
    stages = sorted(Case.objects.values_list("stage", flat=True))
    assert stages == [Stage.CLOSED, Stage.WITHDRAWN]
