"""The heading is found where people put it, and rows that hold nobody are told from those that do."""

import pytest

from creditbank.bank.refusals import Refused
from tests.bank.sheets import made
from tests.cast import a_number


def person(**more):
    told = {"姓名": "李示例", "身份证号": a_number(), "邮箱": f"u{a_number()}@example.org"}
    return told | more


def statuses(*rows, merged=(), **corrections):
    told = made.verdicts(made.xlsx(*rows, merged=merged), "roster.xlsx", **corrections)
    return [one.status for one in told if one.line > 0]


def values(row):
    return list(row.values())


HEAD = list(person())


@pytest.mark.parametrize("depth", [0, 1, 5, 30])
def test_titles_above_the_heading_are_passed_over(depth):
    rows = [["某某分校学员信息表"], ["填报单位：某站", "", "日期：2026-07-01"], *[[]] * depth]
    assert statuses(*rows, HEAD, values(person())) == ["accept"]


def test_headings_are_known_however_they_are_decorated():
    head = ["＊姓 名", "身份证\n号码（18位）", " E-Mail: "]
    assert statuses(head, values(person())) == ["accept"]
    head = ["姓名\nName", "身份证号/护照号", "邮箱 E-mail (必填)"]
    assert statuses(head, values(person())) == ["accept"]


def test_a_table_that_begins_further_right_and_below_keeps_its_cells_names():
    for empty in ("", None):
        rows = [[], [empty, empty, *HEAD], [empty, empty, *values(person(身份证号="1"))]]
        (told,) = made.verdicts(made.xlsx(*rows), "roster.xlsx")
        assert (told.line, told.reasons[0][:3]) == (3, "D3：")


def test_hidden_rows_and_columns_are_read_like_any_other():
    body = made.sheet([HEAD, values(person()), values(person())])
    body = body.replace('<row r="3">', '<row r="3" hidden="1">')
    body = body.replace("<sheetData>", '<cols><col min="2" max="3" hidden="1"/></cols><sheetData>')
    told = made.verdicts(made.packed({"名册": body}), "roster.xlsx")
    assert [(one.line, one.status) for one in told] == [(2, "accept"), (3, "accept")]


def test_two_lists_side_by_side_are_not_half_read():
    rows = [[*HEAD, *HEAD], [*values(person()), *values(person())], [*values(person()), "", "", ""]]
    assert statuses(*rows) == ["reject", "accept"]


def test_a_heading_of_two_rows_may_hold_names_in_both():
    upper = ["姓名", "证件", "", "邮箱"]
    lower = ["", "类型", "身份证号", ""]
    row = ["李示例", "居民身份证", a_number(), "u@example.org"]
    lower[1] = "证件类型"
    assert statuses(upper, lower, row, merged=["A1:A2", "B1:C1", "D1:D2"]) == ["accept"]


def test_a_guardian_s_number_is_never_the_learner_s():
    number, other = a_number(), a_number()
    for head in (
        ["姓名", "身份证号", "监护人姓名", "监护人身份证号", "邮箱"],
        ["姓名", "身份证号", "家长", "家长身份证", "邮箱"],
        ["姓名", "身份证号", "父亲姓名", "父亲证件号码", "邮箱"],
    ):
        row = ["李示例", number, "王示例", other, "u@example.org"]
        (told,) = made.verdicts(made.xlsx(head, row), "roster.xlsx")
        assert (told.status, told.number, told.name) == ("accept", number, "李示例")
    groups = ["学员信息", "", "监护人信息", "", "邮箱"]
    names = ["姓名", "身份证号", "姓名", "身份证号", ""]
    (told,) = made.verdicts(made.xlsx(groups, names, row), "roster.xlsx")
    assert (told.status, told.number) == ("accept", number)


def test_a_column_without_a_known_heading_is_recognised_by_what_it_holds():
    rows = [["姓名", "学员代码", "家长身份证号", "联系", "课程"]]
    rows += [["李示例", a_number(), a_number(), f"u{n}@example.org", "甲"] for n in range(3)]
    assert statuses(*rows) == ["accept"] * 3


def test_two_columns_that_look_alike_are_not_chosen_between():
    rows = [
        ["姓名", "甲", "乙", "课程"],
        *[["李示例", a_number(), a_number(), "甲"] for _ in range(3)],
    ]
    with pytest.raises(Refused) as caught:
        statuses(*rows)
    assert caught.value.code == "ambiguous"
    assert "B、C" in str(caught.value)
    assert statuses(*rows, number="C", email="") == ["accept_warn"] * 3


def test_two_columns_of_the_number_must_agree():
    number = a_number()
    head = ["姓名", "身份证号", "证件号码", "邮箱"]
    rows = [
        ["李示例", number, number, "a@example.org"],
        ["王示例", "", a_number(), "b@example.org"],
        ["陈示例", a_number(), a_number(), "c@example.org"],
    ]
    assert statuses(head, *rows) == ["accept", "accept", "reject"]


def test_what_is_recognised_can_be_corrected_by_letter_or_by_heading():
    rows = [
        ["姓名", "曾用名", "身份证号", "邮箱"],
        ["李示例", "王示例", a_number(), "a@example.org"],
    ]
    for column in ("B", "b", "曾用名"):
        (told,) = made.verdicts(made.xlsx(*rows), "roster.xlsx", name=column)
        assert told.name == "王示例"
    for wrong, code in (
        ({"name": "ZZ"}, "column_unknown"),
        ({"nothing": "A"}, "field_unknown"),
        ({"name": ""}, "columns_missing"),
    ):
        with pytest.raises(Refused) as caught:
            statuses(*rows, **wrong)
        assert caught.value.code == code


def test_a_sheet_without_a_heading_is_read_when_its_columns_are_told():
    assert (
        statuses(values(person()), values(person()), name="A", number="B", email="C")
        == ["accept"] * 2
    )


@pytest.mark.parametrize(
    "aside",
    [
        [],
        ["", " ", "\u3000"],
        [7],
        ["合计", "75人"],
        ["合 计：", "", "", 75],
        ["本页小计", 20],
        ["总人数：75人"],
        ["填表人：某", "", "审核人："],
        ["制表日期：2026-07-01"],
        ["单位（盖章）："],
        ["备注：名单以证件为准"],
        ["说明", "1. 身份证号请设为文本"],
        ["第1页", "共3页"],
        ["班级：会计1班", "", "", "人数：20"],
        ["联系人：某", "联系邮箱：office@example.org"],
        [3, "合计", "", 75],
        ["2024秋会计专科班"],
        ["一班"],
        ["—以下空白—"],
        ["序号", "姓名", "身份证号", "邮箱"],
        ["序号", "姓 名", "身份证号", ""],
    ],
)
def test_rows_that_hold_nobody_are_ignored_and_the_rows_after_them_are_read(aside):
    head = ["序号", *HEAD]
    rows = [head, [1, *values(person())], aside, [2, *values(person())]]
    told = made.verdicts(made.xlsx(*rows), "roster.xlsx")
    assert [(one.line, one.status) for one in told] == [(2, "accept"), (3, "ignore"), (4, "accept")]
    assert told[1].reasons[0].endswith("。")


@pytest.mark.parametrize(
    "row",
    [
        ["李示例"],
        ["李示例", "", ""],
        ["", "659011199002079015", ""],
        ["合计", "659011199002079015"],
        ["", "", "u@example.org"],
        ["李示例", "6.59011E+17"],
    ],
)
def test_a_row_that_may_hold_somebody_is_not_ignored(row):
    assert statuses(HEAD, values(person()), row)[1] != "ignore"


def test_what_is_merged_downwards_stands_in_each_row():
    number = a_number()
    rows = [[*HEAD, "学习成果名称", "成绩"]]
    rows += [["李示例", number, "a@example.org", "甲", 80], ["", "", "", "乙", 90]]
    rows += [[*values(person()), "丙", 70], [*values(person()), "", 75]]
    assert statuses(*rows, merged=["A2:A3", "B2:B3", "C2:C3", "D4:D5"]) == ["accept"] * 4
    assert statuses(*rows)[1] == "reject"


def test_a_formula_s_last_result_is_what_counts():
    row = [("formula", "李示例"), ("formula", a_number()), "a@example.org"]
    assert statuses(HEAD, row, [("error", "#N/A"), a_number(), "b@example.org"]) == [
        "accept",
        "reject",
    ]


def test_formatted_rows_below_the_data_are_no_rows():
    assert statuses(HEAD, values(person()), *[[None] * 3] * 200) == ["accept"]


def test_a_stray_cell_far_below_costs_no_million_verdicts():
    last = '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    content = made.packed({"S": made.sheet([HEAD, values(person()), last])})
    told = made.verdicts(content, "roster.xlsx")
    assert (told[0].status, told[-1].line) == ("accept", 1048576)
    assert len(told) <= 1_002


def test_of_several_sheets_the_one_with_the_heading_is_read_and_the_others_are_named():
    content = made.xlsx(
        ["填写说明"],
        数据=[HEAD, values(person())],
        另一班=[HEAD[:2], values(person())[:2]],
        hidden_旧数据=[HEAD, values(person())],
    )
    told = made.verdicts(content, "roster.xlsx")
    assert [(one.line, one.status) for one in told] == [(2, "accept"), *[(-1, "ignore")] * 3]
    said = " ".join(one.reasons[0] for one in told[1:])
    assert all(name in said for name in ("名册", "另一班", "hidden_旧数据", "单独的文件"))


def test_ods_is_read_like_the_others():
    told = made.verdicts(made.ods(["学员名册"], HEAD, values(person())), "roster.ods")
    assert [(one.line, one.status) for one in told] == [(3, "accept")]


@pytest.mark.parametrize("name", ["roster.xls", "roster.csv", "roster.et", "roster"])
def test_a_workbook_is_read_under_any_name(name):
    assert made.verdicts(made.xlsx(HEAD, values(person())), name)[0].status == "accept"
    assert len(made.verdicts((made.SAMPLES / "40_real_biff.xls").read_bytes(), name)) == 8
