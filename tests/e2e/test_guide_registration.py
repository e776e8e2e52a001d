"""Guide 2, as people hold it in their hands: registration, confirmation, review, deposit."""

import itertools
import re
import time

import pytest

from tests.e2e import steps
from tests.e2e.test_guide import WAYS, deposit

_people = itertools.count()


@pytest.fixture
def email():
    return f"registers{next(_people)}@example.org"


@pytest.fixture
def reviewer(bank):
    return bank.person("supervisor", organisation="甘肃开放大学")


def decide(visit, reviewer, account, verdict="通过", **remarks):
    desk = visit()
    steps.staff(desk, reviewer)
    steps.open_case(desk, account, "account")
    shown = desk.locator("main").inner_text()
    for label, words in remarks.items():
        steps.remark(desk, label, words)
    steps.press(desk, verdict)
    desk.wait_for_load_state()
    return desk, shown


@pytest.mark.parametrize(("width", "javascript"), WAYS)
def test_the_guide_word_by_word(visit, reviewer, email, tmp_path, width, javascript):
    page, number = visit(width=width, javascript=javascript), steps.a_number()
    steps.register(page, email, tmp_path, number=number, javascript=javascript)
    assert number not in page.content()
    steps.follow(page, "完成")
    steps.arrive(page, "/")
    steps.confirm_address(page, email)
    steps.sign_in(page, email)
    steps.arrive(page, "**/activate/status")
    assert "待审核" in page.locator("main").inner_text()
    account = steps.account_of(steps.letter(page, email, "已经收到"))
    desk, shown = decide(visit, reviewer, account)
    for words in ("账户注册", "护士", "大学本科", "甘肃省兰州市城关区", f"{number[6:10]}年"):
        assert words in shown
    assert number not in shown
    told = steps.letter(page, email, "已经开通")
    assert "您注册时设置的密码" in told
    steps.sign_in(page, email)
    steps.arrive(page, "**/me/**")
    steps.follow(page, "添加学习成果")
    steps.follow(page, "选择证书")
    page.goto("/me/outcomes/new/?certificate=NCRE-24")
    deposit(page, tmp_path)
    steps.open_case(desk, account, "outcome")
    steps.press(desk, "通过")
    steps.await_text(page, "/me/outcomes/", "全国计算机等级考试二级C")


def test_sex_and_birth_date_are_filled_and_locked_while_the_number_tells_them(visit):
    page = visit()
    steps.to_information(page)
    year, man = steps.box(page, "年"), page.get_by_role("radio", name="男", exact=True)
    steps.box(page, "证件号码").fill("659011198503091")
    assert year.is_enabled()
    steps.box(page, "证件号码").fill("659011198503090011")
    assert (year.input_value(), year.is_disabled()) == ("1985", True)
    assert man.is_checked()
    assert man.is_disabled()
    country = page.get_by_label("护照签发国家（地区）")
    assert not country.is_visible()
    page.get_by_label("证件类型").select_option(label="护照")
    assert country.is_visible()
    assert (year.input_value(), year.is_enabled()) == ("", True)


def test_what_is_returned_is_corrected_field_by_field(visit, reviewer, email, tmp_path):
    page, right = visit(width=360), steps.a_number()
    steps.register(page, email, tmp_path)
    steps.confirm_address(page, email)
    account = steps.account_of(steps.letter(page, email, "已经收到"))
    wrong = {"证件号码": "第 17 位看不清，请核对。", "证件扫描件（人像面）": "照片太暗。"}
    desk, _shown = decide(visit, reviewer, account, "退回补正", **wrong)
    assert "第 17 位看不清" in steps.letter(page, email, "补正")
    steps.sign_in(page, email)
    steps.arrive(page, "**/activate/status")
    for words in wrong.values():
        assert words in page.locator("main form").first.inner_text()
    assert not steps.box(page, "职业").count()
    steps.box(page, "证件号码").fill(right)
    page.locator("input[name=scan_front]").set_input_files([steps.scan(tmp_path, "bright")])
    steps.press(page, "提交")
    page.get_by_text("补正已提交").wait_for()
    steps.open_case(desk, account, "account")
    assert f"{right[:3]}***********{right[-4:]}" in desk.locator("main").inner_text()
    steps.press(desk, "通过")
    steps.letter(page, email, "已经开通")
    steps.sign_in(page, f"S{right}")
    steps.arrive(page, "**/me/**")


def test_a_mistyped_address_a_used_link_and_a_fresh_one(visit, email, tmp_path):
    page, mail = visit(width=360, javascript=False), visit()
    steps.register(page, f"typo.{email}", tmp_path, javascript=False)
    dead = steps.link(steps.letter(mail, f"typo.{email}", "确认邮箱"), "register/confirm")
    steps.follow(page, "邮箱填错了？更正邮箱")
    steps.box(page, "正确的邮箱").fill(email)
    steps.press(page, "更正并重新发送")
    steps.arrive(page, "**/register/finished")
    assert "已失效" in steps.letter(mail, f"typo.{email}", "更正为另一个邮箱")
    mail.goto(dead)
    mail.get_by_role("heading", name="链接已失效").wait_for()
    first = steps.link(steps.letter(mail, email, "确认邮箱"), "register/confirm")
    steps.press(page, "没有收到？重新发送")
    page.get_by_text("确认链接已重新发送").wait_for()
    mail.goto(first)
    mail.get_by_role("heading", name="链接已失效").wait_for()
    patience = time.monotonic() + steps.PATIENCE
    while time.monotonic() < patience and len(steps.letters(mail, email)) < 2:
        time.sleep(0.5)
    fresh = steps.link(steps.letter(mail, email, "确认邮箱"), "register/confirm")
    assert fresh != first
    steps.confirm_address(mail, email)
    mail.goto(fresh)
    mail.get_by_role("heading", name="链接已失效").wait_for()


def test_a_draft_goes_on_in_this_browser_or_by_mail_and_the_next_person_finds_nothing(
    visit, email, tmp_path
):
    page, number = visit(), steps.a_number()
    steps.to_information(page)
    steps.tell(page, email, number)
    steps.press(page, "下一步")
    page.goto("/register")
    assert number not in page.content()
    steps.follow(page, "继续办理")
    steps.choose_password(page)
    steps.press(page, "稍后继续：把链接发到我的邮箱")
    page.get_by_text("链接已发到").wait_for()
    steps.press(page, "换人办理")
    page.get_by_text("可以换人办理").wait_for()
    assert "张" not in page.locator("main").inner_text()
    other = visit(width=360)
    other.goto(steps.link(steps.letter(other, email, "继续填写"), "register/resume"))
    steps.press(other, "继续填写")
    steps.arrive(other, "**/register/information")
    assert steps.box(other, "证件号码").input_value() == f"{number[:3]}***********{number[-4:]}"
    steps.press(other, "下一步")
    steps.choose_password(other)
    steps.show_document(other, tmp_path)
    steps.confirm_address(other, email)


def test_a_number_that_was_not_found_is_carried_over_masked(visit, email, tmp_path):
    page, number = visit(width=360), steps.a_number()
    steps.to_activation(page)
    steps.look_up(page, number)
    page.get_by_role("main").get_by_role("button", name="注册", exact=True).click()
    page.get_by_role("main").get_by_role("button", name="注册", exact=True).click()
    steps.choose_region(page)
    page.get_by_role("checkbox").check()
    steps.press(page, "下一步")
    assert steps.box(page, "证件号码").input_value() == f"{number[:3]}***********{number[-4:]}"
    assert re.search(r"已按证件号码填好", page.locator("main").inner_text())
    steps.tell(page, email)
    steps.press(page, "下一步")
    steps.choose_password(page)
    assert number not in page.content()
    steps.show_document(page, tmp_path)
