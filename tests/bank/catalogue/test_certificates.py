"""Editing the catalogue: what follows for new deposits, and that old ones stay readable."""

import datetime as dt

import pytest

from creditbank.bank.catalogue import certificates, entries
from creditbank.bank.catalogue.certificates import Content
from creditbank.bank.catalogue.models import CertificateType, Kind
from creditbank.bank.history import Someone
from creditbank.bank.history.models import Event
from creditbank.bank.outcomes import checks, descriptions, facts
from creditbank.cli import reference
from tests.refusing import refusing

pytestmark = pytest.mark.django_db
EDITOR = Someone("1", "editor")
PROVINCE = {
    "code": "province",
    "label_zh": "省份",
    "label_en": "Province",
    "type": "choice",
    "required": False,
    "choices": [
        {"code": "62", "name_zh": "甘肃", "name_en": "Gansu"},
        {"code": "44", "name_zh": "广东", "name_en": "Guangdong"},
    ],
}


@pytest.fixture
def kind(catalogue):
    return Kind.objects.get(code="national_examination")


@pytest.fixture
def entry(kind):
    levels = [{"code": "1", "name_zh": "一级", "name_en": "Level 1", "rank": 1}]
    bands = [{"code": "good", "min": 80, "max": 100, "name_zh": "良好", "name_en": "Good"}]
    return certificates.add(
        "SAMPLE-1",
        Content(
            kind=kind,
            name_zh="示例等级考试",
            aliases=["样例考试"],
            issuer_zh="示例机构",
            levels=levels,
            score={"min": 0, "max": 100, "decimals": 0, "bands": bands},
            extra_fields=[PROVINCE],
            versions=[{"name_zh": "", "issued_from": "1995", "issued_until": "2005/2"}],
        ),
        by=EDITOR,
    )


def told(entry, **changes):
    """What an editor who changes one thing says of the entry."""
    names = [name for name in Content.__dataclass_fields__ if name != "versions"]
    held = {name: getattr(entry, name) for name in names}
    versions = [
        {"name_zh": one.name_zh, "issued_from": one.shown_from, "issued_until": one.shown_until}
        for one in entry.versions.order_by("id")
    ]
    return Content(**{**held, "versions": versions, **changes})


def edit(entry, **changes):
    entry.refresh_from_db()
    return certificates.edit(entry, told(entry, **changes), seen=entry.revision, by=EDITOR)


def found(text):
    return [row.code for row in entries.search(text)]


def test_a_new_entry_is_found_by_all_it_is_called(entry):
    for text in ("示例等级考试", "样例考试", "ylks", "slDJks", "示例机构", "sample-1"):
        assert found(text) == ["SAMPLE-1"], text
    edit(entry, name_zh="改名考试", aliases=[])
    assert found("gmks") == ["SAMPLE-1"]
    assert found("样例考试") == []


def test_a_field_more_is_asked_for_from_now_on(entry, a_learner, an_outcome):
    account = a_learner()
    before = an_outcome(account, stage="stored", entry=entry, level="1", extra={"province": "62"})
    field = {"label_zh": "准考证号", "label_en": "", "type": "text", "required": True}
    edit(entry, extra_fields=[PROVINCE, field])
    entry.refresh_from_db()
    assert [one["code"] for one in entry.extra_fields] == ["province", "zkzh"]
    fresh = an_outcome(account, entry=entry, level="1")
    assert "extra_zkzh" in {one.field for one in checks.problems(fresh)}
    before.refresh_from_db()
    assert before.stage == "stored"
    assert shown(before, "extra_province") == "甘肃"


def shown(outcome, field):
    outcome.certificate_type.refresh_from_db()
    return {row.field: row.value for row in descriptions.rows(outcome)}.get(field)


def test_what_is_taken_away_stays_readable_where_it_was_used(entry, a_learner, an_outcome):
    account = a_learner()
    used = {"level": "1", "mark": "good", "extra": {"province": "62"}}
    old = an_outcome(account, stage="stored", entry=entry, **used)
    edit(entry, extra_fields=[{**PROVINCE, "choices": PROVINCE["choices"][1:]}])
    assert shown(old, "extra_province") == "甘肃"
    edit(entry, extra_fields=[], levels=[], score={})
    assert shown(old, "extra_province") == "甘肃"
    assert descriptions.label(old, "extra_province") == "省份"
    assert (shown(old, "level"), shown(old, "mark")) == ("一级", "良好")
    new = an_outcome(account, entry=entry)
    assert shown(new, "extra_province") is None
    assert not {one.field for one in checks.problems(new)}


def test_a_field_never_changes_its_type_not_even_by_a_detour(entry):
    as_text = {name: value for name, value in PROVINCE.items() if name != "choices"}
    as_text["type"] = "text"
    with refusing("type_changed", "fields-0-type"):
        edit(entry, extra_fields=[as_text])
    edit(entry, extra_fields=[])
    with refusing("type_changed", "fields-0-type"):
        edit(entry, extra_fields=[as_text])


def test_the_window_of_issue_flags_a_date(entry, a_learner, an_outcome):
    account = a_learner()

    def answer(day):
        outcome = an_outcome(account, entry=entry, level="1", obtained_on=day)
        return {fact["code"] for fact in facts.of(outcome) if fact["code"].startswith("window")}

    assert answer(dt.date(2004, 5, 1)) == {"window_yes"}
    assert answer(dt.date(2010, 5, 1)) == {"window_no"}
    edit(entry, versions=[{"name_zh": "", "issued_from": "1995", "issued_until": "2010-05"}])
    assert answer(dt.date(2010, 5, 1)) == {"window_yes"}
    assert [one.precision for one in entry.versions.all()] == ["month"]


def test_retired_it_cannot_be_chosen_and_reinstated_it_can(entry):
    certificates.retire(entry, seen=entry.revision, reason="停考", by=EDITOR)
    assert entries.find("SAMPLE-1") is None
    assert [row.code for row in entries.search("sample-1", retired=True)] == ["SAMPLE-1"]
    certificates.reinstate(entry, seen=entry.revision, by=EDITOR)
    assert entries.find("SAMPLE-1") == entry


def test_of_two_who_edit_the_second_is_told_and_no_window_is_lost(entry):
    mine, theirs = (CertificateType.objects.get(code="SAMPLE-1") for _each in range(2))
    certificates.edit(theirs, told(theirs, name_zh="他们的"), seen=1, by=EDITOR)
    with refusing("edited_meanwhile"):
        certificates.edit(mine, told(mine, name_zh="我的", versions=[]), seen=1, by=EDITOR)
    assert CertificateType.objects.get(code="SAMPLE-1").name_zh == "他们的"
    assert entry.versions.count() == 1


def test_the_history_has_entry_and_windows(entry):
    edit(entry, versions=[{"name_zh": "旧名", "issued_from": "1990", "issued_until": ""}])
    assert [one.verb for one in Event.objects.of(entry)] == [
        "catalogue.certificates.add",
        "catalogue.certificates.edit",
    ]
    window = entry.versions.get()
    assert Event.objects.of(window).get().after["name_zh"] == "旧名"


def test_an_entry_edited_by_hand_is_not_loaded_over(catalogue):
    delivered = CertificateType.objects.get(code="NCRE-24")
    edit(delivered, name_zh="手工改过")
    assert reference.load()["entries"] == 0
    assert CertificateType.objects.get(code="NCRE-24").name_zh == "手工改过"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name_zh": ""}, "name_missing", "name_zh"),
        ({"number_pattern": "[0-9"}, "pattern_wrong", "number_pattern"),
        (
            {"score": {"min": 100, "max": 0, "decimals": 0, "bands": []}},
            "scale_wrong",
            "score_max",
        ),
        (
            {
                "score": {
                    "min": 0,
                    "max": 100,
                    "decimals": 0,
                    "bands": [{"min": 90, "max": 120, "name_zh": "优", "name_en": ""}],
                }
            },
            "band_off_scale",
            "bands-0-min",
        ),
        (
            {"levels": [{"code": "1", "name_zh": "一"}, {"code": "1", "name_zh": "二"}]},
            "code_twice",
            "levels-1-code",
        ),
        ({"extra_fields": [{**PROVINCE, "choices": []}]}, "choices_missing", "fields-0-choices"),
        ({"extra_fields": [{**PROVINCE, "code": "省"}]}, "code_wrong", "fields-0-code"),
        (
            {"versions": [{"issued_from": "95", "issued_until": ""}]},
            "date_wrong",
            "versions-0-issued_from",
        ),
        (
            {"versions": [{"issued_from": "2005", "issued_until": "1995/1"}]},
            "window_reversed",
            "versions-0-issued_until",
        ),
        (
            {"versions": [{"issued_from": "2005-13", "issued_until": ""}]},
            "date_wrong",
            "versions-0-issued_from",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused_at_its_field(entry, changes, code, field):
    with refusing(code, field):
        edit(entry, **changes)


def test_codes_are_made_where_none_are_given(kind):
    names = ("优秀", "优秀", "合格")
    levels = [{"code": "", "name_zh": name, "name_en": "", "rank": 1} for name in names]
    row = certificates.add("X", Content(kind=kind, name_zh="某", levels=levels), by=EDITOR)
    assert [one["code"] for one in row.levels] == ["yx", "yx2", "hg"]
    with refusing("code_taken", "code"):
        certificates.add("X", Content(kind=kind, name_zh="某"), by=EDITOR)
    with refusing("code_wrong", "code"):
        certificates.add("no spaces", Content(kind=kind, name_zh="某"), by=EDITOR)
