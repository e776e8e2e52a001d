"""Appeals: once, in time, decided by somebody else, wherever somebody else is."""

import datetime as dt

import pytest
from django.db import connection

from creditbank.bank import clock
from creditbank.bank.accounts import vouching
from creditbank.bank.accounts.models import Account
from creditbank.bank.desk import appeals, decisions, queues
from creditbank.bank.history import VISITOR
from creditbank.bank.history.models import Event
from creditbank.bank.messages.models import Message
from creditbank.bank.outcomes import remarks, trail
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import appeals as rules
from creditbank.bank.reviews import queue
from creditbank.bank.reviews.models import Appeal, Case
from tests.bank.accounts import people
from tests.bank.desk import scene
from tests.bank.outcomes.scene import with_catalogue

pytestmark = pytest.mark.django_db
AN_HOUR = dt.timedelta(hours=1)
WORDS = "证书写的就是全称，请再看一次。"


@pytest.fixture
def first(db):
    """The reviewer who turns everything down."""
    scene.plant()
    with_catalogue()
    return scene.reviewer()


def fresh(subject):
    rows = type(subject).objects.select_related("person_key")
    if isinstance(subject, Account):
        rows = rows.select_related("user__person_key")
    else:
        rows = rows.select_related("account__user__person_key", "account__person_key", "kind")
    return rows.get(pk=subject.pk)


@pytest.fixture
def outcome(first):
    with clock.frozen(clock.now() - AN_HOUR):
        made, case = scene.a_deposit()
        scene.effective(case, first, "reject", scene.FALSE)
    return fresh(made)


@pytest.fixture
def account(first):
    with clock.frozen(clock.now() - AN_HOUR):
        made, case = scene.an_opening()
        told = [{"field": "", "code": "", "text": "照片不是本人。"}]
        scene.effective(case, first, "reject", told)
    return fresh(made)


def lodge(subject, words=WORDS):
    by = subject if isinstance(subject, Account) else subject.account
    return appeals.lodge(subject, words, by=by)


def refused(action, *args, **options):
    with pytest.raises(Refused) as refusal:
        action(*args, **options)
    assert str(refusal.value).endswith("。")
    return refusal.value.code


def letters():
    return list(Message.objects.order_by("id").values_list("letter", flat=True))


def test_an_appeal_is_a_case_of_ten_working_days_that_excludes_who_decided(first, outcome):
    case = lodge(outcome).case
    assert (case.matter, case.days, case.kind) == ("appeal", 10, "outcome")
    assert case.excluded == [first.user_id]
    assert fresh(outcome).stage == "rejected"
    assert letters()[-1] == "outcome_appealed"


def test_granted_an_account_is_opened_like_any_other(account):
    other = scene.reviewer()
    scene.effective(lodge(account).case, other)
    account = fresh(account)
    assert account.stage == "active"
    assert account.documents.get().reserved
    assert account.user.initial_until
    told = Message.objects.get(letter="account_approved")
    assert told.context["appealed"] is True


def test_granted_an_outcome_is_stored_and_its_history_says_how(outcome):
    other = scene.reviewer()
    scene.effective(lodge(outcome).case, other)
    outcome = fresh(outcome)
    assert outcome.stage == "stored"
    assert [step.what for step in trail.of(outcome)][-3:] == [
        "审核不通过",
        "提出申诉",
        "申诉成立，已存储",
    ]
    assert letters()[-1] == "outcome_stored"


def test_dismissed_it_stays_rejected_with_the_new_reasons_for_good(outcome):
    other = scene.reviewer()
    told = [{"field": "title", "code": "", "text": "全称少了“全国”。"}]
    scene.effective(lodge(outcome).case, other, "reject", told)
    outcome = fresh(outcome)
    assert outcome.stage == "rejected"
    assert [row.text for row in remarks.latest(outcome)] == ["全称少了“全国”。"]
    last = trail.of(outcome)[-1]
    assert (last.what, last.tone) == ("申诉没有成立，维持不通过", "is-bad")
    assert "全国" in last.why
    assert letters()[-1] == "outcome_dismissed"
    assert refused(lodge, outcome) == "appealed_before"


def test_a_dismissed_account_tells_the_new_reasons_and_cannot_appeal_again(account):
    other = scene.reviewer()
    told = [{"field": "", "code": "", "text": "两张照片仍不一致。"}]
    scene.effective(lodge(account).case, other, "reject", told)
    account = fresh(account)
    assert account.stage == "rejected"
    assert account.remarks[0]["text"] == "两张照片仍不一致。"
    assert letters()[-1] == "account_dismissed"
    assert refused(lodge, account) == "appealed_before"


def test_who_decided_neither_sees_nor_takes_nor_decides_it(first, outcome):
    scene.reviewer()
    case = lodge(outcome).case
    assert not queues.waiting(first).exists()
    assert queues.take_next(first) is None
    assert refused(queues.take, first, case) == "decided_before"
    assert refused(decisions.decide, case, "approve", by=first.user) == "decided_before"
    assert Case.objects.get(pk=case.pk).stage == "open"


def test_the_same_human_under_another_address_is_known_by_the_document(first, outcome):
    """Two staff users of one person: both opened an account with the same number once."""
    number = people.number()
    enrolment = people.enrol(number)
    second = scene.reviewer()
    scene.reviewer()
    for seat, address in ((first, "a1@example.org"), (second, "a2@example.org")):
        made, _case = scene.an_opening(enrolment=enrolment, email=address)
        scene.also_learner(seat, made)
    case = lodge(outcome).case
    assert refused(queues.take, second, case) == "decided_before"


def test_whoever_decided_any_earlier_round_is_excluded_too(first):
    other = scene.reviewer()
    third = scene.reviewer()
    account, case = scene.an_opening()
    scene.effective(case, other, "return", scene.BLURRED)
    from creditbank.bank.accounts import corrections

    corrections.correct(people.fresh(account), by=account)
    scene.effective(case, first, "reject", [{"field": "", "code": "", "text": "不是本人。"}])
    case = lodge(fresh(account)).case
    for seat in (first, other):
        assert refused(queues.take, seat, case) == "decided_before"
    assert queues.take_next(third) == case


def test_the_learner_does_not_decide_it_not_even_as_another_user(first):
    own = scene.reviewer()
    scene.reviewer()
    from tests.bank.outcomes.scene import a_learner

    learner = a_learner()
    scene.also_learner(own, learner)
    made, case = scene.a_deposit(learner=learner)
    scene.effective(case, first, "reject", scene.FALSE)
    case = lodge(fresh(made)).case
    assert refused(queues.take, own, case) == "own_case"


def test_where_nobody_else_is_it_goes_to_the_nearest_above_that_has(first, outcome):
    national = scene.reviewer("00")
    case = lodge(outcome).case
    assert Case.objects.get(pk=case.pk).organisation.code == "00"
    assert queues.take_next(national) == case


def test_with_nobody_anywhere_it_waits_at_the_national_centre(outcome):
    case = lodge(outcome).case
    assert Case.objects.get(pk=case.pk).organisation.code == "00"


def test_a_colleague_who_is_the_learner_is_nobody_else(first):
    """One decided, the other submitted: each alone has 'somebody else' beside them, and none decides."""
    from tests.bank.outcomes.scene import a_learner

    own, national = scene.reviewer(), scene.reviewer("00")
    learner = a_learner()
    scene.also_learner(own, learner)
    made, case = scene.a_deposit(learner=learner)
    scene.effective(case, first, "reject", scene.FALSE)
    case = lodge(fresh(made)).case
    assert queues.take_next(national) == case


def test_a_colleague_who_left_meanwhile_sends_it_up_at_the_next_press(first, outcome):
    colleague, national = scene.reviewer(), scene.reviewer("00")
    case = lodge(outcome).case
    assert case.organisation.code == "62"
    scene.dismissed(colleague)
    assert queues.take_next(first) is None
    assert queues.take_next(national) == case


@pytest.mark.parametrize(
    ("day", "code"), [("2026-03-23 23:59", None), ("2026-03-24 00:01", "too_late")]
)
def test_fifteen_working_days_and_no_minute_more(first, day, code):
    with scene.at("2026-03-02"):
        made, case = scene.a_deposit()
        scene.effective(case, first, "reject", scene.FALSE)
    with scene.at(day):
        if code is None:
            assert lodge(fresh(made)).pk
        else:
            assert refused(lodge, fresh(made)) == code


def test_a_deadline_past_the_published_table_holds_nobody(first):
    with scene.at("2026-12-28"):
        made, case = scene.a_deposit()
        scene.effective(case, first, "reject", scene.FALSE)
    with scene.at("2027-03-01"):
        assert appeals.standing(fresh(made)).provisional
        assert lodge(fresh(made)).pk


def test_what_ended_without_a_reviewer_cannot_be_appealed(first):
    account, _case = scene.an_opening(email=people.OTHER)
    vouching.object_to(account, by=VISITOR)
    assert appeals.standing(fresh(account)) is None
    assert refused(lodge, fresh(account)) == "moved_on"


@pytest.mark.parametrize(
    "stage", ["draft", "submitted", "returned", "stored", "withdrawn", "revoked"]
)
def test_only_what_stands_rejected_is_appealed(outcome, stage):
    Outcome.objects.filter(pk=outcome.pk).update(stage=stage)
    assert refused(lodge, fresh(outcome)) == "moved_on"
    assert not Appeal.objects.exists()


def test_an_appeal_needs_words_and_keeps_them_sealed(outcome):
    assert refused(lodge, outcome, "  ") == "words_missing"
    appeal = lodge(outcome)
    assert Appeal.objects.select_related("person_key").get().words == WORDS
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM bank_appeal")
        assert WORDS.encode() not in bytes(cursor.fetchone()[0])
    assert WORDS not in str(list(Event.objects.of(appeal).values_list("after", flat=True)))


def test_an_appeal_is_answered_with_yes_or_no(outcome):
    other = scene.reviewer()
    case = queues.take(other, lodge(outcome).case)
    told = [{"field": "title", "code": "", "text": "请改。"}]
    assert refused(decisions.decide, case, "return", told, by=other.user) == "yes_or_no"


def test_checks_of_an_approval_hold_for_an_appeal(account):
    """Meanwhile another opening of the number was approved."""
    from creditbank.bank.enrolments.models import Enrolment

    other = scene.reviewer()
    appeal = lodge(account)
    enrolment = Enrolment.objects.get(pk=account.enrolment_id)
    scans = [people.a_scan()]
    again, case = scene.an_opening(enrolment=enrolment, email=people.OTHER, scans=scans)
    scene.effective(case, other)
    assert fresh(again).stage == "active"
    assert refused(decisions.decide, queues.take(other, appeal.case), "approve", by=other.user) == (
        "number_taken"
    )


def test_the_reviewer_reads_the_words_the_decision_and_its_reasons(first, outcome):
    told = appeals.of(lodge(outcome).case)
    assert told.words == WORDS
    assert told.against.by_label == first.user.actor_label
    assert told.reasons[0][1]
    assert appeals.of(rules.rejection("outcome", outcome.pk).case) is None


def test_the_learner_sees_until_when_and_how_far(outcome):
    before = appeals.standing(outcome)
    assert before.may
    assert before.until - clock.now() > dt.timedelta(days=14)
    lodge(outcome)
    after = appeals.standing(fresh(outcome))
    assert (after.may, after.is_waiting) == (False, True)
    assert queue.waiting(scene.reviewer()).count() == 0
