"""Somebody whose account is suspended signs in: one page that says what to do, and nothing else."""

import pytest
from django.test import Client

from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.messages.models import Message
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(a_learner):
    return a_learner(stage="suspended", email="thief@example.net", scans=1)


def test_the_right_password_leads_to_the_page_and_nowhere_else(client, sign_in, account):
    assert sign_in("thief@example.net", PASSWORD).url == "/login/suspended"
    page = client.get("/login/suspended").content.decode()
    assert "到教学点当面核对" in page
    assert "发送链接" in page
    assert "@example.org" in page
    assert Enrolment.objects.get().email not in page
    assert client.get("/me/").url.startswith("/login")


def test_a_wrong_password_is_answered_as_everybodys(sign_in, account):
    assert "用户名或密码不正确" in sign_in("thief@example.net", "wrong").content.decode()


def test_the_link_goes_to_the_imported_address_whoever_presses(client, sign_in, account):
    sign_in("thief@example.net", PASSWORD)
    answer = client.post("/login/suspended", follow=True).content.decode()
    assert "链接已发送" in answer
    assert Message.objects.get(letter="account_prove").address == Enrolment.objects.get().email
    for _each in range(3):
        answer = client.post("/login/suspended", follow=True).content.decode()
    assert Message.objects.filter(letter="account_prove").count() == 3


def test_without_the_password_there_is_no_page(account):
    assert Client().get("/login/suspended").url == "/login"


def test_a_scan_by_the_link_waits_for_a_reviewer(client, sign_in, account, secret, a_jpeg):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from creditbank.bank.reviews.models import Case

    path = f"/activate/proof/{secret('account_objected', 'prove')}"
    assert "重新核验身份" in client.get(path).content.decode()
    assert "请上传" in client.post(path, {}).content.decode()
    scan = SimpleUploadedFile("id.jpg", a_jpeg(), "image/jpeg")
    assert client.post(path, {"scans": [scan]}).url == "/activate/proof/received"
    assert "已提交" in client.get("/activate/proof/received").content.decode()
    case = Case.objects.get(matter="identity")
    assert (case.kind, case.subject_id) == ("account", account.pk)
    assert client.get(path).status_code == 410
    assert client.get("/activate/proof/made-up").status_code == 410
