"""What a decision does, and that nobody takes over another's account on the way."""

import datetime as dt

import pytest

from creditbank.bank import clock
from creditbank.bank.accounts import (
    appeals,
    claims,
    closings,
    corrections,
    decisions,
    holders,
    openings,
    reinstatements,
    reopenings,
    vouching,
)
from creditbank.bank.accounts.models import Account
from creditbank.bank.accounts.stages import MOVES, Stage
from creditbank.bank.history import VISITOR
from creditbank.bank.messages.models import Message
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind
from creditbank.bank.users import people as users
from creditbank.bank.users import sign_ins
from tests.bank.accounts.people import IMPORTED, NOW, OTHER, REVIEWER

REMARKS = [{"field": "email", "code": "email_unusable", "text": "邮箱收不到邮件。"}]


def refused(action, *args, **options):
    with pytest.raises(Refused) as refusal:
        action(*args, **options)
    return refusal.value.code


def test_approval_reserves_the_number_and_begins_the_thirty_days(bank):
    with clock.frozen(NOW):
        account = bank.open_account()
        decisions.approve(account, by=REVIEWER)
    account = bank.fresh(account)
    document = account.documents.get()
    assert (account.stage, document.reserved) == (Stage.ACTIVE, True)
    assert account.user.initial_until == NOW + dt.timedelta(days=30)
    assert holders.find_user(document.number.lower()) == account.user
    told = Message.objects.get(letter="account_approved").context
    assert told["sign_in_name"] == f"S{document.number[:3]}****{document.number[-4:]}"


def claimed(number, six):
    return claims.read_claim(sign_ins.read(f"S{number}"), six)


def test_the_initial_password_is_the_last_six_and_dies_after_thirty_days(bank):
    with clock.frozen(NOW):
        account = bank.open_account()
        number = account.documents.get().number
        claim = claimed(number, number[-6:].lower())
        assert claims.holder(claim) is None
        decisions.approve(account, by=REVIEWER)
        user = bank.fresh(account).user
        assert claims.holder(claim) == user
        assert claims.is_true(claim, user)
        assert claimed(number, "000000") is None
        wrong = claims.read_claim(sign_ins.read(user.email), "000000")
        assert claims.holder(wrong) == user
        assert not claims.is_true(wrong, user)
    with clock.frozen(NOW + dt.timedelta(days=30, seconds=1)):
        assert claims.holder(claim) is None


def test_nobody_signs_in_with_a_number_before_its_approval(bank):
    account = bank.open_account()
    assert holders.find_user(account.documents.get().number) is None
    assert holders.find_user("no number") is None


@pytest.mark.parametrize("imported", [IMPORTED, None])
def test_an_unfamiliar_address_is_not_approved_until_somebody_vouched(bank, imported):
    account = bank.open_account(bank.enrol(email=imported), email=OTHER)
    assert refused(decisions.approve, account, by=REVIEWER) == "needs_vouching"
    assert bank.fresh(account).stage == Stage.PENDING_REVIEW
    vouching.vouch_in_person(account, email=OTHER, by=bank.officer().user)
    decisions.approve(account, by=REVIEWER)
    assert bank.fresh(account).stage == Stage.ACTIVE


def test_a_scan_is_enough_for_approval(bank):
    account = bank.open_account(email=OTHER, scans=[bank.a_scan()])
    decisions.approve(account, by=REVIEWER)
    assert bank.fresh(account).stage == Stage.ACTIVE


def test_an_address_of_somebody_else_cannot_be_approved(bank):
    bank.officer(email=OTHER)
    account = bank.open_account(email=OTHER, scans=[bank.a_scan()])
    assert refused(decisions.approve, account, by=REVIEWER) == "address_taken"


def test_approving_one_of_two_openings_rejects_the_other(bank):
    enrolment = bank.enrol()
    thief = bank.open_account(enrolment, email=OTHER, scans=[bank.a_scan()])
    owner = bank.open_account(enrolment)
    decisions.approve(owner, by=REVIEWER)
    assert bank.fresh(thief).stage == Stage.REJECTED
    assert cases.of(Kind.ACCOUNT, thief.pk).stage == "withdrawn"
    assert bank.letters(OTHER)[-1] == "account_rejected"
    assert refused(decisions.approve, thief, by=REVIEWER) in {"moved_on", "number_taken"}


def test_a_returned_sibling_is_rejected_too(bank):
    enrolment = bank.enrol()
    other = bank.open_account(enrolment, email=OTHER)
    decisions.send_back(other, REMARKS, by=REVIEWER)
    decisions.approve(bank.open_account(enrolment), by=REVIEWER)
    assert bank.fresh(other).stage == Stage.REJECTED


def test_a_rejected_opening_leaves_the_number_free(bank):
    enrolment = bank.enrol()
    account = bank.open_account(enrolment)
    decisions.reject(account, REMARKS, by=REVIEWER, reason="材料不实")
    assert bank.letters()[-1] == "account_rejected"
    again = bank.open_account(enrolment)
    decisions.approve(again, by=REVIEWER)
    assert bank.fresh(again).stage == Stage.ACTIVE


def test_sent_back_with_remarks_and_a_link_then_corrected(bank):
    account = bank.open_account(email=OTHER, scans=[bank.a_scan()])
    returned(account)
    assert bank.fresh(account).remarks == REMARKS
    assert bank.secret("account_returned", "token")
    corrections.correct(bank.fresh(account), email=IMPORTED, by=account)
    account = bank.fresh(account)
    assert (account.stage, account.remarks, account.needs_vouching) == (
        Stage.PENDING_REVIEW,
        [],
        False,
    )
    assert openings.same_address(account.user.email, IMPORTED)
    assert bank.letters(OTHER)[-1] == "account_address_changed"
    assert cases.of(Kind.ACCOUNT, account.pk).stage == "open"


def test_a_corrected_address_must_be_vouched_for_anew(bank):
    account = bank.open_account(email=OTHER)
    vouching.vouch_by_link(account, by=VISITOR)
    returned(account)
    corrections.correct(bank.fresh(account), email="third@example.org", by=account)
    account = bank.fresh(account)
    assert (account.needs_vouching, account.vouched_by) == (True, "")
    assert bank.letters(IMPORTED).count("account_announced") == 2


def test_what_the_register_mended_is_taken_over(bank):
    enrolment = bank.enrol(name="张三风")
    account = bank.open_account(enrolment)
    returned(account)
    enrolment.name = "张三丰"
    enrolment.save()
    corrections.correct(bank.fresh(account), by=account)
    assert bank.fresh(account).name == "张三丰"


def returned(account):
    """Sent back as the desk does it: the case goes to the learner with the account."""
    from creditbank.bank.reviews.models import Case

    decisions.send_back(account, REMARKS, by=REVIEWER)
    Case.objects.filter(subject_id=account.pk).update(stage="with_learner")
    users.end_sessions(account.user, by=REVIEWER)


def reopened(account):
    document = holders.reading_of(account)
    reopenings.reopen(account, document=document, email=OTHER, name="张三丰", by=REVIEWER)


VERBS = {
    "approve": lambda row: decisions.approve(row, by=REVIEWER),
    "return": lambda row: decisions.send_back(row, REMARKS, by=REVIEWER),
    "reject": lambda row: decisions.reject(row, REMARKS, by=REVIEWER),
    "correct": lambda row: corrections.correct(row, by=row),
    "reinstate": lambda row: vouching.vouch_in_person(row, email=IMPORTED, by=REVIEWER),
    "uphold": lambda row: appeals.approve(row, by=REVIEWER),
    "dismiss": lambda row: appeals.reject(row, REMARKS, by=REVIEWER),
    "stay_suspended": lambda row: reinstatements.reject(row, REMARKS, by=REVIEWER),
    "close": lambda row: closings.close(row, by=row),
    "reopen": reopened,
}
PAIRS = [(stage, verb) for stage in Stage.values for verb in VERBS]


@pytest.mark.parametrize(("stage", "verb"), PAIRS)
def test_each_verb_works_in_its_stages_and_is_refused_in_all_others(bank, stage, verb):
    account = bank.open_account()
    Account.objects.filter(pk=account.pk).update(stage=stage)
    if verb == "close":
        cases.withdraw(cases.of(Kind.ACCOUNT, account.pk), by=REVIEWER)
    if verb == "correct":
        from creditbank.bank.reviews.models import Case

        Case.objects.filter(subject_id=account.pk).update(stage="with_learner")
    row = bank.fresh(account)
    if MOVES.allows(stage, verb):
        VERBS[verb](row)
        assert bank.fresh(account).stage == MOVES.target(verb)
    else:
        assert refused(VERBS[verb], row) == "moved_on"
        assert bank.fresh(account).stage == stage
