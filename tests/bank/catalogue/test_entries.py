import copy

import pytest

from creditbank.bank.catalogue import classes, entries
from creditbank.bank.catalogue.models import CertificateType, Kind, Version
from creditbank.bank.history import SYSTEM
from creditbank.bank.history.models import Event
from creditbank.cli import reference

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded():
    reference.load()


def found(text="", **filters):
    return [entry.code for entry in entries.search(text, **filters)]


def test_loading_again_changes_nothing():
    versions = set(Version.objects.values_list("id", flat=True))
    events = Event.objects.count()
    assert reference.load()["entries"] == 0
    assert set(Version.objects.values_list("id", flat=True)) == versions
    assert Event.objects.count() == events


def test_loading_changes_what_the_file_changed_and_keeps_the_rest():
    kinds, catalogue = reference._read("kinds.json"), reference._read("catalogue.json")
    kept = CertificateType.objects.get(code="NCRE-24").pk
    changed = copy.deepcopy(catalogue)
    changed["types"] = changed["types"][:12]
    row = next(given for given in changed["types"] if given["code"] == "NCRE-24")
    row["aliases"] = [*row["aliases"], "C语言二级"]
    row["versions"] = [{**row["versions"][0], "issued_from": "1994", "from_precision": "year"}]
    assert entries.load(kinds, changed, by=SYSTEM) == 1
    after = CertificateType.objects.get(code="NCRE-24")
    assert after.pk == kept
    assert [str(version) for version in after.versions.all()] == ["1994–…"]
    assert CertificateType.objects.count() == len(catalogue["types"])
    assert found("c语言二级") == ["NCRE-24"]


def test_a_retired_entry_stays_retired():
    CertificateType.objects.filter(code="NCRE-24").update(retired_on="2026-01-01")
    reference.load()
    assert "NCRE-24" not in found("NCRE")
    assert entries.find("NCRE-24") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NCRE", "NCRE-24"),
        ("ncre 二级", "NCRE-24"),
        ("计算机二级", "NCRE-24"),
        ("计算机 二级", "NCRE-24"),
        ("ＮＣＲＥ－２４", "NCRE-24"),
        ("jsjyj", "NCRE-15"),
        ("JSJYJ", "NCRE-15"),
        ("教育部教育考试院", "NCRE-15"),
        ("毕业证书", "GRADUATION-BACHELOR"),
        ("软著", "SOFTWARE-COPYRIGHT"),
        ("社工证", "SOCIAL-WORKER"),
        ("patent", "PATENT-INVENTION"),
    ],
)
def test_search_by_name_alias_initials_issuer_kind(text, code):
    assert code in found(text)


def test_what_is_called_exactly_so_comes_first():
    assert found("四级")[0].startswith("CET-4")
    assert found("计算机四级")[0].startswith("NCRE-4")


def test_loosely_a_word_may_be_broken_in_one_place():
    assert found("计算机等级二级c") == []
    assert found("计算机等级二级c", loosely=True) == ["NCRE-24", "NCRE-61"]
    assert found("计算等级二级c", loosely=True) == []
    assert found("二级计算机等级c", loosely=True) == []
    assert found("100%.*(", loosely=True) == []


def test_filters_narrow_and_nonsense_finds_nothing():
    assert set(found(kind="competition_award")) == {
        "AWARD-NATIONAL",
        "AWARD-PROVINCIAL",
        "AWARD-SCHOOL",
    }
    assert found("NCRE", issuer="财政部") == []
    assert found("不存在的证书") == []
    assert found("100%_") == []


def test_initials_keep_letters_and_digits():
    assert entries.initials("计算机一级B") == "jsjyjb"
    assert entries.initials("Web前端（2019）") == "webqd2019"


def test_each_class_has_a_definition_and_ends_in_other():
    groups = classes.groups()
    assert [group.name for group in groups] == ["学历教育", "非学历教育", "无一定形式"]
    for group in groups:
        assert group.definition
        assert group.kinds[-1].is_other
        assert [kind.is_other for kind in group.kinds].count(True) == 1


def test_a_kind_without_policy_says_so():
    assert Kind.objects.get(code="graduation").is_certified_how
    assert not Kind.objects.get(code="competition_award").is_certified_how
