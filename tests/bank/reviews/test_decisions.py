"""Deciding and undoing, without what follows from it."""

import datetime as dt

import pytest

from creditbank.bank import clock
from creditbank.bank.history import SYSTEM
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases, decisions, queue, reasons
from creditbank.bank.reviews.models import Case, Decision
from creditbank.bank.reviews.stages import DECISION_MOVES, MOVES, DecisionStage, Stage
from tests.bank.reviews import scene

pytestmark = pytest.mark.django_db
WRONG = [{"field": "title", "code": "title_differs", "text": "少了“全国”二字。"}]


@pytest.fixture
def seat(db):
    scene.plant()
    return scene.reviewer()


def decide(case, seat, verdict="approve", remarks=(), note=""):
    own = scene.oneself(seat)
    return decisions.decide(case, verdict, remarks, note, by=seat.user, oneself=own)


def refused(action, *args, **options):
    with pytest.raises(Refused) as refusal:
        action(*args, **options)
    return refusal.value.code


def test_a_decision_waits_ten_seconds(seat):
    with scene.at("2026-03-02 09:00"):
        case = scene.a_case()
        decision = decide(case, seat, note=" 原件清楚 ")
        assert decision.effective_at - decision.decided_at == dt.timedelta(seconds=10)
    assert (decision.stage, decision.note, decision.by_label) == (
        "pending",
        "原件清楚",
        seat.user.label,
    )
    case.refresh_from_db()
    assert (case.stage, case.taken_by) == (Stage.DECIDED, None)


def test_the_second_to_decide_is_told(seat):
    case, other = scene.a_case(), scene.reviewer()
    decide(case, seat)
    assert refused(decide, case, other, "reject", WRONG) == "moved_on"
    assert Decision.objects.count() == 1


def test_what_another_holds_cannot_be_decided(seat):
    case, other = scene.a_case(), scene.reviewer()
    queue.take(case, oneself=scene.oneself(other), by=other.user)
    assert refused(decide, case, seat) == "taken"
    assert refused(queue.take, case, oneself=scene.oneself(seat), by=seat.user) == "taken"


@pytest.mark.parametrize(
    ("verdict", "remarks", "code"),
    [
        ("return", [], "reason_missing"),
        ("reject", [], "reason_missing"),
        ("return", [{"field": "title", "code": "", "text": "  "}], "reason_missing"),
        ("return", [{"field": "title", "code": "nonsense"}], "unknown_reason"),
        ("return", [{"field": "number", "code": "", "text": "不对"}], "unknown_field"),
        ("return", [{"field": "", "code": "outcome_false"}], "reason_misplaced"),
        ("reject", WRONG, "reason_misplaced"),
        ("approve", WRONG, "remarks_left"),
    ],
)
def test_reasons_must_fit_the_verdict(seat, verdict, remarks, code):
    case = scene.a_case()
    assert refused(decide, case, seat, verdict, remarks) == code
    case.refresh_from_db()
    assert case.stage == Stage.OPEN


def test_a_remark_is_kept_as_the_learner_reads_it_in_their_language(seat):
    case = scene.a_case()
    (remark,) = decide(case, seat, "return", WRONG).remarks
    assert remark["text"].startswith("证书名称与证明材料不一致")
    assert remark["text"].endswith("少了“全国”二字。")
    assert remark["more"] == "少了“全国”二字。"
    told = [{"field": "extra_sitting", "code": "extra_differs", "text": ""}]
    (made,) = reasons.remarks("outcome", "return", told, language="en")
    assert made["field"] == "extra_sitting"
    assert "differs from the certificate" in made["text"]


def test_undoing_gives_the_case_back_to_who_decided(seat):
    with scene.at("2026-03-02 09:00"):
        case = scene.a_case()
        decision = decide(case, seat)
    with scene.at("2026-03-02 09:00:09"):
        assert decisions.pending(case, seat.user_id) == decision
        assert refused(decisions.undo, decision, by=scene.reviewer().user) == "not_yours"
        decisions.undo(decision, by=seat.user)
        case.refresh_from_db()
        assert queue.holds(case, seat.user_id)
    assert refused(decisions.undo, decision, by=seat.user) == "too_late"


def test_after_ten_seconds_it_is_too_late(seat):
    with scene.at("2026-03-02 09:00:00"):
        case = scene.a_case()
        decision = decide(case, seat)
    with scene.at("2026-03-02 09:00:10"):
        assert decisions.pending(case, seat.user_id) is None
        assert refused(decisions.undo, decision, by=seat.user) == "too_late"


ACTS = {
    "decide": decide,
    "undo": lambda case, seat: decisions.undo(a_pending(case, seat), by=seat.user),
    "return": lambda case, _: cases.answer(case, "return", at=clock.now(), by=SYSTEM),
    "close": lambda case, _: cases.answer(case, "approve", at=clock.now(), by=SYSTEM),
    "resubmit": lambda case, _: cases.resubmit(case, facts=[], by=SYSTEM),
    "withdraw": lambda case, _: cases.withdraw(case, by=SYSTEM),
    "come_back": lambda case, _: cases.come_back(case, by=SYSTEM),
    "overtake": lambda case, _: cases.overtake(case, by=SYSTEM),
}


def a_pending(case, seat):
    return Decision.objects.create(
        case=case,
        verdict="approve",
        by_id=seat.user_id,
        effective_at=clock.now() + dt.timedelta(seconds=9),
    )


def stood(case, stage):
    """The case as it would stand there, its clock running only where it runs."""
    Case.objects.filter(pk=case.pk).update(stage=stage)
    if stage not in {Stage.OPEN, Stage.DECIDED}:
        case.segments.update(ended_at=clock.now(), days_used=0)
    case.refresh_from_db()


@pytest.mark.parametrize("stage", Stage.values)
@pytest.mark.parametrize("verb", MOVES.table)
def test_every_verb_in_every_stage(seat, stage, verb):
    case = scene.a_case()
    stood(case, stage)
    if MOVES.allows(stage, verb):
        ACTS[verb](case, seat)
        case.refresh_from_db()
        assert case.stage == MOVES.target(verb)
        runs = case.stage in {Stage.OPEN, Stage.DECIDED}
        assert case.segments.filter(ended_at__isnull=True).count() == int(runs)
    else:
        assert refused(ACTS[verb], case, seat) == "moved_on"
        case.refresh_from_db()
        assert case.stage == stage


@pytest.mark.parametrize("stage", DecisionStage.values)
def test_only_a_pending_decision_is_undone(seat, stage):
    case = scene.a_case()
    decision = decide(case, seat)
    Decision.objects.filter(pk=decision.pk).update(stage=stage)
    if DECISION_MOVES.allows(stage, "undo"):
        decisions.undo(decision, by=seat.user)
    else:
        assert refused(decisions.undo, decision, by=seat.user) == "moved_on"
