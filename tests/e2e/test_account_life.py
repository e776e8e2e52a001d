"""The detours of an account: an opening is rejected, appealed, decided by somebody else, and works."""

import os
import subprocess
import sys

import pytest

from tests.e2e import steps, walks

WORDS = "照片是本人上个月拍的，请再核对一次。"


@pytest.fixture
def person(bank):
    """Somebody of Gansu with an enrolment and no account."""
    return walks.somebody(bank, "兰州分校")


@pytest.fixture
def colleague(bank):
    """Somebody else who may take any case of Gansu: an expert there gets a second post."""
    person = bank.person("expert", organisation="甘肃开放大学")
    env = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE")}
    env |= {"MODE": "demo", "DATA_DIR": str(bank.data_dir), "PUBLIC_URL": bank.url}
    post = ["--role", "supervisor", "--organisation", "620000"]
    who = ["--name", person["name"], "--email", person["sign_in"]]
    command = [sys.executable, "-m", "creditbank", "staff", "add", *post, *who]
    subprocess.run(command, env=env, check=True, capture_output=True)
    return person


def waits_for(desk, account):
    """Whether the queue of whoever sits here lists a case of this account."""
    desk.goto("/work/reviews/?kind=account")
    while True:
        if desk.get_by_role("row").filter(has_text=account).count():
            return True
        if not desk.get_by_role("link", name="下一页").count():
            return False
        desk.get_by_role("link", name="下一页").click()


def test_an_appeal_decided_by_somebody_else_opens_the_account(visit, person, colleague):
    """At 360 pixels, without JavaScript, from the rejection to the first sign-in."""
    page, address = visit(width=360, javascript=False), "appellant@example.org"
    number = person["number"]
    steps.activate(page, number, address)
    told = steps.letter(page, address, "已经收到")
    account = steps.account_of(told)
    asked = next(text for text in steps.letters(page, "") if f"{account}）" in text)
    page.goto(steps.link(asked, "activate/vouch"))
    steps.press(page, "是我本人")

    first = visit()
    steps.staff(first, person["reviewer"])
    steps.open_case(first, account, "account")
    steps.remark(first, "整体意见", "照片不是本人。")
    steps.press(first, "不通过")

    page.goto(steps.link(steps.letter(page, address, "没有通过审核"), "activate/status"))
    steps.press(page, "查看进度")
    assert "照片不是本人" in page.locator("main").inner_text()
    steps.follow(page, "申诉")
    steps.box(page, "申诉理由").fill(WORDS)
    steps.press(page, "提交申诉")
    assert "申诉正在办理" in page.locator("main").inner_text()
    steps.letter(page, address, "申诉已经收到")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    assert not waits_for(first, account)
    other = visit()
    steps.staff(other, colleague)
    other.get_by_label("当前岗位").select_option(label="甘肃开放大学 · 审核主管")
    steps.press(other, "切换")
    steps.open_case(other, account, "account")
    desk = other.locator("main").inner_text()
    assert WORDS in desk
    assert "照片不是本人" in desk
    assert other.get_by_role("button", name="退回补正", exact=True).count() == 0
    steps.press(other, "通过")

    assert "申诉成立" in steps.letter(page, address, "已经开通")
    steps.first_sign_in(page, number, address)
    assert "/me/" in page.url
