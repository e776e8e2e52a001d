"""Links of messages: one's own opening, 'not me', 'yes, it is me'."""

import json

import pytest
from django.test import Client

from creditbank.bank.accounts import decisions
from creditbank.bank.accounts.models import Account
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.files import uploads  # noqa: F401 - the intake must be importable
from creditbank.bank.messages.models import Message
from creditbank.bank.reviews.models import Case
from tests.cast import SOMEBODY

pytestmark = pytest.mark.django_db
REMARKS = [
    {"field": "email", "code": "email_unusable", "text": "这个邮箱收不到邮件。"},
    {"field": "name", "code": "name_differs", "text": "姓名请与教学点核对。"},
]


@pytest.fixture
def account(an_enrolment, agreement):
    from creditbank.bank.accounts import activations
    from creditbank.bank.history import VISITOR

    enrolment = an_enrolment(email="imported@example.org")
    return activations.activate(
        enrolment, agreement=agreement, email="typed@example.net", by=VISITOR
    )


def token(letter, name="token"):
    row = Message.objects.filter(letter=letter).order_by("-id").first()
    return json.loads(row.secrets)[name]


def enter(client, letter="account_received"):
    answer = client.post(f"/activate/status/{token(letter)}")
    assert answer.url == "/activate/status"
    return client


def send_back(account):
    decisions.send_back(account, REMARKS, by=SOMEBODY)
    Case.objects.filter(subject_id=account.pk).update(stage="with_learner")


def stage(account):
    return Account.objects.get(pk=account.pk).stage


def test_only_the_button_uses_the_link_up_and_only_once(client, account):
    path = f"/activate/status/{token('account_received')}"
    assert "查看进度" in client.get(path).content.decode()
    assert "查看进度" in client.get(path).content.decode()
    assert client.post(path).url == "/activate/status"
    assert "链接已失效" in Client().get(path).content.decode()
    assert "链接已失效" in Client().post(path).content.decode()


def test_the_page_tells_state_and_deadline_and_nothing_in_plain(client, account):
    page = enter(client).get("/activate/status").content.decode()
    assert "待审核" in page
    assert account.number in page
    assert "审核时限" in page
    assert "还需要确认是您本人" in page
    for hidden in ("李示例", "typed@example.net", "imported@"):
        assert hidden not in page


def test_without_the_right_there_is_no_page(client, account):
    assert "链接已失效" in client.get("/activate/status").content.decode()
    enter(client).post("/activate/status/leave")
    assert "链接已失效" in client.get("/activate/status").content.decode()


def test_a_returned_opening_shows_each_remark_beside_its_field_and_is_corrected(client, account):
    send_back(account)
    enter(client, "account_returned")
    page = client.get("/activate/status").content.decode()
    assert (
        page.index("姓名请与教学点核对") < page.index("这个邮箱收不到邮件") < page.index("id_email")
    )
    answer = client.post("/activate/status", {"email": "imported@example.org"}, follow=True)
    assert "补正已提交" in answer.content.decode()
    row = Account.objects.get(pk=account.pk)
    assert (row.stage, row.needs_vouching) == (Stage.PENDING_REVIEW, False)


def test_a_correction_that_changes_nothing_of_what_was_asked_is_refused(client, account):
    decisions.send_back(account, REMARKS[:1], by=SOMEBODY)
    enter(client, "account_returned")
    assert "请按审核意见修改" in client.post("/activate/status", {}).content.decode()
    assert stage(account) == Stage.RETURNED


def test_nothing_can_be_corrected_while_it_waits(client, account):
    enter(client).post("/activate/status", {"email": "thief@example.net"})
    assert Account.objects.get(pk=account.pk).user.email == "typed@example.net"


def test_not_me_needs_the_button_and_works_once(client, account):
    path = f"/activate/not-me/{token('account_announced', 'not_me')}"
    assert "不是我，请停止" in client.get(path).content.decode()
    assert stage(account) == Stage.PENDING_REVIEW
    assert "已停止办理" in client.post(path).content.decode()
    assert stage(account) == Stage.REJECTED
    assert "链接已失效" in client.get(path).content.decode()


def test_not_me_ends_the_session_of_whoever_signed_in(client, account):
    account.needs_vouching = False
    account.save(update_fields=["needs_vouching"])
    decisions.approve(account, by=SOMEBODY)
    thief = Client()
    thief.force_login(
        Account.objects.get(pk=account.pk).user, backend="creditbank.web.account.backend.Backend"
    )
    assert thief.get("/me/outcomes/").status_code == 200
    client.post(f"/activate/not-me/{token('account_announced', 'not_me')}")
    assert stage(account) == Stage.SUSPENDED
    assert thief.get("/me/outcomes/").status_code in {302, 403}


def test_yes_it_is_me_vouches(client, account):
    path = f"/activate/vouch/{token('account_announced', 'vouch')}"
    assert "是我本人" in client.get(path).content.decode()
    assert "已确认" in client.post(path).content.decode()
    assert Account.objects.get(pk=account.pk).vouched_by == "link"


def test_a_made_up_link_opens_nothing(client, account):
    for kind in ("status", "not-me", "vouch"):
        assert "链接已失效" in client.post(f"/activate/{kind}/made-up").content.decode()
    assert stage(account) == Stage.PENDING_REVIEW


def test_who_answers_for_the_study_centre_is_told_with_a_telephone(client, account):
    place = account.organisation
    place.responsible_name, place.responsible_phone = "示例人", "0931-555-0199"
    place.save()
    told = enter(client).get("/activate/status").content.decode()
    assert "示例人" in told
    assert 'href="tel:0931-555-0199"' in told
