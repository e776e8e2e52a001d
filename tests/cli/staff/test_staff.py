"""`creditbank staff add`: a post, and a link to set a password for who is new."""

import datetime as dt
import json

import pytest
from click.testing import CliRunner
from procrastinate.contrib.django.models import ProcrastinateJob

from creditbank.bank import clock
from creditbank.bank.history.models import Event
from creditbank.bank.messages.models import Message
from creditbank.bank.organisations.models import Appointment
from creditbank.bank.users import people, recoveries
from creditbank.cli import setup, staff

pytestmark = pytest.mark.django_db
NEW = "reviewer@example.org"


@pytest.fixture
def add(gansu, monkeypatch):
    monkeypatch.setattr(setup, "bank", setup.nothing)

    def call(**changes):
        told = {
            "role": "reviewer",
            "organisation": "620000",
            "name": "周样",
            "email": NEW,
        } | changes
        options = [part for name, value in told.items() for part in (f"--{name}", value)]
        return CliRunner().invoke(staff.command, ["add", *options])

    return call


def test_somebody_new_gets_the_post_and_a_link_to_set_a_password(add, gansu):
    result = add()
    assert result.exit_code == 0
    assert NEW in result.stdout
    user = people.find_by_email(NEW)
    post = Appointment.objects.get(user=user)
    assert (post.role, post.organisation, post.valid_to) == ("reviewer", gansu.province, None)
    assert not user.has_usable_password()
    assert Event.objects.of(user).first().actor_label == "operator, by staff add"
    recoveries.send(people.email_key(NEW))  # what the job does
    assert Message.objects.get(reader_id=user.pk).letter == "user_recovery"


def test_who_is_there_already_gets_a_second_post_and_no_second_link(add, gansu):
    add()
    result = add(role="officer", organisation="620101")
    assert result.exit_code == 0
    assert "already" in result.stdout
    roles = Appointment.objects.values_list("role", flat=True)
    assert sorted(roles) == ["officer", "reviewer"]
    assert ProcrastinateJob.objects.filter(task_name="users.recover").count() == 1


def test_a_post_may_have_a_last_day(add):
    last = clock.today() + dt.timedelta(days=30)
    assert add(until=last.isoformat()).exit_code == 0
    assert Appointment.objects.get().valid_to == last


@pytest.mark.parametrize(
    "changes",
    [
        {"role": "learner"},
        {"role": "king"},
        {"organisation": "nowhere"},
        {"email": "nobody"},
        {"until": "2001-01-01"},
        {"until": "soon"},
    ],
)
def test_wrong_use_exits_with_two_and_changes_nothing(add, changes):
    result = add(**changes)
    assert result.exit_code == 2
    assert people.find_by_email(NEW) is None


def test_json_tells_a_script_what_was_done(add):
    runner = CliRunner()
    told = [
        "--role",
        "auditor",
        "--organisation",
        "000000",
        "--name",
        "吴样",
        "--email",
        NEW,
        "--json",
    ]
    answer = json.loads(runner.invoke(staff.command, ["add", *told]).stdout)
    assert answer == {"email": NEW, "role": "auditor", "organisation": "000000", "new": True}
