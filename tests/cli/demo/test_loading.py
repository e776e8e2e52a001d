"""The demo bank: every role and every state, made through the verbs, told in demo.json."""

import json
import re
import stat
from collections import Counter
from pathlib import Path

import pyotp
import pytest
from django.conf import settings
from django.db import transaction

from creditbank.bank import clock
from creditbank.bank.accounts import activations
from creditbank.bank.accounts.models import Account
from creditbank.bank.accounts.stages import Stage as AccountStage
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.history import SYSTEM
from creditbank.bank.history.models import Event
from creditbank.bank.messages.models import Message
from creditbank.bank.organisations.roles import Role
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.portal import contacts
from creditbank.bank.portal.models import Guide, Notice
from creditbank.bank.reviews.models import Case
from creditbank.bank.users import second_factors, sign_ins
from creditbank.cli import demo
from creditbank.cli.demo import loading

pytestmark = pytest.mark.django_db
NATIONAL = {"rule_editor", "content_editor", "national_admin", "auditor", "institution_officer"}
KEYS = {"role", "name", "organisation", "sign_in", "password", "totp_secret"}


@pytest.fixture(scope="module")
def bank(django_db_setup, django_db_blocker, tmp_path_factory):
    """A small demo, loaded once and rolled back after the last test of this file."""
    folder, was = tmp_path_factory.mktemp("demo"), settings.DATA_DIR
    with django_db_blocker.unblock(), transaction.atomic():
        settings.DATA_DIR = folder
        assert demo.load(people=480) is True
        settings.DATA_DIR = was
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def told(bank, db, monkeypatch):
    """What demo.json says of it."""
    monkeypatch.setattr(settings, "DATA_DIR", bank)
    return json.loads((bank / "demo.json").read_text("utf-8"))


def by_address(told, role):
    return next(person for person in told["people"] if person["role"] == role)


def test_demo_json_names_every_role_and_whom_nobody_has_activated(told):
    assert set(told) == {"people", "not_activated"}
    roles = Counter(person["role"] for person in told["people"])
    assert set(roles) == {*Role.values, "learner"}
    assert all(set(person) == KEYS for person in told["people"])
    assert len(told["not_activated"]) == 60
    assert all(set(row) == {"number", "name", "organisation"} for row in told["not_activated"])
    assert stat.S_IMODE((Path(settings.DATA_DIR) / "demo.json").stat().st_mode) == 0o600


def test_provincial_roles_stand_in_two_provinces(told):
    roles = Counter(person["role"] for person in told["people"])
    assert {role for role in Role.values if roles[role] < 2} <= NATIONAL
    places = {p["organisation"] for p in told["people"] if p["role"] == "reviewer"}
    assert places == {"甘肃开放大学", "广东开放大学"}


def test_staff_sign_in_by_what_is_told_of_them(told):
    person = by_address(told, "reviewer")
    user = sign_ins.who(sign_ins.read(person["sign_in"]), by_number=lambda _number: None)
    assert sign_ins.password_matches(user, person["password"])
    second_factors.check(user, pyotp.TOTP(person["totp_secret"]).now(), by=SYSTEM)


def test_learners_sign_in_by_s_and_number_with_a_password_of_their_own(told):
    from creditbank.bank.accounts import holders

    person = by_address(told, "learner")
    assert person["sign_in"].startswith("S659011")
    assert person["totp_secret"] is None
    user = sign_ins.who(sign_ins.read(person["sign_in"]), by_number=holders.find_user)
    assert sign_ins.password_matches(user, person["password"])


def test_whoever_is_told_as_not_activated_is_found_and_has_no_account(told):
    for row in told["not_activated"][::15]:
        found = activations.find(row["number"])
        assert found.leading.name == row["name"]
        assert not Account.objects.filter(enrolment_id=found.leading.pk).exists()


def test_accounts_and_outcomes_stand_in_every_state_and_reviewers_have_work(told):
    assert set(Account.objects.values_list("stage", flat=True)) == {
        AccountStage.DRAFT,
        AccountStage.EMAIL_UNCONFIRMED,
        AccountStage.PENDING_REVIEW,
        AccountStage.RETURNED,
        AccountStage.REJECTED,
        AccountStage.ACTIVE,
        AccountStage.SUSPENDED,
    }
    wanted = {"draft", "submitted", "returned", "stored", "rejected", "withdrawn"}
    assert set(Outcome.objects.values_list("stage", flat=True)) == wanted
    waiting = Case.objects.filter(stage="open")
    assert {row.organisation.code for row in waiting} == {"620000", "440000"}
    assert waiting.filter(due_at__lt=clock.now()).exists()
    assert waiting.filter(due_at__gt=clock.now()).exists()


def test_registrations_stand_in_every_state_and_some_sign_in_by_their_address(told):
    registered = Account.objects.filter(opening="registration")
    wanted = {"draft", "email_unconfirmed", "pending_review", "returned", "rejected", "active"}
    assert set(registered.values_list("stage", flat=True)) == wanted
    assert registered.filter(enrolment_id=None).count() == registered.count()
    learners = [one for one in told["people"] if one["role"] == "learner"]
    person = next(one for one in learners if "@" in one["sign_in"])
    user = sign_ins.who(sign_ins.read(person["sign_in"]), by_number=lambda _number: None)
    assert sign_ins.password_matches(user, person["password"])
    assert user.account.stage == AccountStage.ACTIVE


def test_histories_look_as_old_as_they_claim(told):
    stored = Outcome.objects.filter(stage="stored").first()
    moves = Event.objects.of(stored)
    assert moves.first().at < moves.last().at < clock.now()
    assert abs((moves.last().at - stored.stored_at).total_seconds()) < 1


def test_no_two_learners_share_a_scan(told):
    found = {fact["code"] for case in Case.objects.all() for fact in case.facts}
    assert "same_scan" not in found
    assert "window_no" in found


def test_only_messages_of_the_last_days_still_go_out(told):
    waiting = Message.objects.filter(email="waiting")
    assert waiting.exists()
    assert not waiting.filter(created_at__lt=clock.now() - loading.RECENT).exists()


def test_a_second_load_changes_nothing(told):
    before = Event.objects.count(), Enrolment.objects.count()
    assert demo.load(people=480) is False
    assert (Event.objects.count(), Enrolment.objects.count()) == before


def test_the_portal_has_notices_in_every_state_and_numbers_that_nobody_has(told):
    states = Counter(notice.state for notice in Notice.objects.all())
    assert states == {"public": 3, "scheduled": 1, "withdrawn": 1}
    assert Guide.objects.count() == 4
    lines = contacts.lines(contacts.IN_THE_FOOTER)
    assert len(lines) == 4
    for line in contacts.lines():
        assert re.fullmatch(r"0\d{3}-555-01\d\d|400-000-\d{4}", line.telephone)
    (editor,) = {one.actor_label for one in Event.objects.filter(subject="bank_notice")}
    assert editor == by_address(told, "content_editor")["name"]
