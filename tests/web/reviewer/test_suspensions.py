"""The pages of a suspension: one person writes the proposal, another presses the button."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from creditbank.bank.accounts.models import Suspension
from creditbank.bank.history import SYSTEM
from creditbank.bank.organisations import appointments
from creditbank.bank.organisations.roles import Role

pytestmark = pytest.mark.django_db
LIST = "/work/suspensions/"
WORDS = "证件照片与本人不符。"


@pytest.fixture
def enter(gansu, staff):
    from creditbank.web import gates
    from creditbank.web.account import backend

    def enter(role, place=None, user=None):
        user = user or staff(role, place or gansu.province)
        client = Client()
        client.force_login(user, backend=backend.PATH)
        session = client.session
        session[gates.SECOND_FACTOR] = str(user.pk)
        session.save()
        client.user = user
        return client

    return enter


@pytest.fixture
def reviewer(enter):
    return enter(Role.REVIEWER)


@pytest.fixture
def supervisor(enter):
    return enter(Role.SUPERVISOR)


def page(response, status=200):
    assert response.status_code == status, response
    return response.content.decode()


def propose(client, account, **changed):
    told = {"number": account.number.lower(), "ground": "identity", "words": WORDS, **changed}
    return client.post(f"{LIST}new/", told)


def test_proposed_here_and_decided_there(reviewer, supervisor, a_learner):
    account = a_learner()
    assert "请写明理由" in page(propose(reviewer, account, words=""))
    path = propose(reviewer, account)["Location"]
    assert "由另一个人决定" in page(reviewer.get(path))
    assert account.number in page(supervisor.get(LIST))
    assert "待决定的暂停" in page(supervisor.get("/work/"))
    assert supervisor.get("/work/").context["tasks"][1].waiting == 1
    supervisor.post(f"{path}decision/", {"verdict": "confirm", "answer": ""})
    account.refresh_from_db()
    assert account.stage == "suspended"
    assert "解除暂停" in page(supervisor.get(path))
    assert "请写明理由" in page(supervisor.post(f"{path}decision/", {"verdict": "lift"}), 422)
    supervisor.post(f"{path}decision/", {"verdict": "lift", "answer": "已查清"})
    account.refresh_from_db()
    assert account.stage == "active"


def test_who_proposed_decides_nothing_whatever_posts_they_hold(
    gansu, reviewer, enter, supervisor, a_learner
):
    account = a_learner()
    path = propose(reviewer, account)["Location"]
    assert reviewer.post(f"{path}decision/", {"verdict": "confirm"}).status_code == 403
    appointments.appoint(
        reviewer.user, role=Role.SUPERVISOR, organisation=gansu.province, by=SYSTEM
    )
    second = reviewer.user.appointments.get(role="supervisor")
    reviewer.post("/work/seat/", {"seat": str(second.pk)})
    assert "同意暂停" not in page(reviewer.get(path))
    told = page(reviewer.post(f"{path}decision/", {"verdict": "confirm"}, follow=True))
    assert "自己提出的暂停建议要由另一个人决定" in told
    account.refresh_from_db()
    assert account.stage == "active"


def test_two_deciding_at_once_one_is_told(supervisor, enter, reviewer, a_learner):
    path = propose(reviewer, a_learner())["Location"]
    supervisor.post(f"{path}decision/", {"verdict": "decline", "answer": "不足"})
    other = enter(Role.SUPERVISOR)
    told = page(other.post(f"{path}decision/", {"verdict": "confirm"}, follow=True))
    assert "刚才已经有了变化" in told
    assert Suspension.objects.get().stage == "declined"


def test_a_proposal_is_withdrawn_by_who_made_it(reviewer, enter, a_learner):
    path = propose(reviewer, a_learner())["Location"]
    enter(Role.REVIEWER).post(f"{path}withdrawal/")
    assert Suspension.objects.get().stage == "proposed"
    reviewer.post(f"{path}withdrawal/")
    assert Suspension.objects.get().stage == "withdrawn"


def test_accounts_and_proposals_elsewhere_are_not_there(gansu, reviewer, enter, a_learner):
    account = a_learner(centre=gansu.elsewhere_centre)
    assert "没有这个账户号" in page(propose(reviewer, account))
    there = enter(Role.REVIEWER, gansu.elsewhere)
    path = propose(there, account)["Location"]
    assert reviewer.get(path).status_code == 404
    assert account.number not in page(reviewer.get(LIST))
    decider = enter(Role.SUPERVISOR)
    assert decider.post(f"{path}decision/", {"verdict": "confirm"}).status_code == 404
    above = enter(Role.SUPERVISOR, gansu.root)
    assert account.number in page(above.get(LIST))


def test_more_proposals_cost_no_more_queries(supervisor, reviewer, a_learner):
    propose(reviewer, a_learner())
    page(supervisor.get(LIST))
    with CaptureQueriesContext(connection) as few:
        page(supervisor.get(LIST))
    for _time in range(4):
        propose(reviewer, a_learner())
    with CaptureQueriesContext(connection) as many:
        page(supervisor.get(LIST))
    assert len(many) == len(few) <= 9
