"""Registers as registrars send them: a title, headings of their own, cells in need of a look."""

import time

import xlsxwriter

from tests.e2e import steps

HEADINGS = "序号 学生姓名 身份证号 教学点代码 层次 专业 入学批次 邮箱 手机".split()
LEVEL = HEADINGS.index("层次")


def headed(level):
    """The headings, with a name for the level that no table of names knows."""
    return [*HEADINGS[:LEVEL], level, *HEADINGS[LEVEL + 1 :]]


def write(path, rows, level):
    """A workbook with a title over the headings; every cell a text."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("学籍")
        sheet.write_string(0, 0, "2026 年春季学籍名册（样例）")
        for at, row in enumerate([headed(level), *rows], start=2):
            for column, cell in enumerate(row):
                sheet.write_string(at, column, cell)
    return path


def a_row(place="620101", **changes):
    """One student, who is nobody."""
    told = {
        "序号": "1",
        "学生姓名": "李样例",
        "身份证号": steps.a_number(),
        "教学点代码": place,
        "层次": "专科",
        "专业": "会计",
        "入学批次": "2026春",
        "邮箱": f"roster{time.time_ns()}@example.org",
        "手机": "15400000001",
    }
    return [(told | changes)[heading] for heading in HEADINGS]


def messy(path, level, place="620101"):
    """Three that are taken, one of them after tidying; two that are not; a total below."""
    number = steps.a_number()
    spaced = f"{number[:6]} {number[6:14]} {number[14:]}"
    wrong = number[:17] + ("1" if number[17] != "1" else "2")
    return write(
        path,
        [
            a_row(place),
            a_row(place, 学生姓名="王样例", 身份证号=spaced),
            a_row(place, 学生姓名="张样例"),
            a_row(place, 学生姓名="赵样例", 身份证号=wrong),
            a_row(place, 学生姓名="孙样例", 入学批次=""),
            ["合计", "5 人", *[""] * 7],
        ],
        level,
    )
