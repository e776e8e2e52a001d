"""Text files: every encoding, delimiter and line end that registrars have, and their accidents."""

import pytest

from creditbank.bank.refusals import Refused
from tests.bank.sheets import made
from tests.cast import a_number

HEAD = ["姓名", "身份证号", "邮箱", "学习成果名称"]


def person(n, name="李示例"):
    return [name, a_number(), f"u{n}@example.org", "技能培训"]


def statuses(content, name="roster.csv"):
    return [told.status for told in made.verdicts(content, name)]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "，", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends_are_told_by_the_content(encoding, delimiter, end):
    content = made.csv(HEAD, person(1), person(2), delimiter=delimiter, encoding=encoding, end=end)
    told = made.verdicts(content)
    assert [(one.line, one.status, one.name) for one in told] == [
        (2, "accept", "李示例"),
        (3, "accept", "李示例"),
    ]


def test_rare_characters_of_gb18030_and_beyond_the_first_plane_arrive():
    for encoding in ("gb18030", "utf-8", "utf-16"):
        told = made.verdicts(made.csv(HEAD, person(1, "𬭎䶮"), encoding=encoding))
        assert [(one.status, one.name) for one in told] == [("accept", "𬭎䶮")]


def test_short_gbk_names_that_look_like_utf8_are_still_gbk():
    assert "联通".encode("gb18030").hex() == "c1aacda8"
    rows = [["name", "id number"], ["联通", a_number()], ["移动", a_number()], ["一丁", a_number()]]
    told = made.verdicts(made.csv(*rows, encoding="gb18030"))
    assert [one.name for one in told] == ["联通", "移动", "一丁"]


def test_lines_in_another_encoding_are_read_in_theirs_and_looked_at():
    mixed = made.csv(HEAD, *[person(n) for n in range(5)]) + made.csv(person(9), encoding="gb18030")
    told = made.verdicts(mixed)
    assert [one.status for one in told] == ["accept"] * 5 + ["review"]
    assert (told[-1].name, "编码" in told[-1].reasons[0]) == ("李示例", True)
    other = made.csv(HEAD, *[person(n) for n in range(5)], encoding="gb18030")
    told = made.verdicts(other + made.csv(person(9)))
    assert [(one.status, one.name) for one in told[-2:]] == [
        ("accept", "李示例"),
        ("review", "李示例"),
    ]


def test_a_line_that_cannot_be_decoded_is_rejected_and_the_others_are_not():
    content = (
        made.csv(HEAD, person(1))
        + b"\xe6\x9d\x8e\xff\xff,"
        + made.csv(person(2)[1:])
        + made.csv(person(3))
    )
    assert statuses(content) == ["accept", "reject", "accept"]


def test_a_quotation_mark_that_nobody_closes_costs_one_row():
    broken = ['"李示例', *person(2)[1:]]
    told = made.verdicts(
        made.csv(HEAD, person(1), broken, person(3), *[person(n) for n in range(4, 30)])
    )
    assert [one.status for one in told] == ["accept", "reject", *["accept"] * 27]
    assert "引号" in told[1].reasons[0]
    assert [one.line for one in told] == list(range(2, 31))


def test_a_wrong_mark_does_not_swallow_a_row_that_quotes_rightly():
    content = made.csv(HEAD, ['"李示例', *person(1)[1:]], ['"王示例"', *person(2)[1:]], person(3))
    assert statuses(content) == ["reject", "accept", "accept"]


def test_marks_within_a_cell_are_kept_and_a_cell_may_hold_lines():
    number = a_number()
    content = made.csv(HEAD, ["李示例", f'="{number}"', "a@example.org", '"两行\r\n""培训"""'])
    told = made.verdicts(content)
    assert [(one.line, one.status, one.number) for one in told] == [
        (2, "accept_normalised", number)
    ]


def test_a_comma_too_many_shifts_the_columns_and_is_refused():
    told = made.verdicts(made.csv(HEAD, [*person(1), "初级"], person(2), [*person(3), "", " "]))
    assert [one.status for one in told] == ["reject", "accept", "accept"]
    assert "列数" in told[0].reasons[0]


def test_a_row_with_the_wrong_comma_is_not_overlooked():
    told = made.verdicts(made.csv(HEAD, person(1), ["，".join(person(2))]))
    assert [one.status for one in told] == ["accept", "reject"]


def test_a_first_line_that_names_the_delimiter_is_no_heading():
    assert statuses(b"sep=;\r\n" + made.csv(HEAD, person(1), delimiter=";")) == ["accept"]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "roster.csv", "empty"),
        (b"", "roster.xlsx", "empty"),
        (b"\xef\xbb\xbf", "roster.csv", "no_heading"),
        (b"\r\n\r\n\r\n", "roster.csv", "no_heading"),
        (b"%PDF-1.7 x", "roster.csv", "no_text"),
        (b"{\\rtf1 x}", "roster.xls", "no_text"),
        (bytes(5000), "roster.csv", "no_text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "roster.csv", "no_text"),
        (b"<html><table><tr><td>x</td></tr></table>", "roster.xls", "markup"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
            "roster.xls",
            "markup",
        ),
        ("\ufeff<html>".encode("utf-16-le"), "roster.xls", "markup"),
        ("姓名\t身份证号\n".encode("gb18030"), "roster.xls", "misnamed"),
        ("姓名,身份证号\n".encode(), "roster.XLSX", "misnamed"),
        (b"a" * 3_000_000, "roster.csv", "line_too_long"),
        ("姓名,身份证号\n".encode(), "roster.csv", "no_rows"),
        ("姓名,身份证号\n合计,0人\n".encode(), "roster.csv", "no_rows"),
        ("姓名,邮箱\n李,a@b.cn\n".encode(), "roster.csv", "columns_missing"),
    ],
)
def test_what_is_no_roster_is_refused_as_a_whole_with_a_sentence(content, name, code):
    with pytest.raises(Refused) as caught:
        made.verdicts(content, name)
    assert caught.value.code == code
    assert str(caught.value).endswith("。")
