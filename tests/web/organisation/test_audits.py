"""The auditor's pages."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from creditbank.bank.access import disclosures
from creditbank.bank.organisations.roles import Role

pytestmark = pytest.mark.django_db
LOG, HISTORY = "/work/audit/log/", "/work/audit/history/"


@pytest.fixture
def desk(client, signed_in, staff, gansu):
    return signed_in(client, staff(Role.AUDITOR, gansu.province))


def page(response):
    assert response.status_code == 200
    return response.content.decode()


def test_the_log_goes_on_page_by_page_and_none_is_lost(
    desk, gansu, a_learner, an_officer, monkeypatch
):
    monkeypatch.setattr("creditbank.web.organisation.audits.PAGE", 3)
    account, officer = a_learner(), an_officer(gansu.centre)
    for place in range(8):
        disclosures.note(
            by=officer, subject=account, what="scan", reason=f"第{place}件", account_id=account.pk
        )
    path, seen = f"{LOG}?number={account.number}", []
    while path:
        told = page(desk.get(path))
        seen += re.findall(r"第(\d)件", told)
        following = re.search(r'rel="next" href="([^"]+)"', told)
        path = LOG + following[1].replace("&amp;", "&") if following else ""
    assert seen == list("76543210")
    assert page(desk.get(f"{LOG}?before=nonsense"))
    assert "没有符合条件的记录" in page(desk.get(f"{LOG}?who=nobody"))
    assert "error-summary" in page(desk.get(f"{LOG}?since=never"))


def test_more_looks_cost_no_more_queries(desk, gansu, a_learner, an_officer):
    officer = an_officer(gansu.centre)

    def look():
        account = a_learner()
        disclosures.note(by=officer, subject=account, what="scan", account_id=account.pk)

    look()
    page(desk.get(LOG))
    with CaptureQueriesContext(connection) as few:
        page(desk.get(LOG))
    for _time in range(6):
        look()
    with CaptureQueriesContext(connection) as many:
        page(desk.get(LOG))
    assert len(many) == len(few) <= 8


def test_a_history_in_words_without_anything_sealed(desk, a_learner):
    account = a_learner()
    told = page(desk.get(f"{HISTORY}?number={account.number}"))
    assert "accounts.decisions.approve" in told
    assert "（已加密）" in told
    for hidden in ("李示例", account.documents.get().number, account.user.email, r"\x"):
        assert hidden not in told
    assert f"{LOG}?number={account.number}" in told
    assert "没有找到" in page(desk.get(f"{HISTORY}?number=NOTHING"))


def test_a_long_history_goes_on_page_by_page(desk, a_learner, monkeypatch):
    monkeypatch.setattr("creditbank.web.organisation.audits.PAGE", 4)
    account = a_learner()
    path, seen = f"{HISTORY}?number={account.number}", 0
    while path:
        told = page(desk.get(path))
        seen += told.count("<summary>")
        following = re.search(r'rel="next" href="([^"]+)"', told)
        path = HISTORY + following[1].replace("&amp;", "&") if following else ""
    monkeypatch.setattr("creditbank.web.organisation.audits.PAGE", 500)
    whole = page(desk.get(f"{HISTORY}?number={account.number}")).count("<summary>")
    assert seen == whole > 4


@pytest.mark.parametrize("role", [role for role in Role if role != "auditor"])
def test_nobody_else_reads_them(client, signed_in, staff, gansu, role):
    signed_in(client, staff(role, gansu.root))
    assert client.get(LOG).status_code == 403
    assert client.get(HISTORY).status_code == 403
