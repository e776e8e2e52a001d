"""What follows from a decision: once, after ten seconds, or not at all."""

import datetime as dt

import pytest

from creditbank.bank import clock
from creditbank.bank.accounts.stages import Stage as AccountStage
from creditbank.bank.desk import checks, decisions, effects, tasks
from creditbank.bank.history.models import Event
from creditbank.bank.messages.models import Message
from creditbank.bank.outcomes import deposits, remarks
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.outcomes.stages import Stage as OutcomeStage
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews.models import Case, Decision
from creditbank.bank.reviews.stages import DecisionStage, Stage
from tests.bank.accounts.people import OTHER, a_scan, fresh
from tests.bank.desk import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(db):
    from tests.bank.outcomes.scene import with_catalogue

    scene.plant()
    with_catalogue()
    return scene.reviewer()


def refused(action, *args, **options):
    with pytest.raises(Refused) as refusal:
        action(*args, **options)
    return refusal.value.code


def stage_of(row):
    return type(row).objects.get(pk=row.pk).stage


@pytest.mark.parametrize(
    ("verdict", "told", "stage", "case_stage", "letter"),
    [
        ("approve", [], AccountStage.ACTIVE, Stage.CLOSED, "account_approved"),
        ("return", scene.BLURRED, AccountStage.RETURNED, Stage.WITH_LEARNER, "account_returned"),
        (
            "reject",
            [{"field": "", "code": "account_not_you"}],
            AccountStage.REJECTED,
            Stage.CLOSED,
            "account_rejected",
        ),
    ],
)
def test_an_account_is_answered(seat, verdict, told, stage, case_stage, letter):
    account, case = scene.an_opening()
    decision = scene.effective(case, seat, verdict, told)
    assert (stage_of(account), stage_of(case)) == (stage, case_stage)
    assert decision.stage == DecisionStage.EFFECTIVE
    assert Message.objects.filter(letter=letter).count() == 1
    assert fresh(account).remarks == decision.remarks
    event = Event.objects.filter(subject="bank_account", subject_id=account.pk).last()
    assert event.actor_id == str(seat.user_id)
    assert event.reason == "；".join(row["text"] for row in decision.remarks)


@pytest.mark.parametrize(
    ("verdict", "told", "stage", "case_stage", "letter"),
    [
        ("approve", [], OutcomeStage.STORED, Stage.CLOSED, "outcome_stored"),
        ("return", scene.WRONG, OutcomeStage.RETURNED, Stage.WITH_LEARNER, "outcome_returned"),
        ("reject", scene.FALSE, OutcomeStage.REJECTED, Stage.CLOSED, "outcome_rejected"),
    ],
)
def test_an_outcome_is_answered(seat, verdict, told, stage, case_stage, letter):
    outcome, case = scene.a_deposit()
    decision = scene.effective(case, seat, verdict, told)
    assert (stage_of(outcome), stage_of(case)) == (stage, case_stage)
    assert Message.objects.filter(letter=letter).count() == 1
    read = remarks.latest(Outcome.objects.get(pk=outcome.pk))
    assert [row.text for row in read] == [row["text"] for row in decision.remarks]


def test_the_job_waits_for_its_time_and_twice_is_as_once(seat):
    _outcome, case = scene.a_deposit()
    decision = scene.decided(case, seat)
    tasks.take_effect.func(decision_id=str(decision.pk))
    assert stage_of(case) == Stage.DECIDED
    with clock.frozen(decision.effective_at):
        tasks.take_effect.func(decision_id=str(decision.pk))
        tasks.take_effect.func(decision_id=str(decision.pk))
        assert not effects.take_effect(decision.pk)
    assert stage_of(case) == Stage.CLOSED
    assert Message.objects.filter(letter="outcome_stored").count() == 1


def test_an_undone_decision_never_takes_effect(seat):
    outcome, case = scene.a_deposit()
    decision = scene.decided(case, seat, "reject", scene.FALSE)
    decisions.undo(decision, by=seat.user)
    assert not effects.take_effect(decision.pk)
    assert (stage_of(outcome), stage_of(case)) == (OutcomeStage.SUBMITTED, Stage.OPEN)


def test_a_lost_job_is_rescued_and_one_failure_stops_no_other(seat, monkeypatch):
    lost = [scene.decided(scene.a_deposit()[1], seat) for _ in range(2)]
    carry = effects.carry_out

    def fail_first(decision, **options):
        if decision.pk == lost[0].pk:
            raise OSError
        carry(decision, **options)

    monkeypatch.setattr(effects, "carry_out", fail_first)
    tasks.rescue.func()
    assert not Decision.objects.filter(stage=DecisionStage.EFFECTIVE).exists()
    with clock.frozen(clock.now() + dt.timedelta(seconds=80)):
        tasks.rescue.func()
    (done,) = Decision.objects.filter(stage=DecisionStage.EFFECTIVE)
    assert done == lost[1]


def test_an_account_that_nobody_vouched_for_is_not_approved(seat):
    account, case = scene.an_opening(email=OTHER)
    assert checks.why_not(case, "approve").code == "needs_vouching"
    assert refused(scene.decided, case, seat) == "needs_vouching"
    assert stage_of(case) == Stage.OPEN
    assert checks.why_not(case, "return") is None
    scene.effective(case, seat, "return", scene.BLURRED)
    assert stage_of(account) == AccountStage.RETURNED


def test_a_vouched_account_is_approved(seat):
    account, case = scene.an_opening(email=OTHER, scans=[a_scan()])
    scene.effective(case, seat)
    assert stage_of(account) == AccountStage.ACTIVE


def test_a_certificate_that_is_stored_already_is_told_before_deciding(seat):
    scene.effective(scene.a_deposit("NCRE-24")[1], seat)
    _second, case = scene.a_deposit("NCRE-24", picture="blue")
    assert refused(scene.decided, case, seat) == "claimed_elsewhere"


def test_what_the_subject_refuses_only_then_comes_back_to_the_queue(seat):
    first, second = scene.a_deposit("NCRE-24"), scene.a_deposit("NCRE-24", picture="blue")
    both = [scene.decided(case, seat) for _row, case in (first, second)]
    assert effects.take_effect(both[0].pk)
    assert not effects.take_effect(both[1].pk)
    both[1].refresh_from_db()
    assert (both[1].stage, both[1].obstacle) == (DecisionStage.REFUSED, "claimed_elsewhere")
    assert stage_of(second[1]) == Stage.OPEN
    assert second[1].segments.filter(ended_at__isnull=True).count() == 1
    scene.effective(second[1], seat, "reject", scene.FALSE)
    assert stage_of(second[0]) == OutcomeStage.REJECTED


def test_of_two_openings_of_a_number_the_approved_one_ends_the_other(seat):
    from tests.bank.accounts.people import enrol, number

    enrolment = enrol(number())
    first = scene.an_opening(enrolment=enrolment)
    second = scene.an_opening(enrolment=enrolment, email=OTHER, scans=[a_scan()])
    both = [scene.decided(case, seat) for _row, case in (first, second)]
    assert effects.take_effect(both[0].pk)
    assert stage_of(second[0]) == AccountStage.REJECTED
    assert stage_of(second[1]) == Stage.DECIDED
    assert not effects.take_effect(both[1].pk)
    assert stage_of(second[1]) == Stage.WITHDRAWN
    assert not Case.objects.filter(stage__in=[Stage.OPEN, Stage.DECIDED]).exists()


def test_between_decision_and_effect_the_learner_cannot_withdraw(seat):
    outcome, case = scene.a_deposit()
    scene.decided(case, seat)
    outcome = Outcome.objects.select_related("account__user").get(pk=outcome.pk)
    assert refused(deposits.withdraw, outcome, by=outcome.account) == "moved_on"
    assert stage_of(outcome) == OutcomeStage.SUBMITTED
