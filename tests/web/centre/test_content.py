"""Notices, guides, questions, contacts and the agreement as a content editor works on them."""

import datetime as dt
import re
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from creditbank.bank import clock, memory
from creditbank.bank.accounts import activations
from creditbank.bank.history import SYSTEM, VISITOR
from creditbank.bank.history.models import Event
from creditbank.bank.organisations.roles import Role
from creditbank.bank.portal import notices as verbs
from creditbank.bank.portal.models import Agreement, Consent, Contact, Guide, Notice, Question
from tests import cast
from tests.web.centre.sheets import fields, main, page

pytestmark = pytest.mark.django_db
NOTICES = "/work/content/notices/"
NOON = dt.datetime(2035, 3, 2, 12, 0, tzinfo=clock.SHANGHAI)  # later than any appointment
TYPED = {"title_zh": "系统维护", "text_zh": "## 今晚\n\n**停机** <script>x</script>", "seen": "0"}


def written(**told):
    content = verbs.Content(**({"title_zh": "旧标题", "text_zh": "旧内容"} | told))
    return verbs.write(content, by=SYSTEM)


def test_what_an_editor_publishes_a_stranger_reads(client, staff, signed_in, texts):
    with clock.frozen(NOON):
        editor = signed_in(client, staff(Role.CONTENT_EDITOR, texts.root))
        answer = editor.post(f"{NOTICES}new/", TYPED | {"action": "publish"}, follow=True)
        assert "网站上现在就能看到" in answer.content.decode()
        told = page(Client(), f"/notices/{Notice.objects.get().pk}/")
    assert "<h2>今晚</h2>" in told
    assert "<strong>停机</strong>" in told
    assert "<script>x" not in told
    assert Event.objects.of(Notice.objects.get()).get().verb == "portal.notices.write"


def test_what_is_scheduled_comes_at_its_minute(client, staff, signed_in, texts):
    with clock.frozen(NOON):
        editor = signed_in(client, staff(Role.CONTENT_EDITOR, texts.root))
        typed = TYPED | {"publish_from": "2035-03-02T13:30", "publish_until": "2035-03-03 08:00"}
        answer = editor.post(f"{NOTICES}new/", typed | {"action": "save"}, follow=True)
        assert "将按时发布" in answer.content.decode()
    notice = Notice.objects.get()
    assert notice.publish_from == NOON + dt.timedelta(minutes=90)
    stranger = Client()
    for minutes, status in ((89, 404), (90, 200), (20 * 60 - 1, 200), (20 * 60, 404)):
        with clock.frozen(NOON + dt.timedelta(minutes=minutes)):
            page(stranger, f"/notices/{notice.pk}/", status)


def test_a_preview_shows_it_saves_nothing_and_loses_nothing(editor):
    typed = TYPED | {"publish_from": "2035-03-02T13:30", "title_en": "Maintenance", "text_en": ""}
    events = Event.objects.count()
    answer = editor.post(f"{NOTICES}new/", typed | {"action": "preview"})
    told = answer.content.decode()
    assert answer.status_code == 200
    assert "预览，尚未保存" in told
    assert "<strong>停机</strong>" in told
    assert "<script>x" not in told
    assert {name: fields(told)[name] for name in typed} == typed
    assert not Notice.objects.exists()
    assert Event.objects.count() == events


def test_a_preview_of_what_is_wrong_still_keeps_what_was_typed(editor):
    typed = {"title_zh": "", "text_zh": "有内容", "publish_from": "next week", "seen": "0"}
    told = editor.post(f"{NOTICES}new/", typed | {"action": "preview"}).content.decode()
    assert {name: fields(told)[name] for name in typed} == typed
    told = editor.post(f"{NOTICES}new/", typed | {"action": "save"})
    assert told.status_code == 422
    assert "请填写中文标题" in told.content.decode()
    assert {name: fields(told.content.decode())[name] for name in typed} == typed


def test_of_two_editors_one_wins_and_the_other_keeps_what_was_typed(editor, other_editor):
    path = f"{NOTICES}{written().pk}/"
    mine, theirs = fields(page(editor, path)), fields(page(other_editor, path))
    assert mine["seen"] == "0"
    other_editor.post(path, theirs | {"title_zh": "他们的标题", "action": "save"})
    answer = editor.post(path, mine | {"title_zh": "我的标题", "action": "save"})
    told = answer.content.decode()
    assert answer.status_code == 409
    assert "别人保存了另一个版本" in told
    assert "他们的标题" in main(told)
    assert Notice.objects.get().title_zh == "他们的标题"
    again = fields(told)
    assert again["title_zh"] == "我的标题"
    assert editor.post(path, again | {"action": "save"}).status_code == 302
    assert Notice.objects.get().title_zh == "我的标题"


def test_a_preview_in_between_does_not_hide_that_somebody_else_saved(editor, other_editor):
    path = f"{NOTICES}{written().pk}/"
    mine = fields(page(editor, path))
    other_editor.post(path, mine | {"title_zh": "他们的", "action": "save"})
    previewed = fields(editor.post(path, mine | {"action": "preview"}).content.decode())
    assert editor.post(path, previewed | {"action": "save"}).status_code == 409
    assert editor.post(path, mine | {"seen": "x", "action": "save"}).status_code == 409


def test_withdrawing_asks_why_and_a_draft_can_be_made_again(editor):
    notice = written(publish_from=clock.now())
    path = f"{NOTICES}{notice.pk}/"
    page(Client(), f"/notices/{notice.pk}/")
    assert "请写明原因" in editor.post(f"{path}withdrawal/", {"seen": "0"}).content.decode()
    editor.post(f"{path}withdrawal/", {"seen": "0", "reason": "写错了"})
    page(Client(), f"/notices/{notice.pk}/", 404)
    told = main(page(editor, path))
    assert "写错了" in told
    assert "textarea" not in told
    editor.post(f"{path}draft/", {"seen": "1"})
    assert Notice.objects.get().state == "draft"
    assert "textarea" in main(page(editor, path))


def test_attachments_come_and_go_and_what_is_none_is_refused_by_name(editor):
    path = f"{NOTICES}{written().pk}/"
    wrong = SimpleUploadedFile("a.svg", b"<svg onload=alert(1)>")
    told = editor.post(f"{path}attachments/", {"file": [wrong]}, follow=True).content.decode()
    assert "a.svg：这不是可识别的图片" in told
    good = SimpleUploadedFile("日程.jpg", cast.a_picture())
    told = editor.post(f"{path}attachments/", {"file": [good]}, follow=True).content.decode()
    assert "日程.jpg" in told
    removal = re.search(r'action="([^"]+/removal/)"', told)[1]
    editor.post(removal)
    assert "日程.jpg" not in main(page(editor, path))


def test_a_guide_is_edited_and_read(editor):
    path = "/work/content/guides/storage/"
    typed = fields(page(editor, path)) | {"text_zh": "改过的步骤 ![加](storage-add)"}
    told = editor.post(path, typed | {"action": "preview"}).content.decode()
    assert '<img src="/static/img/guides/storage-add.webp"' in told
    assert "改过的步骤" not in Guide.objects.get(code="storage").text_zh
    editor.post(path, typed | {"action": "save"})
    assert "改过的步骤" in page(Client(), "/guides/storage/")


def test_a_question_is_added_shown_hidden(editor):
    typed = {"topic": "general", "position": "1", "question_zh": "收费吗？", "answer_zh": "不收。"}
    told = editor.post(
        "/work/content/questions/new/", typed | {"action": "preview", "is_public": "on"}
    ).content.decode()
    assert "<p>不收。</p>" in told
    assert fields(told)["is_public"] == "on"
    editor.post("/work/content/questions/new/", typed | {"action": "save", "is_public": "on"})
    assert "收费吗？" in page(Client(), "/questions/")
    path = f"/work/content/questions/{Question.objects.get(question_zh='收费吗？').pk}/"
    held = fields(page(editor, path))
    held.pop("is_public")
    editor.post(path, held | {"action": "save"})
    assert "收费吗？" not in page(Client(), "/questions/")
    assert "收费吗？" in page(editor, "/work/content/questions/")


def test_a_contact_is_edited_and_stands_at_the_foot(editor):
    path = "/work/content/contacts/620000/"
    held = fields(page(editor, path))
    told = editor.post(path, held | {"telephone": "call"})
    assert told.status_code == 422
    assert fields(told.content.decode())["telephone"] == "call"
    editor.post(path, held | {"telephone": "0931-555-0123"})
    memory.forget()  # the foot of a page may be a minute old
    assert "0931-555-0123" in page(Client(), "/")
    assert editor.post(path, held | {"telephone": "0931-555-0124"}).status_code == 409


def test_the_agreement_is_published_after_a_preview_and_the_next_consent_is_to_it(
    editor, an_enrolment
):
    path = "/work/content/agreement/new/"
    held = fields(page(editor, path)) | {"text_zh": "# 协议\n\n新的条款", "text_en": ""}
    assert editor.post(path, held | {"action": "save"}).status_code == 422
    shown = fields(editor.post(path, held | {"action": "preview"}).content.decode())
    assert shown["shown"]
    changed = shown | {"text_zh": "预览之后改的", "action": "save"}
    assert "请先看预览" in editor.post(path, changed).content.decode()
    assert Agreement.objects.count() == 1
    before = consent_of(an_enrolment())
    editor.post(path, shown | {"action": "save"})
    after = consent_of(an_enrolment())
    assert [row.agreement.version for row in (before, after)] == [1, 2]
    assert "新的条款" in page(Client(), "/agreement")
    assert Consent.objects.get(pk=before.pk).agreement.version == 1
    assert "新的条款" in page(editor, "/work/content/agreement/2/")


def consent_of(enrolment):
    from creditbank.bank.portal import agreements

    account = activations.activate(
        enrolment, agreement=agreements.current(), email="", scans=[], by=VISITOR
    )
    return Consent.objects.select_related("agreement").get(account_id=account.pk)


def test_of_two_who_publish_an_agreement_the_second_is_told(editor, other_editor):
    path = "/work/content/agreement/new/"
    held = fields(page(editor, path))
    ready = [
        fields(one.post(path, held | {"text_zh": text, "action": "preview"}).content.decode())
        for one, text in ((editor, "我的"), (other_editor, "他们的"))
    ]
    other_editor.post(path, ready[1] | {"action": "save"})
    answer = editor.post(path, ready[0] | {"action": "save"})
    assert answer.status_code == 409
    assert fields(answer.content.decode())["text_zh"] == "我的"
    assert Agreement.objects.order_by("-version").first().text_zh == "他们的"


@pytest.mark.parametrize("path", [NOTICES, "/work/content/questions/", "/work/content/contacts/"])
def test_more_content_costs_no_more_queries(editor, texts, path):
    def count():
        with CaptureQueriesContext(connection) as asked:
            page(editor, path)
        return len(asked)

    written()
    count()  # what a process keeps for a minute is there from now on
    few = count()
    for number in range(15):
        written(publish_from=NOON)
        Question.objects.create(
            code=f"q{number}", topic="general", question_zh="问？", answer_zh="答"
        )
    Contact.objects.create(organisation=texts.province)
    Contact.objects.create(organisation=texts.elsewhere)
    assert count() == few <= 9


def test_what_is_not_there_is_not_found(editor):
    nowhere = UUID(int=1)
    for path in (
        f"{NOTICES}{nowhere}/",
        f"{NOTICES}{nowhere}/withdrawal/",
        f"/work/content/questions/{nowhere}/",
        "/work/content/guides/nothing/",
        "/work/content/contacts/999999/",
        "/work/content/agreement/99/",
        "/work/catalogue/NOTHING/",
        "/work/calendar/1066/",
    ):
        assert editor.get(path).status_code in {403, 404}, path
