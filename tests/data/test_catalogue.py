import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

DATA = Path(__file__).parents[2] / "data"


def load(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


CATALOGUE = load("catalogue.json")
TYPES = CATALOGUE["types"]
BY_CODE = {entry["code"]: entry for entry in TYPES}


def bounds(text):
    """First and last (year, month) that a date as written may mean; a sitting is half a year."""
    year, _, rest = text.replace("/", "-/").partition("-")
    if rest.startswith("/"):
        half = int(rest[1:])
        return (int(year), 6 * half - 5), (int(year), 6 * half)
    month = int(rest[:2]) if rest else None
    return (int(year), month or 1), (int(year), month or 12)


def test_the_catalogue_fits_its_schema():
    schema = load("catalogue.schema.json")
    Draft202012Validator.check_schema(schema)
    faults = [
        f"{e.json_path}: {e.message}" for e in Draft202012Validator(schema).iter_errors(CATALOGUE)
    ]
    assert faults == []


def test_the_schema_refuses_an_unknown_key_a_choice_without_choices_and_a_malformed_date():
    validator = Draft202012Validator(load("catalogue.schema.json"))
    entry = json.loads(json.dumps(BY_CODE["PETS-3"]))
    entry["surprise"] = 1
    entry["extra_fields"][0].pop("choices")
    entry["versions"][0]["issued_from"] = "2005/3"
    broken = CATALOGUE | {"types": [*TYPES, entry]}
    assert len(list(validator.iter_errors(broken))) == 3


def test_there_are_at_least_sixty_types_each_with_a_code_of_its_own():
    assert len(BY_CODE) == len(TYPES) >= 60


def test_names_are_unique_in_both_languages():
    for language in ("name_zh", "name_en"):
        names = [entry[language] for entry in TYPES]
        assert len(set(names)) == len(names)


def test_every_kind_exists_in_the_class_named():
    classes = {kind["code"]: kind["class"] for kind in load("kinds.json")["kinds"]}
    assert [e["code"] for e in TYPES if classes.get(e["kind"]) != e["class"]] == []


def test_every_class_has_types():
    assert {entry["class"] for entry in TYPES} == {"formal", "non_formal", "experiential"}


def test_every_issuer_is_an_organisation_that_issues_and_bears_the_same_name():
    issuers = {
        row["code"]: (row["name_zh"], row["name_en"])
        for row in load("organisations.json")["organisations"]
        if "issuer" in row["capacities"]
    }
    for entry in TYPES:
        if entry["issuer"]:
            assert issuers[entry["issuer"]["code"]] == (
                entry["issuer"]["name_zh"],
                entry["issuer"]["name_en"],
            )


def test_windows_of_issue_are_ordered_and_do_not_overlap():
    for entry in TYPES:
        ends = (0, 0)
        for version in entry["versions"]:
            start, until = version["issued_from"], version["issued_until"]
            first = bounds(start)[0] if start else (0, 1)
            last = bounds(until)[1] if until else (9999, 12)
            assert ends < first <= last, entry["code"]
            ends = last


def test_the_precision_says_how_the_date_is_written():
    shapes = {
        "year": r"\d{4}",
        "sitting": r"\d{4}/[12]",
        "month": r"\d{4}-\d\d",
        "day": r"\d{4}-\d\d-\d\d",
    }
    for entry in TYPES:
        for version in entry["versions"]:
            for date, precision in (
                ("issued_from", "from_precision"),
                ("issued_until", "until_precision"),
            ):
                shape = shapes.get(version[precision])
                assert (version[date] is None) == (shape is None)
                assert shape is None or re.fullmatch(shape, version[date])


def test_levels_and_bands_are_ordered_and_extra_fields_unique():
    for entry in TYPES:
        ranks = [level["rank"] for level in entry["levels"]]
        assert ranks == sorted(ranks)
        for part in (entry["levels"], entry["extra_fields"]):
            codes = [item["code"] for item in part]
            assert len(set(codes)) == len(codes), entry["code"]
        scale = entry["score_scale"]
        edges = (
            [edge for band in scale["bands"] for edge in (band["min"], band["max"])]
            if scale
            else []
        )
        assert edges == sorted(edges)
        assert not edges or scale["min"] <= edges[0] <= edges[-1] <= scale["max"]


def test_a_choice_field_names_a_choice_set_that_exists():
    for entry in TYPES:
        for field in entry["extra_fields"]:
            if isinstance(field.get("choices"), str):
                assert field["choices"] in CATALOGUE["choice_sets"]


def test_families_exist_and_one_rank_means_one_level_within_a_family():
    known = [family["code"] for family in CATALOGUE["families"]]
    assert len(set(known)) == len(known)
    assert {e["family"] for e in TYPES if e["family"]} == set(known)
    for family in known:
        ranks = {}
        for entry in TYPES:
            for level in entry["levels"] if entry["family"] == family else ():
                assert ranks.setdefault(level["code"], level["rank"]) == level["rank"]


@pytest.mark.parametrize(
    ("code", "issued_from", "issued_until"),
    [
        ("NCRE-20", "1994", "1994"),
        ("NCRE-21", "1995", "2005/1"),
        ("NCRE-22", "1995", "2003/2"),
        ("NCRE-23", "1995", "2002/1"),
        ("NCRE-25", "1995", "2005/1"),
        ("NCRE-30", "1994", "1994"),
        ("NCRE-31", "1995", "2002/1"),
        ("NCRE-32", "1995", "2002/1"),
        ("NCRE-40", "1995", "2008/2"),
        ("NCRE-24", None, None),
    ],
)
def test_windows_are_those_that_were_published(code, issued_from, issued_until):
    (version,) = BY_CODE[code]["versions"]
    assert (version["issued_from"], version["issued_until"]) == (issued_from, issued_until)


def test_all_published_codes_of_the_graded_examinations_are_there():
    codes = {e["exam_code"] for e in TYPES if e["family"] == "NCRE"} - {None}
    expected = {*range(13, 16), *range(20, 30), 61, 62, *range(30, 37), *range(40, 44)}
    assert codes == {str(code) for code in expected}
    assert {e["exam_code"] for e in TYPES if e["family"] == "PETS"} == set("12345")


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        ("计算机二级", "NCRE-24"),
        ("四级", "CET-4"),
        ("英语四级", "CET-4"),
        ("CET4", "CET-4"),
        ("教资", "TEACHER"),
    ],
)
def test_people_find_a_certificate_by_the_name_they_use(alias, code):
    assert alias in BY_CODE[code]["aliases"]
