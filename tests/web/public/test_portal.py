"""The portal as a stranger reads it."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from creditbank.bank import clock
from creditbank.bank.history import SYSTEM
from creditbank.bank.portal import attachments, contacts, notices
from creditbank.bank.portal.models import Notice, Question
from creditbank.bank.portal.notices import Content
from creditbank.cli import reference
from tests import cast

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 3, 2, 12, 0, tzinfo=clock.SHANGHAI)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def texts(gansu):
    reference.load()
    return gansu


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def written(title="系统维护", text="今晚维护", **told):
    content = Content(title, text, **({"publish_from": NOON} | told))
    return notices.write(content, by=SYSTEM)


def test_what_is_published_is_on_home_list_and_page_at_its_minute(client, texts):
    notice = written(publish_until=NOON + MINUTE)
    own = f"/notices/{notice.pk}/"
    for instant, is_there in ((NOON - MINUTE, False), (NOON, True), (NOON + MINUTE, False)):
        with clock.frozen(instant):
            assert ("系统维护" in page(client, "/")) is is_there
            assert ("系统维护" in page(client, "/notices/")) is is_there
            assert ("今晚维护" in page(client, own, 200 if is_there else 404)) is is_there


def test_drafts_and_withdrawn_ones_are_nowhere(client, texts):
    draft = written(publish_from=None)
    gone = written(title="撤下的")
    notices.withdraw(gone, seen=0, by=SYSTEM)
    with clock.frozen(NOON + MINUTE):
        for path in ("/", "/notices/"):
            told = page(client, path)
            assert "系统维护" not in told
            assert "撤下的" not in told
        for row in (draft, gone):
            page(client, f"/notices/{row.pk}/", 404)


def test_hostile_markdown_reaches_nobody(client, texts):
    text = "<script>alert(1)</script> [x](javascript:alert(1)) <svg onload=alert(1)> ![x](data:image/svg+xml,x)"
    notice = written(title="<img src=x onerror=alert(1)>", text=text)
    with clock.frozen(NOON):
        told = page(client, f"/notices/{notice.pk}/") + page(client, "/")
    assert "<script>alert" not in told
    assert "<svg onload" not in told
    assert "<img src=x" not in told
    assert 'href="javascript' not in told
    assert 'src="data:' not in told


def test_attachments_are_saved_and_only_while_the_notice_is_public(client, texts):
    notice = written()
    held = attachments.attach(notice, cast.an_own_picture(), by=SYSTEM)
    path = f"/notices/{notice.pk}/attachments/{held.pk}/"
    with clock.frozen(NOON):
        assert path in page(client, f"/notices/{notice.pk}/")
        answer = client.get(path)
        assert answer.content.startswith(b"\xff\xd8\xff")
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        other = written()
        page(client, f"/notices/{other.pk}/attachments/{held.pk}/", 404)
    with clock.frozen(NOON - MINUTE):
        page(client, path, 404)
    notices.withdraw(notice, seen=0, by=SYSTEM)
    with clock.frozen(NOON):
        page(client, path, 404)


def test_the_guides_stand_with_pictures_and_lead_to_each_other(client, texts):
    told = page(client, "/guides/")
    assert re.findall(r'href="/guides/(\w+)/"', told) == [
        "activation",
        "registration",
        "storage",
        "conversion",
    ]
    told = page(client, "/guides/activation/")
    assert '<img src="/static/img/guides/activation-number.webp"' in told
    assert 'href="/guides/registration/"' in told
    assert len(re.findall(r"<h1", told)) == 1
    page(client, "/guides/nothing/", 404)


def test_questions_are_searched_without_a_script(client, texts):
    told = page(client, "/questions/")
    assert told.count("<details") == Question.objects.count()
    assert 'id="not_found"' in told
    told = page(client, "/questions/?q=规则")
    assert "还没有转换规则怎么办" in told
    assert "为什么要填写常用邮箱" not in told
    assert "<details" in told
    assert told.count("<details") == told.count('" open>')
    assert "没有找到相关的问题" in page(client, "/questions/?q=xyzzy")
    Question.objects.filter(code="no_rule").update(is_public=False)
    assert "还没有转换规则怎么办" not in page(client, "/questions/")


def test_contacts_stand_on_their_page_and_at_the_foot_of_every_page(client, texts):
    told = {"email": "", "hours_en": "", "address_zh": "示例路 1 号", "address_en": ""}
    contacts.edit(
        texts.province, seen=0, telephone="0931-555 0199", hours_zh="工作日", by=SYSTEM, **told
    )
    for path in ("/", "/guides/", "/login"):
        assert 'href="tel:0931-5550199"' in page(client, path)
    told = page(client, "/contacts/")
    assert "示例路 1 号" in told
    assert "甘肃开放大学" in told


@pytest.fixture
def _in_chinese_again():
    """A request leaves its language behind on the thread."""
    with translation.override(translation.get_language()):
        yield


@pytest.mark.usefixtures("_in_chinese_again")
def test_english_where_there_is_some_else_chinese_that_says_so(client, texts):
    client.cookies["language"] = "en"
    mixed = written(title="只有中文", text="只有中文")
    both = written(title_en="Maintenance", text_en="Tonight")
    with clock.frozen(NOON):
        told = page(client, "/notices/")
        assert '<span lang="zh-Hans">只有中文</span>' in told
        assert "Maintenance" in told
        assert "系统维护" not in told
        assert '<div class="prose" lang="zh-Hans">' in page(client, f"/notices/{mixed.pk}/")
        assert '<div class="prose"><p>Tonight</p>' in page(client, f"/notices/{both.pk}/")
    assert "How to activate" in page(client, "/guides/activation/")
    assert "Why am I not found?" in page(client, "/questions/")


@pytest.mark.parametrize(
    ("path", "most"), [("/", 4), ("/notices/", 4), ("/questions/", 3), ("/contacts/", 3)]
)
def test_more_content_costs_no_more_queries(client, texts, path, most):
    def count():
        page(client, path)
        with CaptureQueriesContext(connection) as asked, clock.frozen(NOON):
            page(client, path)
        return len(asked)

    written()
    few = count()
    for number in range(15):
        written()
        Question.objects.create(
            code=f"q{number}", topic="general", question_zh="问？", answer_zh="答"
        )
    assert count() == few <= most


def test_the_list_goes_on_page_by_page(client, texts, monkeypatch):
    monkeypatch.setattr("creditbank.web.public.notices.A_PAGE", 3)
    for number in range(7):
        written(title=f"第{number}篇", publish_from=NOON + number * MINUTE)
    seen, path = [], "/notices/"
    with clock.frozen(NOON + 10 * MINUTE):
        while path:
            told = page(client, path)
            seen += re.findall(r"第(\d)篇", told)
            following = re.search(r'rel="next" href="([^"]+)"', told)
            path = "/notices/" + following[1] if following else ""
    assert seen == list("6543210")


def test_the_list_has_an_index(db):
    wanted = Notice.objects.public()[:20]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "notice_public" in wanted.explain()
