"""Collective opening: the officer's class, the mail, the invited person, the reviewer, the outcomes."""

import itertools
import time

import pytest

from tests.e2e import steps
from tests.e2e.test_guide import WAYS

_turn = itertools.count(time.time_ns() % 1_000_000)


@pytest.fixture
def invitee(bank):
    """Factory: somebody in a new class; their address and number."""

    def make(*, seen=False):
        turn, number = next(_turn), steps.a_number()
        email = f"invited{turn}@example.org"
        bank.open_class(f"电工班 {turn}", ["张三丰", number, email], seen=seen)
        return email, number

    return make


@pytest.mark.parametrize(("width", "javascript"), WAYS)
def test_from_the_class_to_the_outcomes(visit, bank, invitee, tmp_path, width, javascript):
    email, number = invitee()
    page = visit(width=width, javascript=javascript)
    steps.to_invitation(page, email)
    assert "张三丰" not in page.content()
    steps.accept(page, email, number, tmp_path)
    assert number not in page.content()
    steps.follow(page, "完成")
    steps.sign_in(page, email)
    steps.arrive(page, "**/activate/status")
    assert "集体开户申请" in page.locator("main").inner_text()
    account = steps.account_of(steps.letter(page, email, "已经收到"))
    desk = visit()
    steps.staff(desk, bank.person("supervisor", organisation="甘肃开放大学"))
    steps.open_case(desk, account, "account")
    assert "集体开户" in desk.locator("main").inner_text()
    steps.press(desk, "通过")
    steps.letter(page, email, "已经开通")
    steps.sign_in(page, email)
    steps.arrive(page, "**/me/**")
    steps.await_text(page, "/me/outcomes/all/", "电工安全培训")
    steps.open_case(desk, account, "outcome")
    assert "随培训班名册送来" in desk.locator("main").inner_text()
    steps.press(desk, "通过")
    steps.await_text(page, "/me/outcomes/", "电工安全培训")


def test_who_was_seen_uploads_nothing_and_a_used_link_fetches_a_new_one(visit, invitee, tmp_path):
    email, number = invitee(seen=True)
    page, other = visit(width=360), visit(width=360, javascript=False)
    steps.to_invitation(page, email)
    used = page.url
    steps.box(page, "证件号码，或其最后六位").fill(number)
    steps.press(page, "下一步")
    other.goto(used)
    other.get_by_role("heading", name="链接已失效").wait_for()
    steps.press(other, "发一个新链接到我的邮箱")
    steps.arrive(other, "**/invited/renewed")
    patience = time.monotonic() + steps.PATIENCE
    while time.monotonic() < patience and len(steps.letters(other, email)) < 2:
        time.sleep(0.5)
    steps.accept(other, email, number, tmp_path, seen=True)


def test_who_declines_is_left_in_peace(visit, invitee):
    email, number = invitee()
    page = visit(width=360, javascript=False)
    steps.to_invitation(page, email)
    used = page.url
    steps.follow(page, "不参加")
    steps.press(page, "不参加")
    page.get_by_role("heading", name="已谢绝邀请").wait_for()
    page.goto(used)
    page.get_by_role("heading", name="链接已失效").wait_for()
    assert number not in page.content()
