import json
import re
from pathlib import Path

import pytest

from creditbank.bank import regions

DATA = Path(__file__).parents[2] / "data"
CAPACITIES = {
    "national",
    "province",
    "branch",
    "workstation",
    "college",
    "study_centre",
    "certification_centre",
    "issuer",
    "target",
}


def load(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


ORGANISATIONS = {row["code"]: row for row in load("organisations.json")["organisations"]}


def children(code, capacity):
    return [
        r for r in ORGANISATIONS.values() if r["parent"] == code and capacity in r["capacities"]
    ]


def test_organisations_are_a_tree_with_parents_before_children():
    rows = load("organisations.json")["organisations"]
    assert len(ORGANISATIONS) == len(rows)
    seen = {None}
    for row in rows:
        assert row["parent"] in seen
        assert set(row["capacities"]) <= CAPACITIES
        seen.add(row["code"])
    assert [row["code"] for row in rows if row["parent"] is None] == ["000000"]


@pytest.mark.parametrize("province", ["620000", "440000", "110000"])
def test_a_province_has_branches_a_workstation_a_college_study_centres_and_certification(province):
    branches = children(province, "branch")
    assert 4 <= len(branches) <= 6
    assert all(children(branch["code"], "study_centre") for branch in branches)
    assert [len(children(province, capacity)) for capacity in ("workstation", "college")] == [1, 1]
    (centre,) = children(province, "certification_centre")
    assert children(centre["code"], "certification_centre")
    assert {"issuer", "target"} <= set(ORGANISATIONS[province]["capacities"])


def test_the_study_centres_of_registrars_sample_rosters_are_there():
    names = {
        "620101": "兰州分校城关教学点",
        "620102": "兰州分校七里河教学点",
        "620201": "嘉峪关分校教学点",
        "620501": "天水分校秦州教学点",
        "620701": "张掖分校甘州教学点",
        "620901": "酒泉分校肃州教学点",
        "621001": "庆阳分校西峰教学点",
        "629001": "直属工作站铁路教学点",
        "629101": "开放教育学院本部",
    }
    assert {code: ORGANISATIONS[code]["name_zh"] for code in names} == names
    assert all("study_centre" in ORGANISATIONS[code]["capacities"] for code in names)


def test_every_organisation_names_a_responsible_person_with_a_number_nobody_has():
    for row in ORGANISATIONS.values():
        assert row["responsible"]["name"]
        assert re.fullmatch(r"0\d{2,3}-555-01\d\d|400-000-\d{4}", row["responsible"]["telephone"])


def test_regions_of_organisations_exist():
    for row in ORGANISATIONS.values():
        for code in filter(None, (row["region"], *row["serves"])):
            assert code == "*" or regions.find(code).is_current, (row["code"], code)


def test_kinds_are_three_classes_each_ending_in_other():
    kinds = load("kinds.json")
    assert [c["code"] for c in kinds["classes"]] == ["formal", "non_formal", "experiential"]
    for cls in kinds["classes"]:
        names = [k["name_zh"] for k in kinds["kinds"] if k["class"] == cls["code"]]
        assert names[-1] == "其他"
        assert names.count("其他") == 1
    assert kinds["certification_undecided_zh"] == "认证办法另行制定"


def test_reason_codes_are_unique_and_say_what_to_do_in_both_languages():
    reasons = load("reasons.json")
    found = [
        r for kind in ("account", "outcome") for part in reasons[kind] for r in part["reasons"]
    ]
    assert len({r["code"] for r in found}) == len(found) > 30
    for reason in found:
        assert set(reason["verdicts"]) <= {"return", "reject"}
        assert "：" in reason["text_zh"]
        assert reason["text_zh"].endswith("。")
        assert ":" in reason["text_en"]


def test_there_are_reasons_for_the_whole_of_an_account_and_of_an_outcome_to_be_rejected():
    for kind in ("account", "outcome"):
        verdicts = {
            v for p in load("reasons.json")[kind] for r in p["reasons"] for v in r["verdicts"]
        }
        assert verdicts == {"return", "reject"}


def test_the_agreement_is_marked_as_a_sample_and_of_readable_length():
    chinese = (DATA / "agreement.zh.md").read_text(encoding="utf-8")
    assert chinese.startswith("# 学分银行用户注册协议（示例）")
    assert 900 <= len(re.sub(r"[\s|#-]", "", chinese)) <= 1500
    assert "sample" in (DATA / "agreement.en.md").read_text(encoding="utf-8").splitlines()[0]


@pytest.mark.parametrize(
    ("guide", "labels"),
    [
        (
            "activation",
            "登录 国开学生账户激活 学分银行用户注册协议 下一步 查询 信息有误 修改邮箱 激活",
        ),
        ("registration", "注册 确定 学分银行用户注册协议 下一步 提交 完成 换人办理"),
        ("storage", "添加学习成果 选择证书 其他 提交审批 我的学习成果 全部成果"),
    ],
)
def test_a_guide_names_the_controls_by_their_exact_labels(guide, labels):
    chinese = (DATA / "guides" / f"{guide}.zh.md").read_text(encoding="utf-8")
    english = (DATA / "guides" / f"{guide}.en.md").read_text(encoding="utf-8")
    for label in labels.split():
        assert f"**{label}**" in chinese
        assert label in english


def test_the_five_questions_people_ask_first_are_answered_in_both_languages():
    questions = {q["code"]: q for q in load("questions.json")["questions"]}
    assert {"not_found", "usual_email", "which_outcomes", "how_to_convert", "no_rule"} <= set(
        questions
    )
    for question in questions.values():
        assert all(
            question[f"{part}_{lang}"] for part in ("question", "answer") for lang in ("zh", "en")
        )


def test_password_words_are_lower_case_and_unique():
    words = (DATA / "password_words.txt").read_text(encoding="utf-8").split()
    assert len(set(words)) == len(words)
    assert all(re.fullmatch(r"[a-z]{3,}", word) for word in words)
    assert {"xuefenyinhang", "creditbank", "kaifang", "ouchn", "guokai", "wang"} <= set(words)
