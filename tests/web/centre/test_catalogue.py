"""The catalogue pages: rows without a script, and the deposit form that follows."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from creditbank.bank.catalogue.models import CertificateType
from tests.web.centre.sheets import fields, main, page

pytestmark = pytest.mark.django_db
CATALOGUE = "/work/catalogue/"
ENTRY = f"{CATALOGUE}NCRE-24/"


def pressed(client, path, typed, button):
    """The page after a row button; it saves nothing."""
    answer = client.post(path, typed | {"rows": button})
    assert answer.status_code == 200
    return fields(answer.content.decode())


def test_it_is_searched_filtered_and_paged(editor, monkeypatch):
    monkeypatch.setattr("creditbank.web.centre.catalogue.A_PAGE", 5)
    told = main(page(editor, f"{CATALOGUE}?q=jsjyj"))
    assert "NCRE-15" in told
    assert "BEC" not in told
    told = main(page(editor, f"{CATALOGUE}?kind=competition_award"))
    assert "AWARD-NATIONAL" in told
    assert "NCRE" not in told
    assert 'rel="next"' in page(editor, CATALOGUE)
    CertificateType.objects.filter(code="BEC").update(retired_on="2026-01-01")
    assert f"{CATALOGUE}BEC/" not in page(editor, f"{CATALOGUE}?q=BEC")
    assert "已停用" in main(page(editor, f"{CATALOGUE}?q=BEC&state=retired"))
    assert page(editor, f"{CATALOGUE}?kind=nonsense&page=99")


def test_the_list_costs_the_same_however_long(editor, monkeypatch):
    page(editor, CATALOGUE)  # what a process keeps for a minute is there from now on
    counts = []
    for size in (3, 50):
        monkeypatch.setattr("creditbank.web.centre.catalogue.A_PAGE", size)
        with CaptureQueriesContext(connection) as asked:
            page(editor, CATALOGUE)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 9


def test_saving_an_entry_as_it_stands_changes_nothing_of_it(editor):
    before = CertificateType.objects.get(code="NCRE-24")
    windows = list(before.versions.values_list("id", flat=True))
    editor.post(ENTRY, fields(page(editor, ENTRY)) | {"action": "save"})
    after = CertificateType.objects.get(code="NCRE-24")
    assert after.revision == 1
    for name in ("name_zh", "aliases", "levels", "score", "extra_fields", "search", "family"):
        assert getattr(after, name) == getattr(before, name), name
    assert list(after.versions.values_list("id", flat=True)) == windows


def test_rows_are_added_moved_and_taken_away_and_nothing_typed_is_lost(editor):
    held = fields(page(editor, ENTRY)) | {"name_zh": "改到一半", "fields-0-label_zh": "考次改"}
    first, second = held["fields-0-code"], held["fields-1-code"]
    count = int(held["fields-count"])
    held = pressed(editor, ENTRY, held, "fields:add")
    assert held["fields-count"] == str(count + 1)
    assert held["name_zh"] == "改到一半"
    assert held[f"fields-{count}-type"] == "text"
    held = pressed(editor, ENTRY, held, "fields:down:0")
    assert (held["fields-0-code"], held["fields-1-code"]) == (second, first)
    assert held["fields-1-label_zh"] == "考次改"
    held = pressed(editor, ENTRY, held, "fields:up:1")
    assert held["fields-0-code"] == first
    held = pressed(editor, ENTRY, held, "fields:remove:0")
    assert held["fields-0-code"] == second
    assert held["fields-count"] == str(count)
    for nonsense in ("fields:remove:99", "fields:up:0", "fields:x", "nothing:add", "fields:down:x"):
        assert pressed(editor, ENTRY, held, nonsense) == held
    assert CertificateType.objects.get(code="NCRE-24").revision == 0


def test_the_deposit_form_follows_and_the_window_flags_a_date(
    editor, signed_in, a_learner, an_outcome
):
    learner = signed_in(Client(), account := a_learner().user)
    entry = CertificateType.objects.get(code="NCRE-24")
    outcome = an_outcome(
        a_learner(), stage="stored", entry=entry, level="2", extra={"sitting": "2004/1"}
    )
    form = "/me/outcomes/new/?certificate=NCRE-24"
    assert "考点" not in page(learner, form)
    held = pressed(editor, ENTRY, fields(page(editor, ENTRY)), "fields:add")
    place = int(held["fields-count"]) - 1
    held |= {
        f"fields-{place}-label_zh": "考点",
        f"fields-{place}-type": "choice",
        f"fields-{place}-choices": "城关 | Chengguan\n七里河 ｜ Qilihe ｜ qlh",
        f"fields-{place}-required": "on",
        "versions-0-issued_until": "2009",
    }
    assert editor.post(ENTRY, held | {"action": "save"}).status_code == 302
    told = page(learner, form)
    assert "考点" in told
    assert '<option value="qlh">七里河</option>' in told
    outcome.refresh_from_db()
    assert outcome.stage == "stored"
    from creditbank.bank.outcomes import descriptions, facts

    assert "2004/1" in {row.value for row in descriptions.rows(outcome)}
    fresh = an_outcome(a_learner(), entry=CertificateType.objects.get(code="NCRE-24"))
    assert "window_no" in {fact["code"] for fact in facts.of(fresh)}
    assert account


def test_what_is_wrong_in_a_row_stands_beside_its_field(editor):
    held = fields(page(editor, ENTRY)) | {"versions-0-issued_from": "九五年", "name_en": "typed"}
    answer = editor.post(ENTRY, held | {"action": "save"})
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "请写成 1995" in told
    assert fields(told) == held
    held = fields(page(editor, ENTRY)) | {"levels-0-rank": "first", "levels-0-name_zh": ""}
    told = editor.post(ENTRY, held | {"action": "save"}).content.decode()
    assert "下面的行里有需要改正的内容" in told
    assert fields(told)["levels-0-rank"] == "first"
    assert CertificateType.objects.get(code="NCRE-24").revision == 0


def test_of_two_editors_one_wins_and_the_other_keeps_what_was_typed(editor, other_editor):
    mine, theirs = fields(page(editor, ENTRY)), fields(page(other_editor, ENTRY))
    other_editor.post(ENTRY, theirs | {"name_zh": "他们的", "action": "save"})
    answer = editor.post(ENTRY, mine | {"fields-0-label_zh": "我的栏目", "action": "save"})
    told = answer.content.decode()
    assert answer.status_code == 409
    assert "他们的" in main(told)
    assert fields(told)["fields-0-label_zh"] == "我的栏目"
    assert editor.post(ENTRY, fields(told) | {"action": "save"}).status_code == 302
    assert CertificateType.objects.get(code="NCRE-24").extra_fields[0]["label_zh"] == "我的栏目"


def test_an_entry_is_added_and_retired_and_learners_see_it_come_and_go(
    editor, signed_in, a_learner
):
    learner = signed_in(Client(), a_learner().user)
    typed = {"code": "SAMPLE-9", "kind": "training_programme", "name_zh": "样例培训", "seen": "0"}
    wrong = editor.post(f"{CATALOGUE}new/", typed | {"code": "样例", "action": "save"})
    assert wrong.status_code == 422
    assert fields(wrong.content.decode())["name_zh"] == "样例培训"
    added = editor.post(f"{CATALOGUE}new/", typed | {"action": "save"})
    assert added["Location"] == f"{CATALOGUE}SAMPLE-9/"
    assert "样例培训" in main(page(learner, "/me/catalogue/?q=ylpx"))
    editor.post(f"{CATALOGUE}SAMPLE-9/retirement/", {"seen": "1", "reason": "停办"})
    assert "样例培训" not in main(page(learner, "/me/catalogue/?q=ylpx"))
    assert "停办" in page(editor, f"{CATALOGUE}SAMPLE-9/")
    editor.post(f"{CATALOGUE}SAMPLE-9/retirement/", {"seen": "2", "reason": "复办"})
    assert "样例培训" in main(page(learner, "/me/catalogue/?q=ylpx"))
