import re

import pytest

from creditbank.bank.outcomes import decisions, evidence
from creditbank.bank.outcomes.models import Evidence, Outcome
from creditbank.bank.outcomes.stages import Stage
from tests.bank.outcomes import scene

pytestmark = pytest.mark.django_db

LISTS = (
    "/me/",
    "/me/outcomes/",
    "/me/outcomes/all/",
    "/me/outcomes/new/",
    "/me/catalogue/",
    "/me/messages/",
)


def text(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def named(page, name):
    """How many links or buttons have exactly this name."""
    found = re.findall(r"<(?:a|button)\b[^>]*>(.*?)</(?:a|button)>", page, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", one).strip() for one in found].count(name)


@pytest.fixture
def full(learner):
    """One outcome of every kind of state that a learner sees."""
    stored = scene.submitted(learner, certificate_number="1")
    decisions.approve(stored, by=scene.REVIEWER)
    scene.submitted(learner, certificate_number="2", picture="red")
    scene.a_draft(learner, None)
    told = [{"field": "evidence", "code": "", "text": "看不清"}]
    scene.returned(scene.submitted(learner, certificate_number="3", picture="blue"), told)
    scene.returned(scene.submitted(learner, None, picture="green"), told, "reject")
    return learner


@pytest.mark.parametrize("path", LISTS)
def test_pages_of_an_empty_and_of_a_full_account(client_of, learner, path):
    text(client_of(learner), path)


@pytest.mark.parametrize("path", LISTS)
def test_a_stranger_is_sent_to_sign_in(client, learner, path):
    assert client.get(path)["Location"].startswith("/login?next=")


def test_guide_the_controls_are_there_once_with_their_exact_names(me):
    page = text(me, "/me/outcomes/new/")
    assert named(page, "添加学习成果") == 1
    assert named(page, "选择证书") == 1
    assert named(page, "我的学习成果") == 1
    assert "自愿" in page
    for name in ("学历教育", "非学历教育", "无一定形式", "毕业证书", "竞赛奖励"):
        assert name in page
    assert named(text(me, "/me/catalogue/"), "其他") == 1
    assert named(text(me, "/me/catalogue/?q=不存在"), "其他") == 1
    assert named(text(me, "/me/outcomes/new/?other=1"), "提交审批") == 1


def test_the_picker_searches_filters_and_leads_to_the_form(me):
    page = text(me, "/me/catalogue/?q=jsjyj&kind=national_examination")
    assert "全国计算机等级考试一级B" in page
    assert '/me/outcomes/new/?certificate=NCRE-13"' in page
    assert "NCRE-24" not in page
    assert "98 种证书" in text(me, "/me/catalogue/?kind=no-such&page=99")
    assert me.get("/me/catalogue/?for=S-not/mine").status_code == 404


def test_where_nothing_is_called_so_the_picker_shows_what_comes_near(me):
    page = text(me, "/me/catalogue/?q=计算机等级二级C")
    assert "下面是相近的" in page
    assert '/me/outcomes/new/?certificate=NCRE-24"' in page
    assert "下面是相近的" not in text(me, "/me/catalogue/?q=计算机等级考试二级C")
    assert "目录里没有找到" in text(me, "/me/catalogue/?q=没有这样的证书")


def test_the_catalogue_counts_no_further_than_anybody_turns_pages(me, monkeypatch):
    monkeypatch.setattr("creditbank.bank.catalogue.entries.MOST", 30)
    for path in ("/me/catalogue/", "/me/catalogue/?q=国"):
        page = text(me, path)
        assert "999 种以上" in page
        assert 'rel="next"' in page
        assert 'rel="next"' not in text(me, f"{path}{'&' if '?' in path else '?'}page=2")


def test_an_unfiltered_catalogue_is_put_in_order_once(me, django_assert_max_num_queries):
    first = text(me, "/me/catalogue/")
    assert text(me, "/me/catalogue/?page=2") != first
    with django_assert_max_num_queries(3):
        me.get("/me/catalogue/")


def test_stored_ones_stand_under_their_class_and_all_show_every_state(client_of, full):
    me = client_of(full)
    page = text(me, "/me/outcomes/")
    assert page.count("全国计算机等级考试二级C") == 1
    page = text(me, "/me/outcomes/all/")
    for word in ("已存储", "待审核", "退回补正", "草稿", "不通过"):
        assert f"</svg>{word}</span>" in page
    assert "截止" in page
    assert "补正期间不计时" in page
    assert page.count('class="item has-aside"') == 5
    assert text(me, "/me/outcomes/all/?stage=draft").count('class="item has-aside"') == 1


def test_home_shows_what_waits(client_of, full):
    page = text(client_of(full), "/me/")
    assert full.number in page
    assert "请您补正" in page
    assert "正在审核" in page
    assert "最近的消息" in page


@pytest.mark.parametrize(
    ("path", "most"), [("/me/", 11), ("/me/outcomes/", 6), ("/me/outcomes/all/", 9)]
)
def test_lists_ask_as_much_for_many_as_for_few(
    client_of, full, path, most, django_assert_max_num_queries
):
    me = client_of(full)
    for number in range(4):
        scene.submitted(full, certificate_number=f"x{number}", picture=(number, 9, 9))
    with django_assert_max_num_queries(most):
        me.get(path)


def test_an_outcome_shows_fields_words_scans_and_history_and_no_ciphertext(client_of, full):
    me = client_of(full)
    returned = Outcome.objects.get(stage=Stage.RETURNED)
    page = text(me, f"/me/outcomes/{returned.number}/")
    assert "审核意见：看不清" in page
    assert "修改并重新提交" in page
    assert "审核人员" in page
    assert page.index("退回补正") < page.index("创建草稿")
    assert "\\x" not in page
    assert named(page, "撤回") == 1
    stored = Outcome.objects.get(stage=Stage.STORED)
    assert named(text(me, f"/me/outcomes/{stored.number}/"), "撤回") == 0


def test_withdrawing_is_asked_once_more(client_of, full):
    me = client_of(full)
    outcome = Outcome.objects.get(stage=Stage.SUBMITTED)
    path = f"/me/outcomes/{outcome.number}/withdrawal/"
    assert named(text(me, path), "撤回") == 1
    assert me.post(path)["Location"] == f"/me/outcomes/{outcome.number}/"
    outcome.refresh_from_db()
    assert outcome.stage == Stage.WITHDRAWN
    assert me.post(path).status_code == 409


def test_a_draft_is_deleted_a_submission_is_not(client_of, full):
    me = client_of(full)
    draft = Outcome.objects.get(stage=Stage.DRAFT)
    path = f"/me/outcomes/{draft.number}/removal/"
    text(me, path)
    assert me.post(path)["Location"] == "/me/outcomes/all/"
    assert not Outcome.objects.filter(pk=draft.pk).exists()
    submitted = Outcome.objects.get(stage=Stage.SUBMITTED)
    assert me.post(f"/me/outcomes/{submitted.number}/removal/").status_code == 409


def test_scans_come_from_the_application_and_stay_nowhere(me, learner):
    outcome = scene.a_draft(learner)
    row = outcome.evidence.get()
    for end in ("1", "1?size=full", "original"):
        answer = me.get(f"/me/outcomes/{outcome.number}/evidence/{row.pk}/{end}")
        assert answer["Content-Type"] == "image/jpeg"
        assert answer.content[:2] == b"\xff\xd8"
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert me.get(f"/me/outcomes/{outcome.number}/evidence/{row.pk}/2").status_code == 404


def test_nobody_else_finds_an_outcome_or_its_scans(client_of, learner):
    mine = scene.a_draft(learner)
    theirs = scene.a_draft(scene.a_learner(), certificate_number="")
    row, other = client_of(learner), Evidence.objects.get(outcome=theirs)
    paths = [
        f"/me/outcomes/{theirs.number}/{end}" for end in ("", "edit/", "withdrawal/", "removal/")
    ]
    paths += [
        f"/me/outcomes/{number}/evidence/{other.pk}/{end}"
        for number in (mine.number, theirs.number)
        for end in ("1", "original")
    ]
    for path in paths:
        assert row.get(path).status_code == 404, path
    for path in paths[1:4]:
        assert row.post(path).status_code == 404, path
    assert Outcome.objects.filter(pk=theirs.pk).exists()


def test_a_removed_scan_is_gone(me, learner):
    outcome = scene.a_draft(learner)
    row = outcome.evidence.get()
    evidence.remove(outcome, Evidence.objects.get(), by=learner)
    assert me.get(f"/me/outcomes/{outcome.number}/evidence/{row.pk}/1").status_code == 404


def test_messages_are_read_and_counted(client_of, full):
    me = client_of(full)
    page = text(me, "/me/messages/")
    assert "未读" in page
    first = re.search(r"/me/messages/[0-9a-f-]{36}/", page)[0]
    body = text(me, first)
    assert "未通过审核" in body
    assert "看不清" in body
    assert text(me, "/me/messages/").count("</svg>未读") == page.count("</svg>未读") - 1
    stranger = client_of(scene.a_learner())
    assert stranger.get(first).status_code == 404


@pytest.mark.parametrize("path", LISTS)
def test_the_english_interface_works(me, path):
    me.cookies["language"] = "en"
    text(me, path)


def test_who_answers_for_ones_study_centre_is_told_with_a_telephone(client, signed_in, a_learner):
    account = a_learner()
    place = account.organisation
    place.responsible_name, place.responsible_phone = "示例人", "0931-555-0199"
    place.save()
    told = signed_in(client, account.user).get("/me/").content.decode()
    assert place.name_zh in told
    assert "示例人" in told
    assert 'href="tel:0931-555-0199"' in told
