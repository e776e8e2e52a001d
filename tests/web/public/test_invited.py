"""The link of an invitation, page by page: recognised, agreed, password, scans; or declined."""

import pytest
from django.test import Client

from creditbank.bank.accounts import admissions
from creditbank.bank.accounts.models import Account
from creditbank.bank.classes import invitations
from creditbank.bank.classes.models import Invitation
from creditbank.bank.history import SYSTEM
from creditbank.bank.portal import agreements
from tests.bank.classes import invited
from tests.bank.classes.invited import a_class, a_row, merged
from tests.web.public import registering
from tests.web.public.registering import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(gansu, agreement, catalogue):
    merged(a_class(gansu.centre), a_row())
    return invited.invitation()


@pytest.fixture
def link(row):
    return f"/invited/{invited.token()}"


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def admitted():
    """The job has brought the opening before its reviewers."""
    return admissions.admit(Account.objects.get(opening="class").pk, by=SYSTEM)


def recognised(client, row, link):
    assert client.post(link, {"number": row.number[-6:]}).url == "/invited/agreement"
    return client


def to_scans(client, row, link):
    recognised(client, row, link)
    assert client.post("/invited/agreement", {"agree": "on"}).url == "/invited/password"
    chosen = {"password": PASSWORD, "again": PASSWORD}
    assert client.post("/invited/password", chosen).url == "/invited/scans"
    return client


def test_the_link_tells_who_invites_and_no_more_of_the_person_than_a_letter(client, row, link):
    page = text(client.get(link))
    for shown in ("2025 年春季电工班", "兰州分校城关教学点", "李**"):
        assert shown in page
    for secret in (row.name, row.number, row.email, row.mobile, invited.TITLE):
        assert secret not in page


def test_the_whole_way_ends_with_a_review(client, row, link):
    to_scans(client, row, link)
    shown = text(client.get("/invited/scans"))
    assert row.name in shown
    for secret in (row.number, row.email):
        assert secret not in shown
    answer = client.post("/invited/scans", registering.scans())
    assert answer.url == "/invited/finished"
    assert "等待审核" in text(client.get("/invited/finished"))
    account = admitted()
    assert account.stage == "pending_review"
    assert account.scans.count() == 2
    assert agreements.accepted(account.pk) == agreements.current()
    for path in ("agreement", "password", "scans"):
        assert client.get(f"/invited/{path}").url == "/invited/finished"


def test_the_agreement_names_the_outcomes_that_are_agreed_to(client, row, link):
    page = text(recognised(client, row, link).get("/invited/agreement"))
    for shown in (invited.TITLE, "85", "2.5", "同意把上面的学习成果存入"):
        assert shown in page
    assert "才能进行下一步" in text(client.post("/invited/agreement", {}))


def test_a_wrong_number_is_told_and_the_link_still_works(client, row, link):
    shown = text(client.post(link, {"number": "000000"}))
    assert "登记的证件号码不符" in shown
    recognised(client, row, link)


def test_numbers_are_not_tried_without_end(client, row, link):
    for _time in range(10):
        assert "不符" in text(client.post(link, {"number": "000000"}))
    assert "次数太多" in text(client.post(link, {"number": row.number}))


def test_a_used_link_leads_to_a_new_one_and_tells_nothing(client, row, link):
    recognised(client, row, link)
    stranger = Client()
    page = text(stranger.get(link))
    assert "链接已失效" in page
    assert "电工班" not in page
    assert stranger.post(f"{link}/renewal").url == "/invited/renewed"
    assert "请查收邮件" in text(stranger.get("/invited/renewed"))
    assert f"/invited/{invited.token()}" != link
    nobody = Client().post(f"/invited/{'A' * 32}/renewal")
    assert nobody.url == "/invited/renewed"
    assert len(invited.letters()) == 2


def test_steps_come_one_after_the_other(client, row, link):
    for path in ("agreement", "password", "scans", "refusal"):
        assert "链接已失效" in text(client.get(f"/invited/{path}"))
    assert client.get("/invited/finished").url == "/"
    recognised(client, row, link)
    assert client.get("/invited/scans").url == "/invited/agreement"
    client.post("/invited/agreement", {"agree": "on"})
    assert client.get("/invited/scans").url == "/invited/password"


def test_a_weak_password_is_refused_in_words(client, row, link):
    recognised(client, row, link).post("/invited/agreement", {"agree": "on"})
    weak = {"password": "password12", "again": "password12"}
    assert "容易被猜到" in text(client.post("/invited/password", weak))


def test_without_a_scan_nothing_is_handed_in(client, row, link):
    to_scans(client, row, link)
    assert "请上传证件正面" in text(client.post("/invited/scans", {}))
    assert Invitation.objects.get().stage == "invited"


def test_where_the_original_was_seen_no_scan_is_asked_for(client, row, link):
    invitations.declare_seen(row, by=invited.OFFICER)
    page = text(to_scans(client, row, link).get("/invited/scans"))
    assert "不需要上传" in page
    assert "scan_front" not in page
    assert client.post("/invited/scans", {}).url == "/invited/finished"


def test_a_corrected_address_stops_who_came_by_the_former(client, row, link):
    to_scans(client, row, link)
    invitations.correct_address(row, "right@example.org", by=invited.OFFICER)
    assert "链接已失效" in text(client.post("/invited/scans", registering.scans()))
    assert Account.objects.get(opening="class").stage == "draft"


def test_declining_by_the_link_needs_a_press(client, row, link):
    assert "不参加集体开户？" in text(client.get(f"{link}/refusal"))
    assert Invitation.objects.get().stage == "invited"
    assert "已谢绝" in text(client.post(f"{link}/refusal"))
    assert Invitation.objects.get().stage == "declined"
    assert "链接已失效" in text(client.get(link))


def test_declining_on_the_way_erases_the_draft(client, row, link):
    to_scans(client, row, link)
    assert "已谢绝" in text(client.post("/invited/refusal"))
    assert not Account.objects.filter(opening="class").exists()


def test_the_next_person_at_this_computer_finds_nothing(client, row, link):
    to_scans(client, row, link)
    assert "可以换人办理" in text(client.post("/invited/leave", follow=True))
    assert "链接已失效" in text(client.get("/invited/scans"))


def test_no_number_reaches_the_session(client, row, link):
    to_scans(client, row, link)
    kept = repr(dict(client.session))
    for secret in (row.number, row.number[-6:], row.email, row.name):
        assert secret not in kept


def test_who_is_returned_corrects_and_signs_in_meanwhile(client, row, link):
    """An invited person has told little: a correction asks for what was named and no more."""
    from creditbank.bank.accounts import decisions
    from tests.cast import _answer

    to_scans(client, row, link).post("/invited/scans", registering.scans())
    account = admitted()
    _answer(invited_kind(), account.pk, "return")
    remark = {"field": "name", "code": "", "text": "请按证件填写。"}
    decisions.send_back(account, [remark], by=invited.OFFICER)
    browser = Client()
    entered = browser.post("/login", {"name": row.email, "password": PASSWORD})
    assert entered.url == "/activate/status"
    page = text(browser.get("/activate/status"))
    assert "集体开户申请" in page
    assert "请按证件填写" in page
    answer = browser.post("/activate/status", {"name": "李示范"})
    assert answer.status_code == 302
    account = invited.fresh(account)
    assert (account.stage, account.name) == ("pending_review", "李示范")


def invited_kind():
    from creditbank.bank.reviews.models import Kind

    return Kind.ACCOUNT
