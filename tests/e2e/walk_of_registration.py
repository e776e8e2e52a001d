"""The walk through registration: every page of it, and what can go wrong on each."""

import tempfile
import time
from pathlib import Path

from tests.e2e import steps


def registrant(page, bank):
    """From the region to the status page, and everything that can go wrong on the way."""
    address = f"registrant{time.time_ns()}@example.org"
    yield from _region_and_agreement(page)
    yield from _information(page, address)
    steps.press(page, "下一步")
    yield "/register/password with errors"
    steps.choose_password(page)
    yield "/register/scans"
    steps.press(page, "提交")
    yield "/register/scans with errors"
    steps.press(page, "稍后继续：把链接发到我的邮箱")
    yield "/register/scans with a message"
    page.goto("/register")
    yield "/register with a draft"
    page.goto(steps.link(steps.letter(page, address, "继续填写"), "register/resume"))
    yield "a link to go on"
    page.goto("/register/resume/used-up")
    yield "/register/resume/used-up"
    page.goto("/register/scans")
    with tempfile.TemporaryDirectory() as folder:
        steps.show_document(page, Path(folder))
    yield "/register/finished"
    page.goto("/register/address")
    yield "/register/address"
    steps.press(page, "更正并重新发送")
    yield "/register/address with an error"
    yield from _confirmed(page, address)
    yield from _returned(page, bank, address)


def _region_and_agreement(page):
    page.goto("/register/region")
    yield "/register/region"
    page.goto("/register/region?province=620000&prefecture=620100")
    yield "/register/region, three levels"
    steps.press(page, "确定")
    yield "/register/region with an error"
    page.goto("/register/region")
    steps.choose_region(page)
    yield "/register/agreement"
    steps.press(page, "下一步")
    yield "/register/agreement with an error"
    page.get_by_role("checkbox").check()
    steps.press(page, "下一步")
    yield "/register/information"


def _information(page, address):
    steps.press(page, "下一步")
    yield "/register/information with errors"
    page.get_by_label("证件类型").select_option(label="护照")
    yield "/register/information for a passport"
    page.get_by_label("证件类型").select_option(label="居民身份证")
    steps.tell(page, "no address", steps.a_number())
    steps.press(page, "下一步")
    yield "/register/information, filled from the number"
    steps.box(page, "邮箱").fill(address)
    steps.press(page, "下一步")
    page.wait_for_url("**/register/password")
    yield "/register/password"


def _confirmed(page, address):
    steps.sign_in(page, address)
    page.wait_for_url("**/activate/status")
    yield "/activate/status, not confirmed"
    page.goto(steps.link(steps.letter(page, address, "确认邮箱"), "register/confirm"))
    yield "a link that confirms"
    steps.press(page, "确认邮箱")
    yield "a link that confirmed"
    page.goto(page.url)
    yield "a link that is used up"
    page.goto("/register/finished")
    yield "/register/finished, confirmed"


def _returned(page, bank, address):
    account = steps.account_of(steps.letter(page, address, "已经收到"))
    desk = page.context.browser.new_context(base_url=bank.url, locale="zh-CN").new_page()
    steps.staff(desk, bank.person("supervisor", organisation="甘肃开放大学"))
    steps.open_case(desk, account, "account")
    for label in ("姓名", "证件号码", "所在地区", "最高学历", "证件扫描件（人像面）"):
        steps.remark(desk, label, "请改正。")
    steps.press(desk, "退回补正")
    desk.context.close()
    steps.letter(page, address, "补正")
    page.goto("/activate/status")
    yield "/activate/status, to be corrected"
    steps.follow(page, "重新选择所在地区")
    yield "/activate/status/region"
    page.goto("/activate/status")
    steps.press(page, "提交")
    yield "/activate/status, with an error"
