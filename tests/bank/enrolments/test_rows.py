"""A verdict for every row, and why."""

import pytest

from creditbank.bank.enrolments import reading
from creditbank.bank.refusals import Refused
from tests.bank.enrolments.conftest import COLUMNS, a_row
from tests.bank.sheets import made


def verdict(sheet, **changes):
    return verdicts(sheet(a_row(**changes)))[0]


def verdicts(path):
    return made.verdicts(path.read_bytes(), kind="register")


def test_a_row_in_order_is_accepted_as_it_is(sheet):
    told = verdict(sheet)
    assert (told.line, told.status, told.name, told.reasons) == (2, "accept", "李示例", [])


@pytest.mark.parametrize(
    "changes",
    [
        {"证件号码": "65901119900422903x"},
        {"证件号码": "６５９０１１１９９００４２２９０３Ｘ"},
        {"证件号码": "659011 19900422 903X"},
        {"姓名": " 李 四　"},
        {"入学学期": "２０２４秋"},
        {"电子邮箱": "user＠example.org"},
    ],
)
def test_what_is_spelt_otherwise_is_accepted_normalised(sheet, changes):
    assert verdict(sheet, **changes).status == "accept_normalised"


def test_a_retired_region_is_a_warning_and_other_oddities_are_to_be_looked_at(sheet):
    assert verdict(sheet, 证件号码="33010419900101901X").status == "accept_warn"
    aged = verdict(sheet, 证件号码="659011188001019017")
    assert aged.status == "review"
    assert "120" in aged.reasons[0]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"证件号码": "659011199006249030"}, "校验位"),
        ({"证件号码": "6.59011E+17"}, "科学"),
        ({"证件类型": "驾驶证"}, "证件类型"),
        ({"证件类型": "护照"}, ""),
        ({"姓名": ""}, "姓名"),
        ({"姓名": '=HYPERLINK("http://evil.example")'}, "符号"),
        ({"姓名": "<script>alert(1)</script>"}, "符号"),
        ({"姓名": "王" + "长" * 60}, "超过"),
        ({"教学点代码": ""}, "教学点"),
        ({"层次": ""}, "层次"),
        ({"入学学期": "2024"}, "2020春"),
        ({"学籍状态": "不详"}, "学籍状态"),
        ({"电子邮箱": "nobody"}, "邮箱"),
        ({"专业": "长" * 101}, "超过"),
    ],
)
def test_what_cannot_be_taken_is_rejected_with_the_reason(sheet, changes, why):
    if "护照" in changes.values():
        changes["证件号码"] = "1"
    told = verdict(sheet, **changes)
    assert told.status == "reject"
    assert why in told.reasons[0] or "科学" in why


def test_blank_lines_are_ignored_and_the_following_keep_their_line(sheet):
    told = verdicts(sheet(a_row(), {}, a_row()))
    assert [(row.line, row.status) for row in told] == [
        (2, "accept"),
        (3, "ignore"),
        (4, "accept"),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        ("学号,姓名\n1,李\n".encode(), "columns_missing"),
        ("姓名,证件号码\n李,1\n".encode("gb18030"), "columns_missing"),
        ("姓名,证件号码,教学点代码,层次,入学学期\n".encode(), "no_rows"),
        (b"PK\x03\x04" + bytes(40), "damaged"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(content, code):
    with pytest.raises(Refused) as refused:
        made.verdicts(content, kind="register")
    assert refused.value.code == code


def test_columns_are_found_by_their_other_names_in_any_order(sheet):
    row = a_row()
    renamed = {"身份证号": row["证件号码"], "年级": "2024秋"} | row
    path = sheet(renamed, columns=["年级", "身份证号", "姓名", "教学点代码", "层次"])
    with made.opened(path.read_bytes()) as source:
        ((accepted, _verdict),) = reading.read(source)
    assert accepted.document.number == row["证件号码"]
    assert accepted.values["intake"] == "2024秋"
    assert "学号" in COLUMNS


@pytest.mark.parametrize("make", [made.csv, made.xlsx, made.ods])
def test_a_register_is_read_from_every_format(make):
    row = a_row()
    told = made.verdicts(make(["某分校学籍表"], [*row], [*row.values()]), kind="register")
    assert [(one.line, one.status, one.number) for one in told] == [(3, "accept", row["证件号码"])]


@pytest.mark.parametrize("intake", ["2024年秋", "2024 秋季", "2024年秋季学期", "2024秋学期"])
def test_an_intake_has_one_spelling(sheet, intake):
    assert verdict(sheet, 入学学期=intake).status == "accept_normalised"


def test_a_student_number_in_a_numeric_cell_is_kept(sheet):
    row = a_row(学号=2476000001)
    told = made.verdicts(made.xlsx([*row], [*row.values()]), "register.xlsx", kind="register")
    assert told[0].status == "accept"


def test_the_same_row_again_is_ignored_and_another_version_of_it_is_said(sheet):
    row = a_row()
    told = verdicts(sheet(row, row, row | {"专业": "法学"}))
    assert [one.status for one in told] == ["accept", "ignore", "accept_warn"]
    assert all("第 2 行" in one.reasons[0] for one in told[1:])


def test_one_document_number_has_one_name_and_one_student_number_one_person(sheet):
    row = a_row()
    renamed = row | {"姓名": "王示例", "学号": "1"}
    somebody = a_row(学号=row["学号"])
    told = verdicts(sheet(row, renamed, somebody))
    assert [one.status for one in told] == ["accept", "reject", "reject"]
    assert "姓名不同" in told[1].reasons[0]
    assert "学号相同" in told[2].reasons[0]


def test_a_student_number_that_lost_its_digits_is_refused():
    row = a_row(学号=12345678901234567)
    told = made.verdicts(made.xlsx([*row], [*row.values()]), "register.xlsx", kind="register")
    assert (told[0].status, told[0].reasons[0][:2]) == ("reject", "A2")
