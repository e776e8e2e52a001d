"""Guide 1, as people hold it in their hands: activation, deposit, review, my outcomes."""

import itertools
import re

import pytest

from tests.e2e import steps, walks

WAYS = list(itertools.product((1280, 360), (True, False)))
_people, _numbers = itertools.count(), itertools.count()


@pytest.fixture
def person(bank):
    """Somebody with an enrolment and no account, of a province that has a reviewer."""
    return walks.somebody(bank, "兰州分校") | {"email": f"guide{next(_people)}@example.org"}


def opened(visit, person, tmp_path, **window):
    """An account opened and used once; its window and the reviewer's."""
    page, desk = visit(**window), visit()
    steps.activate(page, person["number"], person["email"], [steps.scan(tmp_path, "front")])
    told = steps.letter(page, person["email"], "已经收到")
    account = steps.account_of(told)
    steps.staff(desk, person["reviewer"])
    steps.open_case(desk, account, "account")
    steps.press(desk, "通过")
    told = steps.letter(page, person["email"], "已经开通")
    assert f"S{person['number'][:3]}****{person['number'][-4:]}" in told
    assert person["number"] not in told
    steps.first_sign_in(page, person["number"], person["email"])
    return page, desk, account


def deposit(page, folder, *, level=None):
    """Fill in what every outcome asks for and submit it."""
    steps.box(page, "年").fill("2019")
    steps.box(page, "月").fill("9")
    steps.box(page, "证书编号").fill(f"65{next(_numbers):08d}")
    page.locator("input[type=file]").set_input_files(
        [steps.scan(folder, "one"), steps.scan(folder, "two")]
    )
    steps.press(page, "提交审批")
    steps.arrive(page, "**/me/outcomes/all/")


@pytest.mark.parametrize(("width", "javascript"), WAYS)
def test_the_guide_word_by_word(visit, person, tmp_path, width, javascript):
    page, desk, account = opened(visit, person, tmp_path, width=width, javascript=javascript)
    steps.follow(page, "添加学习成果")
    steps.follow(page, "选择证书")
    page.get_by_role("searchbox").fill("计算机等级考试二级C")
    steps.press(page, "搜索")
    steps.go(page, page.get_by_role("link", name="全国计算机等级考试二级C").first)
    deposit(page, tmp_path)
    assert "全国计算机等级考试二级C" in page.locator("main").inner_text()
    steps.follow(page, "添加学习成果")
    steps.follow(page, "选择证书")
    steps.follow(page, "其他")
    page.get_by_role("combobox").first.select_option(label="竞赛奖励")
    steps.box(page, "证书名称").fill("省职业技能竞赛二等奖")
    steps.box(page, "颁发机构").fill("省职业技能竞赛组委会")
    deposit(page, tmp_path)
    for _each in range(2):
        steps.open_case(desk, account, "outcome")
        steps.press(desk, "通过")
    steps.await_text(page, "/me/outcomes/", "省职业技能竞赛二等奖")
    steps.await_text(page, "/me/outcomes/", "全国计算机等级考试二级C")
    page.goto("/")
    page.goto("/me/")
    steps.follow(page, "我的学习成果")
    assert page.get_by_role("heading", level=1).inner_text().strip().startswith("我的学习成果")


def test_what_is_returned_is_corrected_where_the_reviewer_says(visit, person, tmp_path):
    page, desk = visit(width=360), visit()
    steps.activate(page, person["number"], person["email"], [steps.scan(tmp_path, "dim")])
    account = steps.account_of(steps.letter(page, person["email"], "已经收到"))
    steps.staff(desk, person["reviewer"])
    steps.open_case(desk, account, "account")
    steps.remark(desk, "扫描件", "照片太暗，请重新拍摄。")
    steps.press(desk, "退回补正")
    told = steps.letter(page, person["email"], "补正")
    page.goto(steps.link(told, "activate/status"))
    steps_in = page.locator("main")
    if page.get_by_role("button", name="查看进度", exact=True).count():
        steps.press(page, "查看进度")
    assert "照片太暗，请重新拍摄。" in steps_in.inner_text()
    page.locator("input[type=file]").set_input_files([steps.scan(tmp_path, "bright")])
    steps.go(page, page.locator("main form button.btn-primary").first)
    steps.open_case(desk, account, "account")
    steps.press(desk, "通过")
    steps.letter(page, person["email"], "已经开通")
    steps.first_sign_in(page, person["number"], person["email"])
    page.goto("/me/outcomes/new/?certificate=NCRE-24")
    deposit(page, tmp_path)
    steps.open_case(desk, account, "outcome")
    steps.remark(desk, "获得日期", "证书上写的是 2018 年。")
    steps.press(desk, "退回补正")
    steps.go(page, page.locator("main").get_by_role("link", name="全国计算机等级考试二级C").first)
    page.wait_for_url(re.compile(r"/me/outcomes/S\w+/$"))
    steps.await_text(page, page.url, "证书上写的是 2018 年。")
    page.goto(page.url.rstrip("/") + "/edit/")
    assert "证书上写的是 2018 年。" in page.locator("main").inner_text()
    steps.box(page, "年").fill("2018")
    steps.press(page, "提交审批")
    steps.arrive(page, "**/me/outcomes/all/")
    steps.open_case(desk, account, "outcome")
    steps.press(desk, "通过")
    steps.await_text(page, "/me/outcomes/", "全国计算机等级考试二级C")
