"""An editor writes, looks, publishes; a stranger reads it on a telephone. With and without JavaScript."""

import re

import pytest

from tests.e2e import steps

TEXT = "## 时间\n\n周六 **22:00** 起\n\n- 暂停登录\n- 不影响期限\n\n<script>document.title='taken'</script>"


@pytest.mark.parametrize("javascript", [True, False], ids=["with", "without"])
def test_a_notice_from_the_editors_desk_to_a_strangers_telephone(bank, visit, javascript):
    title = f"停机通知（{'有' if javascript else '无'}脚本）"
    desk, telephone = visit(javascript=javascript), visit(javascript=javascript, width=360)
    steps.staff(desk, bank.person("content_editor"))
    steps.follow(desk, "门户内容")
    desk.get_by_role("link", name=re.compile("^通知公告")).first.click()
    steps.follow(desk, "写公告")
    steps.box(desk, "标题").fill(title)
    steps.box(desk, "正文").fill(TEXT)
    steps.press(desk, "预览")
    preview = desk.get_by_role("region", name=re.compile("预览"))
    assert preview.get_by_role("heading", name="时间").is_visible()
    assert preview.get_by_role("listitem").count() == 2
    assert steps.box(desk, "正文").input_value() == TEXT
    telephone.goto("/")
    assert not telephone.get_by_role("link", name=title).count()

    steps.press(desk, "立即发布")
    desk.get_by_text("网站上现在就能看到").wait_for()
    telephone.goto("/")
    steps.follow(telephone, title)
    assert telephone.get_by_role("heading", level=1).inner_text() == title
    assert telephone.get_by_role("heading", name="时间").is_visible()
    assert "<script>" in telephone.locator("article").inner_text()
    assert "taken" not in telephone.title()
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not telephone.evaluate(wide)

    steps.follow(desk, "撤下")
    steps.box(desk, "原因").fill("改期")
    steps.press(desk, "撤下")
    desk.get_by_text("网站上不再显示").wait_for()
    assert telephone.reload().status == 404


@pytest.mark.parametrize("javascript", [True, False], ids=["with", "without"])
def test_the_catalogue_grows_a_field_row_by_row(bank, visit, javascript):
    desk = visit(javascript=javascript)
    steps.staff(desk, bank.person("content_editor"))
    desk.goto("/work/catalogue/NCRE-26/")
    name = f"考点{'甲' if javascript else '乙'}"
    rows = desk.get_by_role("group", name=re.compile("^另加的栏目"))
    before = rows.get_by_role("textbox", name=re.compile("^栏目名称")).count()
    steps.press(desk, "加一行 另加的栏目")
    labels = rows.get_by_role("textbox", name=re.compile("^栏目名称"))
    labels.last.fill(name)
    steps.press(desk, f"上移 另加的栏目 {before + 1}")
    assert labels.nth(before - 1).input_value() == name
    desk.locator("main .actions .btn-primary").click()
    desk.get_by_text("以后填写的学习成果按新的栏目").wait_for()
    learner = visit(javascript=javascript, width=360)
    learner.goto("/login")
    person = bank.person("learner")
    steps.box(learner, "用户名").fill(person["sign_in"])
    learner.locator("input[type=password]").fill(person["password"])
    steps.press(learner, "登录")
    learner.wait_for_url("**/me/**")
    learner.goto("/me/outcomes/new/?certificate=NCRE-26")
    assert steps.box(learner, name).is_visible()
