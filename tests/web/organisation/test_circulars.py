"""Circulars as sender and receivers use them in a browser."""

import pytest
from django.test import Client

from creditbank.bank.organisations.roles import Role
from creditbank.bank.portal import circulars, tasks
from creditbank.bank.portal.models import Notice, Reading
from tests.cast import a_picture
from tests.web.organisation.test_inspections import page

pytestmark = pytest.mark.django_db
LIST = "/work/circulars/"
WORDS = {"title_zh": "关于激活", "text_zh": "请**组织**激活。", "with_below": "yes"}


@pytest.fixture
def sender(gansu, staff, signed_in):
    return signed_in(Client(), staff(Role.PROVINCE_ADMIN, gansu.province))


@pytest.fixture
def officer(gansu, an_officer, signed_in):
    return signed_in(Client(), an_officer(gansu.centre))


def sent(sender, gansu, **more):
    told = {**WORDS, "codes": gansu.branch.code, **more}
    assert sender.post(f"{LIST}new/", told).status_code == 302
    return Notice.objects.get()


def test_it_is_sent_read_signed_and_the_sender_knows(gansu, sender, officer, an_officer):
    late = an_officer(gansu.branch)
    row = sent(sender, gansu)
    assert "等待您签收" in page(officer.get("/work/"))
    assert "未签收" in page(officer.get(LIST))
    told = page(officer.get(f"{LIST}{row.pk}/"))
    assert "<strong>组织</strong>" in told
    assert not Reading.objects.exists()
    assert "已签收" in page(officer.post(f"{LIST}{row.pk}/reading/", follow=True))
    assert "等待您签收" not in page(officer.get("/work/"))
    record = page(sender.get(f"{LIST}{row.pk}/readers/"))
    assert "2 个岗位中，1 个已签收" in record
    assert record.index(gansu.branch.name_zh) < record.index(gansu.centre.name_zh)
    assert late.name in record


def test_an_attachment_is_for_whom_it_is_addressed_to(
    gansu, sender, officer, an_officer, signed_in
):
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = SimpleUploadedFile("名单.jpg", a_picture(), "image/jpeg")
    row = sent(sender, gansu, attached=upload)
    there = f"{LIST}{row.pk}/attachments/{row.attachments.get().pk}/"
    answer = officer.get(there)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    stranger = signed_in(Client(), an_officer(gansu.far_centre))
    for path in (there, f"{LIST}{row.pk}/"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"{LIST}{row.pk}/reading/").status_code == 404
    assert Client().get(f"/notices/{row.pk}/").status_code == 404


def test_who_has_not_signed_is_reminded_by_a_job(gansu, sender, officer, monkeypatch):
    asked = []
    row = sent(sender, gansu)
    monkeypatch.setattr(
        "creditbank.web.organisation.circulars.jobs.defer",
        lambda job, **told: asked.append((job, told)),
    )
    assert "正在提醒" in page(sender.post(f"{LIST}{row.pk}/reminder/", follow=True))
    assert asked == [(tasks.remind, {"notice_id": str(row.pk)})]
    assert officer.post(f"{LIST}{row.pk}/reminder/").status_code == 403


def test_a_withdrawn_one_is_gone_for_its_readers(gansu, sender, officer):
    row = sent(sender, gansu)
    assert "已撤回" in page(sender.post(f"{LIST}{row.pk}/withdrawal/", follow=True))
    assert officer.get(f"{LIST}{row.pk}/").status_code == 404
    assert "没有发给本机构" in page(officer.get(LIST))


def test_a_code_out_of_reach_is_named_and_what_was_typed_stays(gansu, sender):
    told = {**WORDS, "codes": f"{gansu.branch.code}，{gansu.elsewhere.code}"}
    shown = page(sender.post(f"{LIST}new/", told), 422)
    assert f"没有代码为 {gansu.elsewhere.code} 的机构" in shown
    assert "请**组织**激活。" in shown
    assert not Notice.objects.exists()


def test_editors_of_the_portal_do_not_find_circulars_among_notices(gansu, sender, staff, signed_in):
    row = sent(sender, gansu)
    editor = signed_in(Client(), staff(Role.CONTENT_EDITOR, gansu.root))
    assert row.title_zh not in page(editor.get("/work/content/notices/"))
    assert editor.get(f"/work/content/notices/{row.pk}/").status_code == 404


def test_lists_ask_no_more_for_many_than_for_few(
    gansu, sender, officer, an_officer, django_assert_max_num_queries
):
    for _time in range(4):
        an_officer(gansu.centre)
        row = circulars.send(
            circulars.Content("标题", "正文"),
            sender=gansu.province,
            to=[gansu.branch],
            with_below=True,
            by=an_officer(gansu.branch),
        )
    officer.get(LIST)
    with django_assert_max_num_queries(9):
        officer.get(LIST)
    with django_assert_max_num_queries(9):
        sender.get(f"{LIST}sent/")
    with django_assert_max_num_queries(11):
        sender.get(f"{LIST}{row.pk}/readers/")
