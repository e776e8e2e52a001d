"""The walks through collective opening: the officer's pages, the invited person's, a learner's."""

import re
import tempfile
import time
from pathlib import Path

from tests.e2e import steps


def class_officer(page, bank):
    """The list, a class, an invitation and everything that can be done about one."""
    steps.staff(page, bank.person("officer", organisation="兰州分校"))
    page.goto("/work/classes/")
    yield "/work/classes/"
    page.locator("main tbody a").last.click()
    yield "a class"
    here = page.url
    steps.follow(page, "上传名册")
    yield "another roster of a class"
    for stage in ("declined", "withdrawn", "lapsed"):
        page.goto(f"{here}?stage={stage}")
        yield f"a class, {stage}"
    page.goto(f"{here}originals/")
    yield "originals of a class"
    page.locator("main form button.btn-primary").click()
    yield "originals of a class, with an error"
    for stage in ("accepted", "declined", "invited"):
        page.goto(f"{here}?stage={stage}")
        steps.go(page, page.locator("main tbody a").first)
        yield f"an invitation that is {stage}"
    yield from _doings(page)


def _doings(page):
    here = page.url
    steps.press(page, "重新发送邀请")
    yield "an invitation, sent again"
    for name in ("更正邮箱", "已核对证件原件"):
        page.goto(here)
        steps.follow(page, name)
        yield name
        page.locator("main form button.btn-primary").click()
        yield f"{name} with an error"
    page.goto(here)
    steps.follow(page, "撤销邀请")
    yield "an invitation to withdraw"


def invited(page, bank):
    """Every page of the invited person, and what can go wrong on it."""
    turn, number = time.time_ns(), steps.a_number()
    email = f"invited{turn}@example.org"
    bank.open_class(f"焊工班 {turn}", ["张三丰", number, email])
    steps.to_invitation(page, email)
    yield "an invitation"
    link = page.url
    steps.box(page, "证件号码，或其最后六位").fill("000000")
    steps.press(page, "下一步")
    yield "an invitation with an error"
    page.goto(f"{link}/refusal")
    yield "declining by the link"
    page.goto(link)
    steps.box(page, "证件号码，或其最后六位").fill(number)
    steps.press(page, "下一步")
    yield "/invited/agreement"
    steps.press(page, "下一步")
    yield "/invited/agreement with an error"
    page.goto("/invited/refusal")
    yield "/invited/refusal"
    page.goto("/invited/agreement")
    page.get_by_role("checkbox").check()
    steps.press(page, "下一步")
    yield "/invited/password"
    steps.press(page, "下一步")
    yield "/invited/password with errors"
    steps.choose_password(page)
    yield "/invited/scans"
    steps.press(page, "提交")
    yield "/invited/scans with errors"
    with tempfile.TemporaryDirectory() as folder:
        for side in ("scan_front", "scan_back"):
            page.locator(f"input[name={side}]").set_input_files([steps.scan(Path(folder), side)])
        steps.press(page, "提交")
    yield "/invited/finished"
    steps.sign_in(page, email)
    steps.arrive(page, "**/activate/status")
    yield "/activate/status of somebody invited"
    page.goto(link)
    yield "an invitation that is answered"
    page.goto("/invited/renewed")
    yield "/invited/renewed"


def asked_learner(page, bank):
    """A learner whom an organisation told outcomes of."""
    learners = [one for one in bank.demo["people"] if one["role"] == "learner"]
    person = next(one for one in learners if one["sign_in"].startswith("S"))
    page.goto("/login")
    steps.box(page, "用户名").fill(person["sign_in"])
    page.locator("input[type=password]").fill(person["password"])
    steps.press(page, "登录")
    page.wait_for_url("**/me/**")
    yield "/me/ of somebody who is asked"
    page.goto("/me/classes/")
    yield "/me/classes/"
    steps.go(page, page.get_by_role("button", name=re.compile("^不同意")))
    yield "/me/classes/ when nothing waits"
