"""The deposit form as a browser without JavaScript sends it."""

import re

import pytest

from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.outcomes.stages import Stage
from tests.bank.outcomes import scene

pytestmark = pytest.mark.django_db

FORM = "/me/outcomes/new/?certificate=NCRE-24"
GOOD = {
    "score": "88",
    "obtained_on_year": "2019",
    "obtained_on_month": "9",
    "certificate_number": "6512000099",
    "extra_province": "62",
    "action": "submit",
}


def hidden(client, path):
    page = client.get(path).content.decode()
    found = re.search(r'name="draft" value="([^"]+)"', page)
    return {"draft": found[1]} if found else {}


def post(client, path, **told):
    return client.post(path, {**hidden(client, path), **told})


def test_one_post_uploads_several_files_and_submits(me, learner):
    files = [scene.a_picture("white", "正面.jpg"), scene.a_picture("red", "背面.png")]
    answer = post(me, FORM, **GOOD, evidence=files)
    assert (answer.status_code, answer["Location"]) == (302, "/me/outcomes/all/")
    outcome = Outcome.objects.get()
    assert (outcome.stage, outcome.account_id) == (Stage.SUBMITTED, learner.pk)
    assert outcome.level == "2"
    assert outcome.extra_values == {"province": "62"}
    assert [row.file.name for row in outcome.evidence.all()] == ["正面.jpg", "背面.png"]


def test_what_is_wrong_costs_neither_words_nor_files(me):
    wrong = {**GOOD, "score": "888", "obtained_on_month": "13", "note": "背面有章"}
    path, token = FORM, hidden(me, FORM)
    answer = me.post(path, {**token, **wrong, "evidence": [scene.a_picture()]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="888"' in page
    assert "背面有章" in page
    assert page.count("field-error") >= 2
    assert "证书.jpg" in page
    outcome = Outcome.objects.get()
    assert (outcome.stage, outcome.evidence.count()) == (Stage.DRAFT, 1)
    answer = me.post(path, {**token, **GOOD, "note": "背面有章"})
    assert answer.status_code == 302
    assert Outcome.objects.get().stage == Stage.SUBMITTED


def test_one_unreadable_file_does_not_cost_the_others(me):
    broken = scene.SimpleUploadedFile("坏.jpg", b"no picture", "image/jpeg")
    answer = post(me, FORM, **GOOD, evidence=[broken, scene.a_picture()])
    assert answer.status_code == 422
    assert "坏.jpg：" in answer.content.decode()
    assert Outcome.objects.get().evidence.count() == 1


def test_without_evidence_nothing_is_submitted(me):
    answer = post(me, FORM, **GOOD)
    assert answer.status_code == 422
    assert 'href="#id_evidence"' in answer.content.decode()
    assert Outcome.objects.get().stage == Stage.DRAFT


def test_sending_the_same_form_again_is_told_and_makes_no_second(me):
    token = hidden(me, FORM)
    first = me.post(FORM, {**token, **GOOD, "evidence": [scene.a_picture()]})
    second = me.post(FORM, {**token, **GOOD, "evidence": [scene.a_picture()]})
    assert (first.status_code, second.status_code) == (302, 409)
    assert Outcome.objects.count() == 1


@pytest.mark.parametrize("token", ["", "forged", "a:b:c"])
def test_a_form_that_was_not_made_here_is_not_taken(me, token):
    told = {**GOOD, "draft": token, "evidence": [scene.a_picture()]}
    assert me.post(FORM, told).status_code in {302, 404}
    assert Outcome.objects.filter(stage=Stage.SUBMITTED).count() == (token == "")


def test_a_token_of_somebody_else_gives_no_way_to_their_draft(me, client_of):
    token = hidden(me, FORM)
    me.post(FORM, {**token, "action": "draft", "note": "秘密"})
    other = client_of(scene.a_learner())
    answer = other.post(FORM, {**token, "action": "draft", "note": "x"})
    assert answer.status_code == 409
    assert Outcome.objects.get().note == "秘密"


def test_a_draft_may_be_as_empty_as_it_likes(me):
    answer = post(me, FORM, action="draft")
    outcome = Outcome.objects.get()
    assert answer["Location"] == f"/me/outcomes/{outcome.number}/edit/"
    assert outcome.stage == Stage.DRAFT
    page = me.get(answer["Location"]).content.decode()
    assert "提交审批" in page


def test_a_draft_comes_back_as_it_was_typed(me):
    post(me, FORM, **{**GOOD, "action": "draft", "extra_sitting": "2019/1"})
    number = Outcome.objects.get().number
    page = me.get(f"/me/outcomes/{number}/edit/").content.decode()
    for value in ("88", "2019", "9", "6512000099", "2019/1"):
        assert f'value="{value}"' in page
    assert '<option value="62" selected>' in page


def test_other_is_typed_and_submitted(me):
    path = "/me/outcomes/new/?other=1"
    told = {
        "kind": "competition_award",
        "title": "校园歌手赛",
        "issuer": "某文化馆",
        "obtained_on_year": "2020",
        "action": "submit",
    }
    answer = post(me, path, **told, evidence=[scene.a_picture()])
    assert answer.status_code == 302
    outcome = Outcome.objects.get()
    assert (outcome.title, outcome.kind_id, outcome.certificate_type) == (
        "校园歌手赛",
        "competition_award",
        None,
    )
    assert outcome.obtained_precision == "year"


def test_other_without_a_kind_keeps_the_files(me):
    answer = post(me, "/me/outcomes/new/?other=1", action="submit", evidence=[scene.a_picture()])
    assert answer.status_code == 422
    assert Outcome.objects.get().evidence.count() == 1


def test_fields_follow_from_the_entry(me):
    page = me.get("/me/outcomes/new/?certificate=WORK-HISTORY").content.decode()
    assert 'name="extra_started_year"' in page
    assert 'name="score"' not in page
    page = me.get("/me/outcomes/new/?certificate=AWARD-NATIONAL").content.decode()
    assert '<select name="level"' in page
    assert me.get("/me/outcomes/new/?certificate=NO-SUCH").status_code == 404


def test_extra_dates_are_kept_and_shown_again(me):
    path = "/me/outcomes/new/?certificate=WORK-HISTORY"
    told = {"issuer": "某公司", "extra_post": "会计", "obtained_on_year": "2024"}
    started = {"extra_started_year": "2019", "extra_started_month": "3", "extra_started_day": "8"}
    post(me, path, **told, **started, action="draft")
    outcome = Outcome.objects.get()
    assert outcome.extra_values == {"post": "会计", "started": "2019-03-08"}
    page = me.get(f"/me/outcomes/{outcome.number}/edit/").content.decode()
    assert 'name="extra_started_day"' in page
    assert 'value="8"' in page


def test_a_returned_one_shows_the_words_beside_the_field_and_is_corrected(me, learner):
    outcome = scene.submitted(learner)
    told = [
        {"field": "certificate_number", "code": "", "text": "与证书不符"},
        {"field": "title", "code": "", "text": "请改选目录中的证书"},
    ]
    scene.returned(outcome, told)
    path = f"/me/outcomes/{outcome.number}/edit/"
    page = me.get(path).content.decode()
    assert (
        page.index("证书名称：请改选目录中的证书")
        < page.index("与证书不符")
        < page.index('name="certificate_number"')
    )
    answer = me.post(path, {**GOOD, "certificate_number": "77"})
    assert answer["Location"] == "/me/outcomes/all/"
    outcome.refresh_from_db()
    assert (outcome.stage, outcome.certificate_number) == (Stage.SUBMITTED, "77")


def test_another_certificate_is_chosen_for_one_that_came_back(me, learner):
    outcome = scene.returned(
        scene.submitted(learner, None), [{"field": "title", "text": "在目录中"}]
    )
    page = me.get(f"/me/catalogue/?for={outcome.number}&q=NCRE-24").content.decode()
    path = f"/me/outcomes/{outcome.number}/edit/?certificate=NCRE-24"
    assert f'href="{path}"' in page
    assert me.post(path, GOOD).status_code == 302
    outcome.refresh_from_db()
    assert (outcome.certificate_type.code, outcome.stage) == ("NCRE-24", Stage.SUBMITTED)


def test_scans_are_taken_away_with_the_form(me, learner):
    outcome = scene.a_draft(learner)
    path, row = f"/me/outcomes/{outcome.number}/edit/", outcome.evidence.get()
    answer = me.post(path, {**GOOD, "remove": str(row.pk)})
    assert answer.status_code == 422
    assert not outcome.evidence.exists()
    answer = me.post(path, {**GOOD, "evidence": [scene.a_picture("red")]})
    assert answer.status_code == 302


def test_what_is_under_review_has_no_form(me, learner):
    outcome = scene.submitted(learner)
    path = f"/me/outcomes/{outcome.number}/edit/"
    assert me.get(path)["Location"] == f"/me/outcomes/{outcome.number}/"
    assert me.post(path, GOOD)["Location"] == f"/me/outcomes/{outcome.number}/"
    outcome.refresh_from_db()
    assert outcome.stage == Stage.SUBMITTED
