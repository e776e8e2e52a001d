"""Closing an account takes the person out of it; reopening brings the account back, and nothing twice."""

from contextlib import suppress

import pytest
from django.apps import apps
from django.db import connection

from creditbank.bank.accounts import (
    claims,
    closings,
    decisions,
    holders,
    reopenings,
)
from creditbank.bank.accounts.models import Account, Document
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.files.models import StoredFile
from creditbank.bank.history import SYSTEM
from creditbank.bank.history.models import Event
from creditbank.bank.history.seals import verify
from creditbank.bank.keys import Unreadable
from creditbank.bank.keys.models import PersonKey
from creditbank.bank.keys.sealing import unseal, unseal_with
from creditbank.bank.messages import delivery
from creditbank.bank.messages.models import Message
from creditbank.bank.organisations import appointments
from creditbank.bank.organisations.roles import Role
from creditbank.bank.outcomes import closings as with_outcomes
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind
from creditbank.bank.users import links, people, sign_ins
from creditbank.bank.users.models import Link, Session, User
from tests.bank.accounts import registering
from tests.bank.accounts.people import OTHER, REVIEWER

ADDRESS = "wang.wu@example.org"
NUMBERS = {"mobile": "15400001234", "address": "城关区某路 41 号", "certificate": "ZS-7788-99"}


@pytest.fixture
def account(bank):
    """An active account whose enrolment has left the register: what is left is the account's own."""
    enrolment = bank.enrol(email=ADDRESS, name="王武样", mobile=NUMBERS["mobile"])
    account = bank.open_account(enrolment)
    account.address = NUMBERS["address"]
    account.save()
    approve(account)
    account = bank.fresh(account)
    people.confirm_email(account.user, by=account)
    return account


def approve(account):
    """As the desk does it, without its ten seconds."""
    decisions.approve(account, by=REVIEWER)
    cases.withdraw(cases.of(Kind.ACCOUNT, account.pk), by=SYSTEM)


def refused(action, *args, **options):
    with pytest.raises(Refused) as refusal:
        action(*args, **options)
    return refusal.value.code


def close(account):
    with_outcomes.close(account, by=account)
    return Account.objects.select_related("user__person_key", "person_key").get(pk=account.pk)


REGISTER = "bank_enrolment"  # and its history: the school's, not the account's


def readable():
    """Every text that whoever has the database and all keys can read out of it, history included."""
    keys = [row.key for row in PersonKey.objects.all() if not row.is_destroyed]
    values = list(_stored()) + list(_told_by_history())
    texts = [value for *_where, value in values]
    for table, row_id, column, value in values:
        if value.startswith("\\x"):
            texts += opened(keys, bytes.fromhex(value[2:]), f"{table}|{column}|{row_id}")
    return "\n".join(texts)


def _stored():
    for model in apps.get_app_config("bank").get_models():
        table, key = model._meta.db_table, model._meta.pk.column or "ctid"
        if table in {REGISTER, "bank_event"}:
            continue
        for field in model._meta.concrete_fields:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT {key}::text, {field.column}::text FROM {table}"
                    f" WHERE {field.column} IS NOT NULL"
                )
                yield from [(table, row, field.column, value) for row, value in cursor.fetchall()]


def _told_by_history():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject, subject_id::text, entry.key, entry.value FROM bank_event,"
            " LATERAL (SELECT * FROM jsonb_each_text(before)"
            " UNION ALL SELECT * FROM jsonb_each_text(after)) entry"
            " WHERE entry.value IS NOT NULL AND subject <> %s",
            [REGISTER],
        )
        return cursor.fetchall()


def opened(keys, sealed, context):
    attempts = [lambda: unseal(sealed, context)]
    attempts += [lambda key=key: unseal_with(key, sealed, context) for key in keys]
    for attempt in attempts:
        with suppress(Unreadable, UnicodeDecodeError):
            yield attempt().decode()


@pytest.fixture
def outcome(account, an_outcome):
    return an_outcome(account, "stored", certificate_number=NUMBERS["certificate"], note="家住附近")


def test_closing_makes_every_value_of_the_person_unreadable_in_tables_and_history(account, outcome):
    number = account.documents.get().number
    secrets = [number, number[6:14], "王武样", ADDRESS, *NUMBERS.values(), "家住附近"]
    before = readable()
    assert [value for value in secrets if value not in before] == []
    close(account)
    for message in Message.objects.filter(reader_id=None):
        delivery.attempt(message.pk)
    kept = readable()
    assert [value for value in secrets if value in kept] == []


def test_what_the_law_keeps_stays_and_the_seal_holds(account, outcome):
    number = account.number
    closed = close(account)
    assert (closed.stage, closed.number) == (Stage.CLOSED, number)
    assert Outcome.objects.get(pk=outcome.pk).title == outcome.title
    assert Document.objects.get(account=account).reserved
    assert not list(verify())


def test_files_messages_links_and_sessions_are_gone(account, outcome):
    token = links.make(Link.Purpose.RECOVERY, account.user_id, delivery.LONGEST_PAUSE)
    Session.objects.create(
        session_key="k" * 32,
        session_data="",
        user_id=account.user_id,
        expire_date="2999-01-01T00:00:00Z",
    )
    close(account)
    assert not StoredFile.objects.live().filter(owner_id=account.pk).exists()
    assert not Message.objects.filter(reader_id=account.user_id).exists()
    assert links.peek(token, Link.Purpose.RECOVERY) is None
    assert not Session.objects.filter(user_id=account.user_id).exists()


def opened_by(number):
    """Whose first sign-in the printed user name and initial password are."""
    claim = claims.read_claim(sign_ins.read(f"S{number}"), number[-6:])
    user = claims.holder(claim)
    return user if user and claims.is_true(claim, user) else None


def test_nobody_signs_in_and_the_address_is_free(bank, account):
    number = account.documents.get().number
    closed = close(account)
    user = User.objects.get(pk=account.user_id)
    assert (user.is_active, user.has_usable_password()) == (False, False)
    assert people.find(account.user_id) is None
    assert people.find_by_email(ADDRESS) is None
    assert closed.stage == Stage.CLOSED
    assert opened_by(number) is None
    other = people.create_learner(ADDRESS, "别人", by=SYSTEM)
    people.confirm_email(other, by=SYSTEM)
    assert bank.letters(ADDRESS)[-1] == "account_closed"


def test_not_while_something_is_under_review(account, an_outcome):
    for stage in ("submitted", "returned"):
        waiting = an_outcome(account, stage)
        assert closings.why_not(account).code == "under_review"
        assert refused(close, account) == "under_review"
        cases.withdraw(cases.of(Kind.OUTCOME, waiting.pk), by=SYSTEM)
    assert close(account).stage == Stage.CLOSED


def test_drafts_are_thrown_away(account, an_outcome):
    an_outcome(account, "draft")
    close(account)
    assert not Outcome.objects.exists()


def test_who_works_here_too_ends_that_first(bank, account):
    seat = appointments.appoint(
        account.user, role=Role.OFFICER, organisation=bank.place("6201"), by=SYSTEM
    )
    assert refused(close, account) == "has_post"
    appointments.dismiss(seat, by=SYSTEM)
    assert close(account).stage == Stage.CLOSED


def test_activating_a_closed_number_reopens_the_same_account(bank, account, outcome):
    number, before = account.number, PersonKey.objects.get(pk=account.person_key_id)
    close(account)
    enrolment = Enrolment.objects.get(pk=account.enrolment_id)
    again = bank.open_account(enrolment)
    assert (again.pk, again.number, again.stage) == (account.pk, number, Stage.PENDING_REVIEW)
    again = bank.fresh(again)
    assert again.person_key_id != before.pk
    assert (again.name, again.user.email) == ("王武样", ADDRESS)
    assert holders.document_of(again).number == enrolment.number
    case = cases.of(Kind.ACCOUNT, again.pk)
    assert "reopened" in [fact["code"] for fact in case.facts]
    decisions.approve(again, by=REVIEWER)
    again = bank.fresh(again)
    assert again.stage == Stage.ACTIVE
    assert holders.find_user(enrolment.number) == again.user
    assert opened_by(enrolment.number) == again.user
    assert Account.objects.count() == Document.objects.count() == 1
    kept = Outcome.objects.select_related("person_key").get(pk=outcome.pk)
    assert (kept.account_id, kept.certificate_number, kept.extra_values) == (again.pk, None, {})


def test_what_the_page_answers_does_not_tell_a_closed_number_from_any_other(bank, account):
    from creditbank.bank.accounts import activations

    number = account.documents.get().number
    assert activations.find(number)
    close(account)
    assert activations.find(number).leading.pk == account.enrolment_id


def test_a_rejected_reopening_keeps_the_number_and_may_be_tried_again(bank, account):
    close(account)
    enrolment = Enrolment.objects.get(pk=account.enrolment_id)
    first = bank.open_account(enrolment, email=OTHER, scans=[bank.a_scan()])
    key = PersonKey.objects.get(pk=first.person_key_id)
    decisions.reject(bank.fresh(first), [], by=REVIEWER)
    cases.withdraw(cases.of(Kind.ACCOUNT, first.pk), by=SYSTEM)
    again = bank.fresh(bank.open_account(enrolment))
    assert (again.pk, again.user.email) == (account.pk, ADDRESS)
    assert PersonKey.objects.get(pk=key.pk).is_destroyed
    assert not again.scans.filter(file__erased_at=None).exists()


def test_a_reopening_that_waits_is_not_opened_twice(bank, account):
    close(account)
    enrolment = Enrolment.objects.get(pk=account.enrolment_id)
    bank.open_account(enrolment)
    assert bank.open_account(enrolment) is None
    assert bank.open_account(enrolment, email=OTHER) is None
    assert Account.objects.count() == 1


def test_an_open_account_is_not_reopened(bank, account):
    print_ = bytes(account.documents.get().fingerprint)
    assert reopenings.waiting(print_) is None
    document = holders.reading_of(account)
    told = {"document": document, "email": OTHER, "name": "贼", "by": REVIEWER}
    assert refused(reopenings.reopen, account, **told) == "moved_on"
    assert bank.fresh(account).name == "王武样"


def test_events_of_the_closing_name_the_verb(account):
    close(account)
    last = Event.objects.of(account).last()
    assert (last.verb, last.actor_label) == ("accounts.closings.close", account.number)


def test_registering_with_a_closed_number_reopens_the_same_account(bank, account, outcome):
    number, was = account.documents.get().number, (account.pk, account.number)
    close(account)
    registering.submitted(number=number, email="again@example.org")
    again = registering.confirm()
    assert Account.objects.get() == again  # the registration itself is gone
    again = bank.fresh(again)
    assert (again.pk, again.number, again.stage) == (*was, Stage.PENDING_REVIEW)
    assert (again.opening, again.name, again.mobile) == ("registration", "张三丰", "15400000001")
    assert again.scans.count() == 2
    assert "reopened" in [fact["code"] for fact in cases.of(Kind.ACCOUNT, again.pk).facts]
    decisions.approve(again, by=REVIEWER)
    user = people.find_by_email("again@example.org")
    assert user.pk == again.user_id
    assert user.check_password(registering.PASSWORD)
    assert (Account.objects.count(), User.objects.filter(pk=user.pk, is_active=True).count()) == (
        1,
        1,
    )
    assert Outcome.objects.get(pk=outcome.pk).account_id == again.pk
