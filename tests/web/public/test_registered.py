"""Somebody who registered and is not let in yet: one page, by address and own password."""

import json

import pytest
from django.test import Client

from creditbank.bank import clock, lifecycle
from creditbank.bank.accounts import decisions, tasks
from creditbank.bank.accounts.models import Account
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.messages.models import Message
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Case, Kind
from tests.cast import SOMEBODY, a_number
from tests.web.public import registering
from tests.web.public.registering import PASSWORD, errors, text

pytestmark = pytest.mark.django_db
ADDRESS = "me@example.net"


@pytest.fixture(autouse=True)
def _there(agreement, gansu):
    """The agreement and the places that every page of registration needs."""


def token(letter):
    row = Message.objects.filter(letter=letter).order_by("-id").first()
    return json.loads(row.secrets)["token"]


def account():
    rows = Account.objects.select_related("user__person_key", "person_key")
    return rows.latest("created_at")


@pytest.fixture
def registered(client):
    """A registration whose address is confirmed; its browser is closed."""
    registering.submit(client)
    Client().post(f"/register/confirm/{token('account_confirm')}")
    tasks.admit(account_id=str(account().pk))
    return account()


def sign_in(client, password=PASSWORD):
    return client.post("/login", {"name": ADDRESS, "password": password})


def send_back(row, *fields):
    case = cases.of(Kind.ACCOUNT, row.pk)
    lifecycle.move(case, "decide")
    cases.answer(case, "return", at=clock.now(), by=SOMEBODY)
    remarks = [{"field": field, "code": "", "text": f"请改正 {field}。"} for field in fields]
    decisions.send_back(row, remarks, by=SOMEBODY)


def returned(row, *fields):
    """The status page of a registration that was sent back for these fields."""
    send_back(row, *fields)
    browser = Client()
    sign_in(browser)
    return browser, browser.get("/activate/status")


def test_before_confirmation_one_signs_in_to_the_status_page_alone(client):
    registering.submit(client)
    browser = Client()
    assert sign_in(browser).url == "/activate/status"
    page = text(browser.get("/activate/status"))
    assert "待确认邮箱" in page
    assert "重新发送确认邮件" in page
    assert browser.get("/me/").url.startswith("/login")
    assert "_auth_user_id" not in browser.session
    browser.post("/register/again", follow=True)
    browser.post("/register/address", {"email": "right@example.net"})
    assert account().user.email == "right@example.net"


def test_while_it_waits_the_page_tells_state_and_deadline(registered):
    browser = Client()
    sign_in(browser)
    page = text(browser.get("/activate/status"))
    assert "账户注册申请" in page
    assert "审核时限" in page
    assert "甘肃省兰州市城关区" in page
    for hidden in ("张三丰", ADDRESS, "15400000001"):
        assert hidden not in page


def test_a_wrong_password_says_no_more_than_ever(registered):
    assert "用户名或密码不正确" in text(sign_in(Client(), "wrong words altogether"))


def test_an_open_account_is_signed_in_to_by_address_or_number_with_the_own_password(registered):
    decisions.approve(registered, by=SOMEBODY)
    number = registered.documents.get().number
    assert sign_in(Client()).url == "/me/"
    answer = Client().post("/login", {"name": f"S{number}", "password": PASSWORD})
    assert answer.url == "/me/"
    answer = Client().post("/login", {"name": f"S{number}", "password": number[-6:]})
    # What might be an initial password leads everybody on; no code goes out to who has their own.
    assert answer.url == "/login/code"


def test_a_draft_is_nothing_to_sign_in_to(client):
    registering.to_scans(client)
    assert "用户名或密码不正确" in text(sign_in(Client()))


def test_rejected_one_reads_why_and_may_begin_anew(registered):
    remarks = [{"field": "", "code": "account_false_document", "text": "证件不真实。"}]
    decisions.reject(registered, remarks, by=SOMEBODY)
    browser = Client()
    sign_in(browser)
    page = text(browser.get("/activate/status"))
    assert "证件不真实。" in page
    assert "重新注册" in page


def test_exactly_the_fields_named_are_open_each_with_the_reviewers_words(registered):
    _browser, answer = returned(registered, "mobile", "scan_back", "occupation")
    form = answer.context["form"]
    assert list(form.fields) == ["mobile", "occupation", "scan_back"]
    page = text(answer)
    for field in ("mobile", "occupation", "scan_back"):
        assert page.index(f"请改正 {field}。") < page.index(f'name="{field}"')
    assert 'value="154****0001"' in page


def test_what_was_not_named_cannot_be_changed(registered):
    browser, _answer = returned(registered, "occupation")
    browser.post(
        "/activate/status", {"occupation": "教师", "name": "李四", "email": "x@example.net"}
    )
    row = account()
    assert (row.stage, row.occupation, row.name) == (Stage.PENDING_REVIEW, "教师", "张三丰")
    assert row.user.email == ADDRESS


def test_a_correction_that_changes_nothing_named_is_refused(registered):
    browser, answer = returned(registered, "number", "mobile")
    form = answer.context["form"]
    same = {name: form.initial[name] for name in ("kind", "number", "mobile")}
    answer = browser.post("/activate/status", same)
    assert "请按审核意见修改" in text(answer)
    assert account().stage == Stage.RETURNED


def test_a_corrected_number_brings_its_own_sex_and_birth_date(registered):
    browser, answer = returned(registered, "number")
    assert list(answer.context["form"].fields) == ["kind", "number", "country", "sex", "born_on"]
    number = a_number(sequence=3)
    answer = browser.post("/activate/status", {"kind": "resident", "number": number}, follow=True)
    assert "补正已提交" in text(answer)
    row = account()
    assert row.documents.get().number == number
    assert row.sex == ("male" if int(number[16]) % 2 else "female")


def test_a_wrong_correction_keeps_what_was_typed(registered):
    browser, _answer = returned(registered, "number", "address")
    typed = {"kind": "resident", "number": "659011199001010012", "address": "白银市示例巷 2 号"}
    answer = browser.post("/activate/status", typed)
    assert set(errors(answer)) == {"number"}
    assert "白银市示例巷 2 号" in text(answer)


def test_a_new_scan_is_added_and_what_is_no_picture_is_refused(registered):
    browser, _answer = returned(registered, "scan_front")
    front = registering.scans("bright")["scan_front"]
    browser.post("/activate/status", {"scan_front": front})
    assert account().scans.count() == 3


def test_a_corrected_address_waits_for_its_confirmation(registered):
    browser, _answer = returned(registered, "email")
    page = text(browser.post("/activate/status", {"email": "new@example.net"}, follow=True))
    assert "请确认邮箱" in page
    assert Case.objects.get().held_for == "email"
    Client().post(f"/register/confirm/{token('account_confirm')}")
    assert Case.objects.get().held_for == ""


def test_the_region_is_chosen_anew_on_its_own_page(registered):
    browser, answer = returned(registered, "region")
    assert "请改正 region。" in text(answer)
    assert "重新选择所在地区" in text(answer)
    chosen = {"province": "440000", "prefecture": "440100", "county": "440103"}
    assert browser.post("/activate/status/region", chosen).url == "/activate/status"
    browser.post("/activate/status", {})
    assert (account().region, Case.objects.get().organisation.code) == ("440103", "440000")


def test_the_region_stays_where_nobody_asked_for_another(registered):
    browser, _answer = returned(registered, "name")
    chosen = {"province": "440000", "prefecture": "440100", "county": "440103"}
    assert browser.post("/activate/status/region", chosen).url == "/activate/status"
    assert account().region == "620102"


def test_a_remark_on_the_whole_opens_everything(registered):
    _browser, answer = returned(registered, "")
    assert {"name", "number", "address", "scan_front"} <= set(answer.context["form"].fields)
    assert "请改正 。" in text(answer)
