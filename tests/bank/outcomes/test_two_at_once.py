"""Two people, or one person twice, at the same moment on real connections."""

import threading

import pytest
from django.db import connection

from creditbank.bank.outcomes import decisions, deposits
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.outcomes.stages import Stage
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews.models import Case
from tests.bank.outcomes import scene

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*attempts):
    """Run all at the same moment, each on a connection of its own; what each came to."""
    start, answers = threading.Barrier(len(attempts)), [None] * len(attempts)

    def run(place, attempt):
        start.wait()
        try:
            attempt()
            answers[place] = "won"
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
        thread.join(30)
    return answers


def fresh(outcome):
    return Outcome.objects.select_related("account__user").get(pk=outcome.pk)


def test_of_two_submissions_one_wins_and_the_other_is_told():
    scene.with_catalogue()
    learner = scene.a_learner()
    outcome = scene.a_draft(learner)
    copies = [fresh(outcome), fresh(outcome)]
    answers = at_once(*[lambda row=row: deposits.submit(row, by=learner) for row in copies])
    assert sorted(answers) == ["moved_on", "won"]
    assert Case.objects.count() == 1


def test_of_two_first_forms_one_draft_comes():
    scene.with_catalogue()
    learner = scene.a_learner()
    told, known = scene.values(), scene.ids.uuid7()
    draft = lambda: deposits.draft(learner, told, by=learner, outcome_id=known)  # noqa: E731
    assert sorted(at_once(draft, draft)) == ["moved_on", "won"]
    assert Outcome.objects.count() == 1


def test_of_two_approvals_of_one_certificate_one_is_stored():
    scene.with_catalogue()
    outcomes = [scene.submitted(scene.a_learner(), picture=colour) for colour in ("white", "blue")]
    copies = [fresh(row) for row in outcomes]
    answers = at_once(
        *[lambda row=row: decisions.approve(row, by=scene.REVIEWER) for row in copies]
    )
    assert sorted(answers) == ["claimed_elsewhere", "won"]
    assert Outcome.objects.stored().count() == 1


def test_of_withdrawing_and_deciding_one_wins():
    scene.with_catalogue()
    learner = scene.a_learner()
    outcome = scene.submitted(learner)
    mine, theirs = fresh(outcome), fresh(outcome)
    answers = at_once(
        lambda: deposits.withdraw(mine, by=learner),
        lambda: decisions.approve(theirs, by=scene.REVIEWER),
    )
    assert sorted(answers) == ["moved_on", "won"]
    assert fresh(outcome).stage in {Stage.WITHDRAWN, Stage.STORED}


def test_saving_from_another_window_changes_nothing_that_was_submitted():
    scene.with_catalogue()
    learner = scene.a_learner()
    outcome = scene.a_draft(learner)
    mine, other = fresh(outcome), fresh(outcome)
    told = scene.values(score=None, certificate_number="changed")
    answers = at_once(
        lambda: deposits.submit(mine, by=learner), lambda: deposits.save(other, told, by=learner)
    )
    assert answers[0] == "won"
    assert answers[1] in {"won", "not_editable"}
    after = fresh(outcome)
    assert after.stage == Stage.SUBMITTED
    assert (after.certificate_number == "changed") == (answers[1] == "won")


def test_a_decision_made_keeps_the_learner_from_withdrawing():
    scene.with_catalogue()
    learner = scene.a_learner()
    outcome = scene.submitted(learner)
    Case.objects.update(stage="decided")
    with pytest.raises(Refused) as refusal:
        deposits.withdraw(fresh(outcome), by=learner)
    assert refusal.value.code == "moved_on"
    assert fresh(outcome).stage == Stage.SUBMITTED
