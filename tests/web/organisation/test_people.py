"""The counter: somebody is found, an address is corrected; nothing of it stands in an address."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from creditbank.bank.access.models import Disclosure
from creditbank.bank.accounts.models import Account
from creditbank.bank.messages.models import Message
from creditbank.bank.organisations.roles import Role

pytestmark = pytest.mark.django_db
PEOPLE = "/work/people/"


@pytest.fixture
def desk(client, signed_in, an_officer, gansu):
    return signed_in(client, an_officer(gansu.branch))


def page(response):
    assert response.status_code == 200
    return response.content.decode()


def find(desk, kind, typed):
    return page(desk.post(PEOPLE, {"kind": kind, "typed": typed}))


def test_state_deadline_and_reasons_and_nothing_more(desk, a_learner, an_outcome):
    account = a_learner()
    an_outcome(account, "submitted")
    an_outcome(account, "returned", title="一份证书")
    number = account.documents.get().number
    told = find(desk, "document", number)
    assert account.number in told
    assert "截止" in told
    assert "请重新上传" in told
    for hidden in ("李示例", account.user.email, "一份证书"):
        assert hidden not in told
    assert told.count(number) == 1  # what was typed stays in the form
    assert Disclosure.objects.filter(what="lookup", account_id=account.pk).count() == 1


def test_out_of_reach_and_nobody_are_one_page(desk, gansu, a_learner):
    account = a_learner(centre=gansu.far_centre)
    answers = {find(desk, "number", typed).replace(typed, "") for typed in (account.number, "A0")}
    assert len({_without_token(answer) for answer in answers}) == 1
    assert "没有找到" in answers.pop()
    assert Disclosure.objects.filter(what="lookup_nothing").count() == 2


def _without_token(answer):
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer)


def test_nothing_is_looked_up_by_opening_the_page_or_by_a_mistake(desk):
    assert "找到" in page(desk.get(PEOPLE))
    assert "请填写要查找的号码或姓名" in find(desk, "document", "")
    assert "error-summary" in find(desk, "document", "12")
    assert not Disclosure.objects.exists()


def test_more_submissions_cost_no_more_queries(desk, a_learner, an_outcome):
    account = a_learner()
    an_outcome(account, "submitted")
    find(desk, "number", account.number)
    with CaptureQueriesContext(connection) as few:
        find(desk, "number", account.number)
    for _time in range(5):
        an_outcome(account, "submitted")
    with CaptureQueriesContext(connection) as many:
        find(desk, "number", account.number)
    assert len(many) == len(few) <= 26


def test_an_address_is_corrected_with_the_card_seen_and_the_old_one_told(desk, a_learner):
    account = a_learner()
    path, old = f"{PEOPLE}{account.number}/address/", account.user.email
    shown = page(desk.get(path))
    assert old not in shown
    assert account.documents.get().number not in shown
    unseen = page(desk.post(path, {"email": "new@example.net"}))
    assert "核对身份证件原件以后" in unseen
    assert "new@example.net" in unseen
    done = desk.post(path, {"email": "new@example.net", "seen": "on"}, follow=True)
    assert "新旧两个邮箱都会收到通知" in page(done)
    row = Account.objects.select_related("user__person_key").get(pk=account.pk)
    assert row.user.email == "new@example.net"
    told = [one.letter for one in Message.objects.all() if one.address == old]
    assert "account_address_changed" in told


def test_addresses_out_of_reach_and_of_other_states_are_not_found(desk, gansu, a_learner):
    for account in (a_learner(centre=gansu.elsewhere_centre), a_learner(stage="rejected")):
        path = f"{PEOPLE}{account.number}/address/"
        assert desk.get(path).status_code == 404
        told = desk.post(path, {"email": "x@example.net", "seen": "on"})
        assert told.status_code == 404
        assert Account.objects.get(pk=account.pk).user.email != "x@example.net"


@pytest.mark.parametrize("role", [role for role in Role if role not in {"officer", "auditor"}])
def test_only_officers_look_people_up(client, signed_in, staff, gansu, role):
    signed_in(client, staff(role, gansu.province))
    assert client.get(PEOPLE).status_code == 403
    assert client.post(PEOPLE, {"kind": "name", "typed": "李示例"}).status_code == 403
    assert not Disclosure.objects.exists()


def test_an_auditor_sees_the_page_and_looks_nobody_up(client, signed_in, staff, gansu):
    signed_in(client, staff(Role.AUDITOR, gansu.root))
    assert "只能查看" in page(client.get(PEOPLE))
    assert client.post(PEOPLE, {"kind": "name", "typed": "李示例"}).status_code == 403
