import datetime as dt
from decimal import Decimal

import pytest

from creditbank.bank import clock
from creditbank.bank.catalogue import entries
from creditbank.bank.files.models import StoredFile
from creditbank.bank.history.models import Event
from creditbank.bank.messages.models import Message
from creditbank.bank.outcomes import (
    appeals,
    checks,
    decisions,
    deposits,
    evidence,
    facts,
    remarks,
    trail,
)
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.outcomes.stages import MOVES, Stage
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Case, Kind
from tests.bank.outcomes import scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue():
    scene.with_catalogue()


@pytest.fixture
def learner():
    return scene.a_learner()


def codes(outcome):
    return [problem.code for problem in checks.problems(outcome)]


def test_submitting_opens_a_case_with_ten_working_days_and_tells_the_learner(learner):
    with clock.frozen(dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)):
        outcome = scene.submitted(learner)
    case = cases.of(Kind.OUTCOME, outcome.pk)
    assert outcome.stage == Stage.SUBMITTED
    assert case.days == 10
    assert case.due_at.astimezone(clock.SHANGHAI).date() == dt.date(2026, 3, 16)
    assert case.account_number == learner.number
    assert Message.objects.get(reader_id=learner.user_id).letter == "outcome_submitted"


def test_entry_names_kind_and_issuer_whatever_was_typed(learner):
    outcome = scene.a_draft(learner, title="别的", issuer="别的机构")
    entry = entries.find("NCRE-24")
    assert (outcome.title, outcome.issuer) == (entry.name_zh, entry.issuer_zh)
    assert outcome.kind == entry.kind


def test_certificate_number_extra_fields_and_note_are_sealed(learner):
    outcome = scene.a_draft(
        learner,
        certificate_number="ZS-7788-99",
        extra={"admission_number": "887766"},
        note="身份证 x",
    )
    kept = Outcome.objects.values_list("certificate_number", "extra", "note").get(pk=outcome.pk)
    for told, sealed in zip(("ZS-7788", "887766", "身份证"), kept, strict=True):
        assert told.encode() not in bytes(sealed)
    events = str(list(Event.objects.of(outcome).values_list("after", flat=True)))
    assert "7788" not in events
    assert Outcome.objects.get(pk=outcome.pk).extra_values == {"admission_number": "887766"}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"level": "9"}, "level_missing"),
        ({"score": Decimal(101)}, "score_off_scale"),
        ({"score": Decimal(-1)}, "score_off_scale"),
        ({"score": Decimal("85.5")}, "score_off_scale"),
        ({"mark": "wonderful"}, "mark_unknown"),
        ({"obtained_on": None}, "date_missing"),
        ({"obtained_on": dt.date(2999, 1, 1)}, "date_future"),
        ({"obtained_on": dt.date(1990, 4, 1)}, "date_before_birth"),
        ({"obtained_on": dt.date(1989, 1, 1), "obtained_precision": "year"}, "date_before_birth"),
        ({"extra": {"province": "99"}}, "extra_wrong"),
        ({"picture": None}, "evidence_missing"),
    ],
)
def test_what_cannot_be_is_not_submitted(learner, changed, code):
    outcome = scene.a_draft(learner, **changed)
    assert codes(outcome) == [code]
    with pytest.raises(checks.Incomplete) as refusal:
        deposits.submit(outcome, by=learner)
    assert refusal.value.code == code
    assert Outcome.objects.get(pk=outcome.pk).stage == Stage.DRAFT
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"score": Decimal(0)},
        {"score": Decimal(100)},
        {"mark": "good", "score": None},
        {"obtained_on": dt.date(1990, 1, 1), "obtained_precision": "year"},
        {"obtained_on": dt.date(1990, 5, 1), "obtained_precision": "day"},
        {"extra": {"province": "62", "sitting": "2019/1"}},
    ],
)
def test_what_is_just_possible_is_taken(learner, changed):
    assert codes(scene.a_draft(learner, **changed)) == []


def test_extra_fields_have_types(learner):
    wrong = {"post": "会计", "started": "2019-02-30", "ended": "soon"}
    outcome = scene.a_draft(learner, "WORK-HISTORY", extra=wrong)
    assert codes(outcome) == ["extra_wrong", "extra_wrong"]
    outcome = scene.a_draft(learner, "JOB-TRAINING", extra={"hours": "many"})
    assert codes(outcome) == ["extra_missing", "extra_wrong"]
    outcome = scene.a_draft(learner, "JOB-TRAINING", extra={"post": "焊工", "hours": "12.5"})
    assert codes(outcome) == []


def test_other_needs_a_title_and_an_issuer(learner):
    outcome = scene.a_draft(learner, None, title="", issuer="")
    assert codes(outcome) == ["title_missing", "issuer_missing"]


def test_a_form_sent_twice_begins_one_outcome(learner):
    first = scene.a_draft(learner)
    with pytest.raises(Refused) as refusal:
        deposits.draft(learner, scene.values(), by=learner, outcome_id=first.pk)
    assert refusal.value.code == "moved_on"
    assert Outcome.objects.count() == 1


def test_saving_the_same_again_leaves_no_trace(learner):
    outcome = scene.a_draft(learner)
    before = Event.objects.of(outcome).count()
    deposits.save(outcome, scene.values(), by=learner)
    assert Event.objects.of(outcome).count() == before
    deposits.save(outcome, scene.values(note="新"), by=learner)
    assert Event.objects.of(outcome).count() == before + 1


@pytest.mark.parametrize(
    "stage", [stage for stage in Stage if stage not in {Stage.DRAFT, Stage.RETURNED}]
)
def test_only_drafts_and_returned_ones_are_written_in(learner, stage):
    outcome = scene.a_draft(learner)
    Outcome.objects.filter(pk=outcome.pk).update(stage=stage)
    outcome.refresh_from_db()
    row = outcome.evidence.get()
    for attempt in (
        lambda: deposits.save(outcome, scene.values(), by=learner),
        lambda: deposits.choose(outcome, None, by=learner),
        lambda: evidence.attach(outcome, scene.a_picture("red"), by=learner),
        lambda: evidence.remove(outcome, row, by=learner),
    ):
        with pytest.raises(Refused) as refusal:
            attempt()
        assert refusal.value.code == "not_editable"
    assert outcome.evidence.count() == 1


VERBS = {
    "submit": lambda outcome, by: deposits.submit(outcome, by=by),
    "correct": lambda outcome, by: deposits.submit(outcome, by=by),
    "withdraw": lambda outcome, by: deposits.withdraw(outcome, by=by),
    "approve": lambda outcome, _by: decisions.approve(outcome, by=scene.REVIEWER),
    "return": lambda outcome, _by: decisions.send_back(outcome, [], by=scene.REVIEWER),
    "reject": lambda outcome, _by: decisions.reject(outcome, [], by=scene.REVIEWER),
    "uphold": lambda outcome, _by: appeals.approve(outcome, by=scene.REVIEWER),
    "dismiss": lambda outcome, _by: appeals.reject(outcome, [], by=scene.REVIEWER),
}


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("verb", VERBS)
def test_every_pair_of_stage_and_verb(learner, stage, verb):
    if verb in {"submit", "correct"} and stage in {Stage.DRAFT, Stage.RETURNED}:
        verb = "submit" if stage == Stage.DRAFT else "correct"
    outcome = scene.a_draft(learner)
    Outcome.objects.filter(pk=outcome.pk).update(stage=stage)
    outcome.refresh_from_db()
    if MOVES.allows(stage, verb):
        VERBS[verb](outcome, learner)
        assert Outcome.objects.get(pk=outcome.pk).stage == MOVES.target(verb)
    else:
        with pytest.raises(Refused) as refusal:
            VERBS[verb](outcome, learner)
        assert refusal.value.code == "moved_on"
        assert Outcome.objects.get(pk=outcome.pk).stage == stage


def test_the_same_number_is_stored_once_however_it_is_written(learner):
    first = scene.submitted(learner, certificate_number="６５-12 ab")
    second = scene.submitted(scene.a_learner(), certificate_number="6512AB", picture="blue")
    claim = next(fact for fact in facts.of(second) if fact["code"] == "claimed_elsewhere")
    case = cases.of(Kind.OUTCOME, first.pk)
    assert (claim["number"], claim["handled_by"]) == (case.number, "甘肃开放大学")
    assert learner.number not in str(claim)
    assert learner.number not in facts.sentence(claim)
    decisions.approve(first, by=scene.REVIEWER)
    assert decisions.why_not_approve(second).code == "claimed_elsewhere"
    with pytest.raises(Refused) as refusal:
        decisions.approve(second, by=scene.REVIEWER)
    assert refusal.value.code == "claimed_elsewhere"
    assert Outcome.objects.get(pk=second.pk).stage == Stage.SUBMITTED


@pytest.mark.parametrize("end", ["reject", "withdraw"])
def test_rejected_and_withdrawn_claims_free_the_number(learner, end):
    first = scene.submitted(learner)
    if end == "reject":
        decisions.reject(first, [], by=scene.REVIEWER)
    else:
        deposits.withdraw(first, by=learner)
    second = scene.submitted(scene.a_learner(), picture="blue")
    assert "claimed_elsewhere" not in [fact["code"] for fact in facts.of(second)]
    decisions.approve(second, by=scene.REVIEWER)
    assert Outcome.objects.get(pk=second.pk).stage == Stage.STORED


def test_without_a_number_nothing_is_a_second_claim(learner):
    for account in (learner, scene.a_learner()):
        outcome = scene.submitted(account, certificate_number="")
        assert "claimed_elsewhere" not in [fact["code"] for fact in facts.of(outcome)]
        decisions.approve(outcome, by=scene.REVIEWER)
    assert Outcome.objects.stored().count() == 2


def test_a_date_outside_the_window_of_issue_is_only_flagged(learner):
    late = scene.submitted(learner, "NCRE-21", obtained_on=dt.date(2010, 9, 1))
    found = {fact["code"]: fact for fact in facts.of(late)}
    assert found["window_no"]["level"] == "warn"
    assert "1995–2005/1" in facts.sentence(found["window_no"])


@pytest.mark.parametrize(
    ("obtained_on", "precision", "sitting", "answer"),
    [
        (dt.date(2005, 1, 1), "year", "", "window_unclear"),
        (dt.date(2005, 1, 1), "year", "2005/1", "window_yes"),
        (dt.date(2005, 9, 1), "month", "2005/1", "window_yes"),
        (dt.date(2005, 1, 1), "year", "2005/2", "window_no"),
        (dt.date(2004, 1, 1), "year", "", "window_yes"),
    ],
)
def test_a_sitting_settles_what_a_bare_year_leaves_unclear(
    learner, obtained_on, precision, sitting, answer
):
    extra = {"sitting": sitting} if sitting else {}
    outcome = scene.a_draft(
        learner, "NCRE-21", obtained_on=obtained_on, obtained_precision=precision, extra=extra
    )
    assert answer in [fact["code"] for fact in facts.of(outcome)]


def test_the_same_scan_of_somebody_else_is_told(learner):
    first = scene.submitted(learner)
    second = scene.submitted(scene.a_learner(), certificate_number="")
    same = [fact for fact in facts.of(second) if fact["code"] == "same_scan"]
    assert [fact["number"] for fact in same] == [cases.of(Kind.OUTCOME, first.pk).number]


def test_the_same_file_twice_is_one_scan_and_no_more_than_ten_are_taken(learner):
    outcome = scene.a_draft(learner)
    evidence.attach(outcome, scene.a_picture("white"), by=learner)
    assert outcome.evidence.count() == 1
    for shade in range(9):
        evidence.attach(outcome, scene.a_picture((shade * 9, 0, 0)), by=learner)
    with pytest.raises(Refused) as refusal:
        evidence.attach(outcome, scene.a_picture("green"), by=learner)
    assert refusal.value.code == "too_many_files"
    assert StoredFile.objects.live().count() == 10


def test_a_removed_scan_and_a_discarded_draft_leave_no_file(learner):
    outcome = scene.a_draft(learner)
    evidence.attach(outcome, scene.a_picture("red"), by=learner)
    evidence.remove(outcome, outcome.evidence.first(), by=learner)
    assert StoredFile.objects.live().count() == 1
    deposits.discard(outcome, by=learner)
    assert StoredFile.objects.live().count() == 0
    assert not Outcome.objects.exists()


def test_what_was_submitted_is_not_discarded(learner):
    outcome = scene.submitted(learner)
    with pytest.raises(Refused) as refusal:
        deposits.discard(outcome, by=learner)
    assert refusal.value.code == "not_a_draft"


def test_choosing_another_entry_drops_what_belonged_to_the_first(learner):
    outcome = scene.a_draft(learner, extra={"sitting": "2019/1"}, note="请看背面")
    chosen = deposits.choose(outcome, entries.find("PAPER"), by=learner)
    assert chosen.kind_id == "published_work"
    assert (chosen.level, chosen.score, chosen.extra_values) == ("", None, {})
    assert chosen.note == "请看背面"


def test_returned_and_corrected_is_read_field_by_field(learner):
    outcome = scene.submitted(learner)
    case = cases.of(Kind.OUTCOME, outcome.pk)
    told = [
        {"field": "issuer", "code": "", "text": "请写全称"},
        {"field": "", "code": "", "text": "不清楚"},
    ]
    scene.returned(outcome, told)
    found = remarks.latest(outcome)
    assert [(row.field, row.label, row.text) for row in found] == [
        ("issuer", "颁发机构", "请写全称"),
        ("", "整项成果", "不清楚"),
    ]
    assert Message.objects.order_by("id").last().letter == "outcome_returned"
    deposits.save(outcome, scene.values(note="已改"), by=learner)
    deposits.submit(outcome, by=learner)
    assert remarks.latest(Outcome.objects.get(pk=outcome.pk)) == []
    case.refresh_from_db()
    assert case.stage == "open"
    steps = trail.of(outcome)
    assert [step.what for step in steps] == [
        "创建草稿",
        "提交审批",
        "退回补正",
        "修改内容",
        "补正后再次提交审批",
    ]
    assert [step.who for step in steps] == ["本人", "本人", "审核人员", "本人", "本人"]
    assert "请写全称" in steps[2].why
