"""An administrator of a branch brings a register in, with a spreadsheet in hand."""

import pytest
from python_calamine import CalamineWorkbook

from tests.e2e import sheets, steps

UNDER_WAY_SECONDS = 60


def awaited(page, words, *, javascript):
    """Wait until the page says it: by itself, or by its link where no script runs."""
    said = page.get_by_text(words).first
    for _time in range(UNDER_WAY_SECONDS):
        if javascript or said.is_visible():
            break
        steps.follow(page, "刷新进度") if page.get_by_text("刷新进度").count() else page.reload()
        page.wait_for_timeout(1000)
    said.wait_for(timeout=UNDER_WAY_SECONDS * 1000)


@pytest.mark.parametrize(("javascript", "level"), [(True, "培养规格"), (False, "培养类型")])
def test_a_messy_workbook_comes_in_and_its_rejected_rows_come_again(
    visit, bank, tmp_path, javascript, level
):
    page = visit(javascript=javascript)
    steps.staff(page, bank.person("branch_admin", organisation="兰州分校"))
    steps.bring(page, sheets.messy(tmp_path / "春季 名册.xlsx", level))
    _tell_the_column(page, level, javascript)
    _look_and_confirm(page, javascript)
    mended = _mended(_rejected(page, tmp_path, level))
    steps.bring(page, sheets.write(tmp_path / "改正.xlsx", mended, level))
    _confirm_again(page, javascript)


def _tell_the_column(page, level, javascript):
    awaited(page, "这个文件无法读取", javascript=javascript)
    assert page.get_by_text("找不到这些列：层次").is_visible()
    steps.follow(page, "指定各列")
    page.get_by_label("层次").select_option(label=f"E {level}")
    steps.press(page, "重新检查")


def _look_and_confirm(page, javascript):
    awaited(page, "逐行结果", javascript=javascript)
    told = page.locator("main").inner_text()
    assert "确认后新增 3 条，变更 0 条" in told
    assert "2 行不接收，不会导入" in told
    assert "赵样例" in told
    assert "孙样例" in told
    steps.press(page, "确认导入")
    awaited(page, "新增 3 条，变更 0 条，已全部写入", javascript=javascript)


def _rejected(page, folder, level):
    """The rejected rows as they are taken home: a workbook with the same columns and one more."""
    with page.expect_download() as download:
        page.get_by_role("button", name="下载不接收的 2 行").click()
    path = folder / "rejected.xlsx"
    download.value.save_as(path)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    heading = next(at for at, row in enumerate(rows) if level in row)
    width = len(sheets.HEADINGS)
    assert rows[heading][:width] == sheets.headed(level)
    found = rows[heading + 1 :]
    assert [row[1] for row in found] == ["赵样例", "孙样例"]
    assert all(row[width] for row in found)
    return [list(map(str, row[:width])) for row in found]


def _mended(rows):
    rows[0][sheets.HEADINGS.index("身份证号")] = steps.a_number()
    rows[1][sheets.HEADINGS.index("入学批次")] = "2026春"
    return rows


def _confirm_again(page, javascript):
    """The columns are known this time, and what is held already is not touched."""
    awaited(page, "确认后新增 2 条，变更 0 条", javascript=javascript)
    assert page.get_by_text("按兰州分校上次的选择读取").is_visible()
    steps.press(page, "确认导入")
    awaited(page, "新增 2 条，变更 0 条，已全部写入", javascript=javascript)
    page.goto("/work/rosters/")
    assert page.get_by_role("row").filter(has_text="改正.xlsx").first.is_visible()


def test_a_run_is_given_up_before_anything_is_written(visit, bank, tmp_path):
    page = visit(width=360)
    steps.staff(page, bank.person("branch_admin", organisation="兰州分校"))
    steps.bring(page, sheets.write(tmp_path / "不要.xlsx", [sheets.a_row()], "层次"))
    steps.press(page, "取消导入")
    assert page.get_by_text("已取消，什么也没有写入").is_visible()
