"""What stands in a row of a delivered sheet, and what is made of it; without a bank."""

import datetime as dt

import pytest

from creditbank.bank import clock
from creditbank.bank.deliveries import passing, reading, rows
from creditbank.bank.desk import rosters
from tests.bank.deliveries import sheets
from tests.bank.sheets import made
from tests.cast import a_number

TODAY = dt.datetime(2026, 7, 1, 12, tzinfo=clock.SHANGHAI)
MAKERS = {
    "courses": sheets.a_course,
    "transfers": sheets.a_transfer,
    "certificates": sheets.a_certificate,
}


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(TODAY):
        yield


def one(kind, **changes):
    (found,) = sheets.verdicts(kind, MAKERS[kind](**changes))
    return found


def row(kind, **changes):
    with made.opened(sheets.told(MAKERS[kind](**changes))) as source:
        return next(reading.read(kind, source))[0]


@pytest.mark.parametrize("kind", MAKERS)
def test_each_kind_is_told_by_its_columns_and_a_row_in_order_is_accepted(kind):
    content = sheets.told(MAKERS[kind]())
    with made.opened(content) as source:
        assert rosters.guess(source) == kind
    assert one(kind).status == "accept", one(kind).reasons


@pytest.mark.parametrize("kind", MAKERS)
def test_english_headings_are_known_too(kind):
    english = {
        "courses": "name,id number,student number,major,course,course code,level code,class code,"
        "credits,hours,mark,month obtained,cohort,completion code",
        "transfers": "name,id number,original school,original course,original course code,"
        "original credits,mark,month obtained,converted level,converted course code,"
        "converted course name,converted credits,converted month",
        "certificates": "name,id number,certificate source,certificate type,certificate name,"
        "certificate level,issuer,certificate number,mark,month obtained,"
        "converted course name,converted course code,converted credits",
    }[kind]
    content = made.csv(english.split(","), [*MAKERS[kind]().values()])
    if kind == "courses":
        told = sheets.a_course()
        chinese = "姓名 身份证号 学号 专业 课程名称 课程代码 层次代码 班级代码 学分 学时 成绩 取得年月 年级 结业代码"
        content = made.csv(english.split(","), [told[name] for name in chinese.split()])
    with made.opened(content) as source:
        assert rosters.guess(source) == kind
        ((found, verdict),) = reading.read(kind, source)
    assert verdict.status == "accept", verdict.reasons
    expected = row(kind).result
    assert {**vars(found.result), "name": ""} == {**vars(expected), "name": ""}


def test_a_course_says_everything():
    told = row("courses", 学分="0.5", 成绩="85.5").result
    assert (told.title, told.level, told.score, told.mark) == ("高等数学", "本科", "85.5", "")
    assert (told.credits, told.obtained_on, told.precision) == ("0.5", "2024-06-01", "month")
    assert told.facts == {
        "course_code": "00020",
        "major": "会计学",
        "class_code": "C01",
        "cohort": "2022秋",
        "completion_code": "J1",
        "student_number": "2476200001",
        "hours": "72",
    }
    assert told.became == []


def test_a_transfer_says_what_the_course_was_and_what_it_became():
    told = row("transfers").result
    assert (told.issuer, told.title, told.credits, told.score) == ("示例大学", "微积分", "5", "78")
    assert told.facts["course_code"] == "MA101"
    assert told.became == [
        {"level": "本科", "code": "00020", "name": "高等数学", "credits": "4", "on": "2024-09"}
    ]


def test_two_courses_side_by_side_are_told_apart_by_the_groups_above_them():
    groups = ["", "", "原课程", "", "", "", "", "转换后", "", ""]
    names = ["姓名", "身份证号", "学校", "课程名称", "学分", "成绩", "取得年月"]
    names += ["课程名称", "课程代码", "学分"]
    values = ["李示例", a_number(), "示例大学", "微积分", "5", "78", "2019-07"]
    content = made.xlsx(["其他学校成绩表"], groups, names, [*values, "高等数学", "00020", "4"])
    with made.opened(content, "transfers.xlsx") as source:
        assert rosters.guess(source) == "transfers"
        ((found, verdict),) = reading.read("transfers", source)
    assert verdict.status == "accept", verdict.reasons
    assert (found.result.title, found.result.credits) == ("微积分", "5")
    assert found.result.became == [{"name": "高等数学", "code": "00020", "credits": "4"}]


def test_a_certificate_says_everything():
    told = row("certificates").result
    assert (told.title, told.level, told.issuer) == (
        "全国计算机等级考试二级C",
        "二级",
        "教育部教育考试院",
    )
    assert (told.certificate_number, told.obtained_on) == ("2435620001234", "2019-09-01")
    assert told.facts == {"source": "国家考试", "type": "国家等级考试证书"}
    assert told.became == [{"name": "管理系统中计算机应用", "code": "00051", "credits": "3"}]


@pytest.mark.parametrize("kind", ["courses", "transfers"])
@pytest.mark.parametrize(
    ("mark", "why"),
    [
        ("59.5", "不合格"),
        ("0", "不合格"),
        ("不及格", "不合格"),
        ("免考", "免修免考"),
        ("免修", "免修免考"),
        ("缺考", "没有成绩"),
        ("缓考", "没有成绩"),
    ],
)
def test_what_was_not_passed_is_left_out_with_its_reason(kind, mark, why):
    told = one(kind, **{"成绩" if kind == "courses" else "原课程成绩": mark})
    assert told.status == "ignore"
    assert why in told.reasons[-1]


@pytest.mark.parametrize("mark", ["60", "100", "合格", "良好", "B+"])
def test_what_was_passed_is_taken(mark):
    assert one("courses", 成绩=mark).status == "accept"


def test_a_certificate_has_a_scale_of_its_own():
    assert one("certificates", 成绩="425").status == "accept"
    assert one("certificates", 成绩="45").status == "accept"
    assert one("certificates", 成绩="").status == "accept"
    assert one("certificates", 成绩="不合格").status == "ignore"
    assert one("courses", 成绩="425").status == "reject"


@pytest.mark.parametrize(
    ("kind", "column", "value", "why"),
    [
        ("courses", "课程名称", "", "课程名称没有填写"),
        ("courses", "成绩", "无", "成绩没有填写"),
        ("courses", "取得年月", "", "取得年月没有填写"),
        ("courses", "取得年月", "2027-01", "还没有到"),
        ("courses", "取得年月", "1980-01", "早于出生"),
        ("courses", "学分", "四", "学分应为"),
        ("courses", "学时", "很多", "学时应为"),
        ("courses", "课程代码", "1.2E+18", "科学计数法"),
        ("courses", "身份证号", "659011199004229030", "校验位"),
        ("transfers", "原学校", "", "原学校没有填写"),
        ("transfers", "转换后课程名称", "", "转换后的课程名称没有填写"),
        ("transfers", "转换后学分", "x", "学分应为"),
        ("certificates", "证书名称", "", "证书名称没有填写"),
        ("certificates", "证书编号", "2.4E+15", "科学计数法"),
        ("certificates", "转换课程名称", "", "转换后的课程名称没有填写"),
    ],
)
def test_what_can_not_be_taken_says_which_cell_and_what_to_do(kind, column, value, why):
    told = one(kind, **{column: value})
    assert told.status == "reject"
    assert why in "".join(told.reasons)
    at = [*MAKERS[kind]()].index(column)
    assert told.reasons[0].startswith(f"{'ABCDEFGHIJKLMN'[at]}2：")


def test_everything_that_is_wrong_is_said_at_once():
    told = one("courses", 姓名="", 课程名称="", 学分="x", 成绩="101", 取得年月="x")
    assert sorted(reason[:2] for reason in told.reasons) == ["A2", "E2", "I2", "K2", "L2"]


def test_one_number_has_one_name_and_the_same_row_counts_once():
    first = sheets.a_course()
    renamed = first | {"姓名": "王示例", "课程名称": "线性代数", "课程代码": "00021"}
    better = first | {"成绩": "90"}
    other = first | {"课程名称": "线性代数", "课程代码": "00021"}
    told = sheets.verdicts("courses", first, renamed, better, first, other)
    assert [one.status for one in told] == ["accept", "reject", "accept_warn", "ignore", "accept"]


def test_one_certificate_may_stand_in_several_rows_with_one_course_each():
    first = sheets.a_certificate()
    second = first | {"转换课程名称": "另一课程", "转换课程代码": "00052"}
    odd = first | {"成绩": "90"}
    told = sheets.verdicts("certificates", first, second, first, odd)
    assert [one.status for one in told] == ["accept", "accept", "ignore", "review"]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (("90", ""), ("89.5", "")),
        (("", "优秀"), ("90", "")),
        (("", "良好"), ("", "中等")),
        (("", "A"), ("", "A-")),
        (("61", ""), ("", "合格")),
        (("", "B-"), ("", "C+")),
    ],
)
def test_of_two_marks_one_is_the_better(better, worse):
    assert passing.worth(*better) > passing.worth(*worse)


def test_what_is_sealed_opens_as_it_was():
    told = row("transfers").result
    assert rows.opened(told.told) == told
