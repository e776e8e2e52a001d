"""Registration: what each verb does, where it may be used, what it leaves alone."""

import datetime as dt

import pytest
from django.db import transaction

from creditbank.bank import clock, lifecycle
from creditbank.bank.accounts import (
    attachments,
    confirmations,
    corrections,
    decisions,
    drafts,
    erasures,
    facts,
    holders,
    information,
    registrations,
    tasks,
    vouching,
)
from creditbank.bank.accounts.models import Account, Document
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.files.models import StoredFile
from creditbank.bank.history import SYSTEM, VISITOR
from creditbank.bank.history.models import Event
from creditbank.bank.keys.models import PersonKey
from creditbank.bank.messages.models import Message
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Case, Kind
from creditbank.bank.users import people as users
from creditbank.bank.users.models import Link, User
from tests.bank.accounts import registering
from tests.bank.accounts.people import IMPORTED, OTHER, REVIEWER

REMARK = [{"field": "number", "code": "number_differs", "text": "号码与证件不一致。"}]


def code(action, *args, **options):
    with pytest.raises(Refused) as refusal:
        action(*args, **options)
    return refusal.value.code


def codes(account):
    return {fact["code"] for fact in facts.of(account)}


def case_of(account):
    return cases.of(Kind.ACCOUNT, account.pk)


def sent_back(bank, remarks=REMARK, **told):
    """A registration that was returned, its case with the learner."""
    account = registering.confirmed(**told)
    case = case_of(account)
    lifecycle.move(case, "decide")
    cases.answer(case, "return", at=clock.now(), by=REVIEWER)
    decisions.send_back(account, remarks, by=REVIEWER)
    return bank.fresh(account)


def approved(bank, **told):
    account = registering.confirmed(**told)
    decisions.approve(account, by=REVIEWER)
    return bank.fresh(account)


def test_a_draft_keeps_everything_sealed_and_reserves_nothing(bank):
    typed = bank.number()
    account = registering.a_draft(number=typed)
    assert (account.stage, account.opening) == (Stage.DRAFT, "registration")
    assert information.standing(account).number == typed
    kept = str([list(model.objects.values()) for model in (Account, Document, User, Event)])
    for value in (typed, OTHER, "张三丰", "15400000001", "示例路"):
        assert value not in kept
    assert holders.being_opened(bytes(account.documents.get().fingerprint)) == []
    assert bank.letters() == []


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "张3"}, "name"),
        ({"mobile": "123"}, "mobile"),
        ({"education": "none"}, "education"),
        ({"number": "659011199001010012"}, "number"),
        ({"kind": "passport", "number": "E1234567"}, "country"),
        ({"kind": "passport", "number": "E1234567", "country": "DEU"}, "sex"),
        ({"kind": "passport", "number": "E1234567", "country": "DEU", "sex": "male"}, "born_on"),
    ],
)
def test_what_is_wrong_is_refused_beside_its_field(bank, told, field):
    with pytest.raises(Refused) as refusal:
        registering.a_draft(**told)
    assert refusal.value.field == field
    assert not Account.objects.exists()


@pytest.mark.parametrize("region", ["110103", "620000", "620100", "810000", "999999", ""])
def test_a_region_that_is_gone_or_not_the_last_step_is_refused(bank, region):
    assert code(registering.a_draft, region=region) == "region"


def test_a_region_without_a_province_of_its_own_goes_to_the_national_centre(bank):
    account = registering.confirmed(region="530102")
    assert case_of(account).organisation == bank.place("00")


def test_the_password_may_not_be_what_others_know(bank):
    account = registering.a_draft(password="")
    assert code(drafts.set_password, account, "walnut 19900517 crane", by=VISITOR) == "password_own"
    assert code(registrations.submit, account, scans=[bank.a_scan()], by=VISITOR) == (
        "password_missing"
    )


def test_without_a_scan_nothing_is_handed_in(bank):
    account = registering.a_draft()
    assert code(registrations.submit, account, scans=[], by=VISITOR) == "scan_missing"


def test_a_confirmed_registration_is_reviewed_in_its_region_within_two_working_days(bank):
    account = registering.confirmed()
    case = case_of(account)
    assert (case.organisation, case.place, case.days) == (bank.place("62"), bank.place("62"), 2)
    assert bytes(case.fingerprint) == bytes(account.documents.get().fingerprint)
    assert account.user.email_confirmed_at is not None
    assert not account.needs_vouching
    assert codes(account) == {"number_valid", "address_confirmed"}
    assert bank.letters() == ["account_confirm", "account_received"]


def test_an_address_is_reserved_only_when_it_is_confirmed(bank):
    first, second = registering.submitted(), registering.submitted()
    registering.confirm()
    confirmations.send_again(first, by=VISITOR)
    late = bank.secret("account_confirm", "token")
    assert code(confirmations.confirm, late, by=VISITOR) == "email_taken"
    assert bank.fresh(first).stage == Stage.EMAIL_UNCONFIRMED
    assert bank.fresh(second).stage == Stage.PENDING_REVIEW
    assert Link.objects.filter(subject_id=first.pk, used_at=None).exists()


def test_a_link_works_once_and_for_48_hours(bank):
    registering.submitted()
    token = bank.secret("account_confirm", "token")
    with clock.frozen(clock.now() + dt.timedelta(hours=48, minutes=1)):
        assert code(confirmations.confirm, token, by=VISITOR) == "link_expired"
    confirmations.confirm(token, by=VISITOR)
    assert code(confirmations.confirm, token, by=VISITOR) == "link_used"


def test_an_approved_registration_has_its_own_password_and_no_initial_one(bank):
    account = approved(bank)
    assert account.stage == Stage.ACTIVE
    assert account.documents.get().reserved
    assert account.user.initial_until is None
    assert account.user.check_password(registering.PASSWORD)
    assert users.find_by_email(OTHER) == account.user
    told = Message.objects.get(letter="account_approved")
    assert told.context["registered"] is True


def test_rejected_registrations_give_number_and_address_free(bank):
    typed = bank.number()
    account = registering.confirmed(number=typed)
    decisions.reject(account, REMARK, by=REVIEWER)
    assert users.find_by_email(OTHER) is None
    assert users.find_unconfirmed(OTHER) == account.user
    again = registering.confirmed(number=typed)
    assert again.stage == Stage.PENDING_REVIEW
    assert "address_taken" not in codes(again)
    decisions.approve(again, by=REVIEWER)
    assert users.find_by_email(OTHER) == again.user


def test_a_second_opening_is_held_shown_told_and_superseded(bank):
    typed = bank.number()
    first = registering.confirmed(number=typed, email="first@example.org")
    second = registering.confirmed(number=typed, email="second@example.org")
    assert bank.letters("first@example.org")[-1] == "account_second"
    for one, other in ((first, second), (second, first)):
        found = [fact for fact in facts.of(one) if fact["code"] == "second_opening"]
        assert [fact["number"] for fact in found] == [case_of(other).number]
    decisions.approve(second, by=REVIEWER)
    first = bank.fresh(first)
    assert first.stage == Stage.REJECTED
    assert case_of(first).stage == "withdrawn"
    assert users.find_by_email("first@example.org") is None


def test_no_more_than_three_openings_wait_and_the_fourth_is_told_itself(bank):
    typed = bank.number()
    for place in range(3):
        registering.confirmed(number=typed, email=f"a{place}@example.org")
    fourth = registering.confirmed(number=typed, email="a4@example.org")
    assert fourth.stage == Stage.REJECTED
    assert bank.letters("a4@example.org") == ["account_confirm", "account_rejected"]
    assert Case.objects.count() == 3


def test_unconfirmed_openings_stand_in_nobodys_way(bank):
    typed = bank.number()
    for place in range(4):
        registering.submitted(number=typed, email=f"b{place}@example.org")
    assert bank.open_account(bank.enrol(typed)) is not None


def test_a_number_with_an_enrolment_is_a_fact_and_attaches_on_approval(bank):
    typed = bank.number()
    enrolment = bank.enrol(typed, email=IMPORTED, centre="6101", name="张三")
    account = registering.confirmed(number=typed)
    assert case_of(account).organisation == bank.place("62")
    assert {"enrolment_found", "name_differs_register", "address_differs", "vouched"} <= codes(
        account
    )
    assert bank.letters(IMPORTED) == ["account_announced"]
    decisions.approve(account, by=REVIEWER)
    account = bank.fresh(account)
    assert account.enrolment_id == enrolment.pk
    assert account.organisation == bank.place("6101")


def test_the_imported_address_can_say_not_me_of_a_registration(bank):
    typed = bank.number()
    bank.enrol(typed, email=IMPORTED)
    account = registering.confirmed(number=typed)
    token = bank.secret("account_announced", "not_me")
    vouching.follow(token, Link.Purpose.NOT_ME, by=VISITOR)
    assert bank.fresh(account).stage == Stage.REJECTED
    assert bank.letters(IMPORTED)[-1] == "account_objected"
    assert users.find_by_email(OTHER) is None


def test_a_number_with_an_account_opens_no_second_one_and_its_holder_is_told(bank):
    typed = bank.number()
    holder = approved(bank, number=typed, email="holder@example.org")
    account = registering.confirmed(number=typed)
    tasks.tell_holder(account_id=str(account.pk))
    assert bank.letters("holder@example.org")[-1] == "account_registered_again"
    assert "account_exists" in codes(account)
    assert code(decisions.approve, account, by=REVIEWER) == "number_taken"
    assert Document.objects.filter(reserved=True).count() == 1
    token = bank.secret("account_registered_again", "not_me")
    vouching.follow(token, Link.Purpose.NOT_ME, by=VISITOR)
    assert bank.fresh(account).stage == Stage.REJECTED
    assert bank.fresh(holder).stage == Stage.ACTIVE
    assert bank.letters("holder@example.org")[-1] == "account_objected"


def test_who_gets_the_account_while_another_registration_is_unconfirmed_is_told_then(bank):
    typed = bank.number()
    early = registering.submitted(number=typed, email="early@example.org")
    token = bank.secret("account_confirm", "token")
    with clock.frozen(clock.now() + dt.timedelta(hours=1)):
        approved(bank, number=typed, email="holder@example.org")
        registering.confirm(token)
    assert "account_registered_again" in bank.letters("holder@example.org")
    assert "account_exists" in codes(bank.fresh(early))


def test_who_registered_and_comes_in_a_roster_later_keeps_the_one_account(bank):
    typed = bank.number()
    account = approved(bank, number=typed)
    assert account.organisation == bank.place("62")
    enrolment = bank.enrol(typed, centre="6201")
    tasks.attach_enrolments()
    account = bank.fresh(account)
    assert (account.enrolment_id, account.organisation) == (enrolment.pk, bank.place("6201"))
    assert attachments.attach_all(by=SYSTEM) == 0
    assert bank.open_account(enrolment) is None


def test_a_corrected_number_is_fingerprinted_anew_everywhere(bank):
    right = bank.number()
    account = sent_back(bank)
    was = bytes(account.documents.get().fingerprint)
    told = registering.information(number=right)
    corrections.correct(account, information=told, by=account)
    account = bank.fresh(account)
    document = account.documents.get()
    assert (account.stage, document.number) == (Stage.PENDING_REVIEW, right)
    assert bytes(document.fingerprint) != was
    assert bytes(case_of(account).fingerprint) == bytes(document.fingerprint)
    assert holders.being_opened(was) == []


def test_a_number_corrected_to_one_with_an_account_tells_its_holder(bank):
    typed = bank.number()
    approved(bank, number=typed, email="holder@example.org")
    account = sent_back(bank)
    corrections.correct(account, information=registering.information(number=typed), by=account)
    assert bank.letters("holder@example.org")[-1] == "account_registered_again"
    assert "account_exists" in codes(bank.fresh(account))


def test_a_corrected_address_must_be_confirmed_before_anybody_reviews(bank):
    account = sent_back(bank)
    told = registering.information(number=information.standing(account).number, email=IMPORTED)
    corrections.correct(account, information=told, by=account)
    account = bank.fresh(account)
    assert (account.stage, case_of(account).held_for) == (Stage.PENDING_REVIEW, "email")
    assert bank.letters(OTHER)[-1] == "account_address_changed"
    assert code(decisions.approve, account, by=REVIEWER) == "email_unconfirmed"
    confirmations.confirm(bank.secret("account_confirm", "token"), by=VISITOR)
    assert case_of(account).held_for == ""
    decisions.approve(bank.fresh(account), by=REVIEWER)


def test_an_address_corrected_twice_is_questioned_as_the_last_one(bank):
    typed = bank.number()
    bank.enrol(typed, email=IMPORTED)
    account = sent_back(bank, number=typed)
    told = registering.information(number=typed, email=IMPORTED)
    corrections.correct(account, information=told, by=account)
    assert not bank.fresh(account).needs_vouching
    confirmations.correct_address(account, "third@example.org", by=VISITOR)
    account = bank.fresh(account)
    assert (account.needs_vouching, account.vouched_by) == (True, "scan")
    assert bank.letters(IMPORTED).count("account_announced") == 2


def test_a_corrected_region_moves_the_case_to_the_other_province(bank):
    account = sent_back(bank)
    corrections.move_to(account, "610102", by=account)
    assert case_of(account).organisation == bank.place("62")
    corrections.correct(bank.fresh(account), by=account)
    assert case_of(account).organisation == bank.place("61")


def test_the_address_is_corrected_before_confirmation_and_the_old_one_told(bank):
    account = registering.submitted()
    first = bank.secret("account_confirm", "token")
    confirmations.correct_address(account, "right@example.org", by=VISITOR)
    assert bank.fresh(account).user.email == "right@example.org"
    assert bank.letters(OTHER) == ["account_confirm", "account_address_withdrawn"]
    assert code(confirmations.confirm, first, by=VISITOR) == "link_used"
    assert code(confirmations.correct_address, account, "RIGHT@example.org", by=VISITOR) == (
        "address_same"
    )


def test_a_mailed_link_resumes_a_draft_once_and_no_longer_than_it_is_one(bank):
    account = registering.a_draft()
    drafts.mail_link(account, by=VISITOR)
    token = bank.secret("account_resume", "token")
    assert drafts.resume(token, by=VISITOR) == account.pk
    assert code(drafts.resume, token, by=VISITOR) == "link_used"
    drafts.mail_link(account, by=VISITOR)
    registrations.submit(account, scans=[bank.a_scan()], by=VISITOR)
    token = bank.secret("account_resume", "token")
    assert code(drafts.resume, token, by=VISITOR) == "moved_on"


def test_another_address_ends_the_link_mailed_to_the_former(bank):
    account = registering.a_draft()
    drafts.mail_link(account, by=VISITOR)
    token = bank.secret("account_resume", "token")
    told = registering.information(number=information.standing(account).number, email=IMPORTED)
    drafts.change(account, told, by=VISITOR)
    assert code(drafts.resume, token, by=VISITOR) == "link_used"


def test_unfinished_unconfirmed_and_rejected_openings_are_erased_after_30_days(bank):
    draft, unconfirmed = registering.a_draft(), registering.submitted()
    waits = registering.confirmed(email="waits@example.org")
    rejected = registering.confirmed(email="rejected@example.org")
    case = case_of(rejected)
    lifecycle.move(case, "decide")
    cases.answer(case, "reject", at=clock.now(), by=REVIEWER)
    decisions.reject(rejected, REMARK, by=REVIEWER)
    keys = {row.person_key_id for row in (draft, unconfirmed, rejected)}
    files = [scan.file_id for scan in unconfirmed.scans.all()]
    with clock.frozen(clock.now() + dt.timedelta(days=29)):
        tasks.erase_unfinished()
    assert Account.objects.count() == 4
    with clock.frozen(clock.now() + dt.timedelta(days=31)):
        tasks.erase_unfinished()
    assert [row.pk for row in Account.objects.all()] == [waits.pk]
    assert {bytes(row.wrapped) for row in PersonKey.objects.filter(pk__in=keys)} == {b""}
    assert all(row.is_erased for row in StoredFile.objects.filter(pk__in=files))
    assert User.objects.filter(pk__in=[draft.user_id, unconfirmed.user_id]).count() == 0


def test_a_rejected_opening_stays_while_a_case_about_it_is_open(bank):
    account = registering.confirmed()
    decisions.reject(account, REMARK, by=REVIEWER)
    with clock.frozen(clock.now() + dt.timedelta(days=31)):
        assert list(erasures.due()) == []


def test_erasing_touches_nothing_that_has_moved_on(bank):
    account = registering.confirmed()
    erasures.erase(account, by=SYSTEM)
    assert bank.fresh(account).stage == Stage.PENDING_REVIEW


def test_giving_a_draft_up_erases_it_unless_a_link_was_mailed(bank):
    gone, kept = registering.a_draft(), registering.a_draft()
    drafts.mail_link(kept, by=VISITOR)
    for account in (gone, kept):
        drafts.give_up(account, by=VISITOR)
    assert [row.pk for row in Account.objects.all()] == [kept.pk]


def a_registration_in(bank, stage):
    """A registration in each of its stages."""
    if stage == Stage.DRAFT:
        return registering.a_draft()
    if stage == Stage.EMAIL_UNCONFIRMED:
        return registering.submitted()
    if stage == Stage.RETURNED:
        return sent_back(bank)
    if stage == Stage.PENDING_REVIEW:
        return registering.confirmed()
    account = approved(bank) if stage != Stage.REJECTED else registering.confirmed()
    if stage == Stage.REJECTED:
        decisions.reject(account, REMARK, by=REVIEWER)
    elif stage != Stage.ACTIVE:
        lifecycle.move(account, "suspend")
    if stage == Stage.CLOSED:
        lifecycle.move(account, "close")
    return bank.fresh(account)


def verbs(bank, account):
    """Each verb of a registration as its page would use it; the link as it was sent."""
    told = registering.information(number=information.standing(account).number)
    row = Message.objects.filter(letter="account_confirm").order_by("-id").first()
    token = bank.secret("account_confirm", "token") if row else ""
    return {
        "change": lambda: drafts.change(account, told, by=VISITOR),
        "move_to": lambda: drafts.move_to(account, "620103", by=VISITOR),
        "set_password": lambda: drafts.set_password(account, "quiet marble 58 kite", by=VISITOR),
        "mail_link": lambda: drafts.mail_link(account, by=VISITOR),
        "give_up": lambda: drafts.give_up(account, by=VISITOR),
        "submit": lambda: registrations.submit(account, scans=[bank.a_scan()], by=VISITOR),
        "send_again": lambda: confirmations.send_again(account, by=VISITOR),
        "correct_address": lambda: confirmations.correct_address(
            account, "right@example.org", by=VISITOR
        ),
        "confirm": lambda: confirmations.confirm(token, by=VISITOR),
        "correct": lambda: corrections.correct(account, information=told, by=account),
        "correct_region": lambda: corrections.move_to(account, "620103", by=account),
        "object": lambda: lifecycle.move(account, "object"),
        "turn_away": lambda: lifecycle.move(account, "turn_away"),
        "supersede": lambda: lifecycle.move(account, "supersede"),
    }


OF_DRAFT = {"change", "move_to", "set_password", "mail_link", "give_up", "submit"}
ALLOWED = {
    Stage.DRAFT: OF_DRAFT,
    Stage.EMAIL_UNCONFIRMED: {"send_again", "correct_address", "confirm", "object", "turn_away"},
    Stage.PENDING_REVIEW: {"object", "supersede"},
    Stage.RETURNED: {"correct", "correct_region", "object", "supersede"},
}


@pytest.mark.parametrize("stage", list(Stage))
def test_every_verb_works_in_its_stages_and_is_refused_in_all_others(bank, stage):
    account = a_registration_in(bank, stage)
    events = Event.objects.count()
    for name, action in verbs(bank, account).items():
        with transaction.atomic():
            if name in ALLOWED.get(stage, set()):
                action()
            else:
                assert code(action) in {"moved_on", "link_used", "link_unknown"}, name
                assert Event.objects.count() == events, name
            transaction.set_rollback(True)
        account = bank.fresh(account)
        assert account.stage == stage


def test_a_confirmed_registration_whose_job_got_lost_is_found_again(bank):
    account = registering.submitted()
    confirmations.confirm(bank.secret("account_confirm", "token"), by=VISITOR)
    tasks.rescue()
    assert bank.fresh(account).stage == Stage.EMAIL_UNCONFIRMED, "its job may still be at it"
    with clock.frozen(clock.now() + dt.timedelta(minutes=2)):
        tasks.rescue()
    assert bank.fresh(account).stage == Stage.PENDING_REVIEW


def test_nobody_is_admitted_twice_nor_before_the_address_is_confirmed(bank):
    account = registering.submitted()
    tasks.admit(account_id=str(account.pk))
    assert bank.fresh(account).stage == Stage.EMAIL_UNCONFIRMED
    registering.confirm()
    tasks.admit(account_id=str(account.pk))
    assert Case.objects.count() == 1
    assert bank.letters().count("account_received") == 1
