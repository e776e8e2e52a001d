"""Walks through every page of the bank. Each is a generator that names the page it stands on."""

import re
import time

from creditbank.cli.demo import places
from tests.e2e import steps


def sign_in(page, person):
    """A learner with a password of their own."""
    page.goto("/login")
    steps.box(page, "用户名").fill(person["sign_in"])
    page.locator("input[type=password]").fill(person["password"])
    steps.press(page, "登录")
    page.wait_for_url("**/me/**")


def stranger(page, bank):
    """What needs no account, and what says no."""
    for path in ("/", "/agreement", "/register", "/recover", "/recover/sent", "/dev/mail"):
        page.goto(path)
        yield path
    for path in ("/nowhere", "/recover/used-up", "/activate/status", "/activate/status/used-up"):
        page.goto(path)
        yield path
    for path in ("/activate/proof/used-up", "/activate/proof/received", "/activate/status/renewed"):
        page.goto(path)
        yield path
    for path in ("/activate/not-me/used-up", "/activate/vouch/used-up", "/dev/mail?to=nobody"):
        page.goto(path)
        yield path
    yield from _wrong_passwords(page)
    page.context.add_cookies([{"name": "csrftoken", "value": "x" * 32, "url": bank.url}])
    page.goto("/login")
    page.context.clear_cookies()
    steps.press(page, "登录")
    yield "a form without its cookie"


def _wrong_passwords(page):
    page.goto("/login")
    yield "/login"
    for _each in range(4):
        steps.box(page, "用户名").fill("nobody@example.org")
        page.locator("input[type=password]").fill("wrong")
        if page.locator("input[name=captcha], #id_captcha_1, #id_captcha").count():
            steps.box(page, "验证码").fill("demo")
        steps.press(page, "登录")
        page.wait_for_load_state()
    yield "/login with errors and a captcha"


def newcomer(page, bank):
    """From the agreement to the first sign-in; ends with a reviewer's help."""
    person = list(newcomers(bank))[-1]
    page.goto("/activate")
    yield "/activate"
    steps.press(page, "下一步")
    yield "/activate with an error"
    steps.to_activation(page)
    yield "/activate/number"
    steps.look_up(page, "65901119900101001X")
    yield "a number with an error or not found"
    page.goto("/activate/not-found")
    yield "/activate/not-found"
    page.goto("/activate/number")
    steps.look_up(page, person["number"])
    yield "/activate/person"
    steps.follow(page, "信息有误")
    yield "/activate/person/complaint"
    page.locator("main form button.btn-primary").click()
    yield "/activate/person/complaint with an error"
    page.goto("/activate/person")
    steps.press(page, "修改邮箱")
    steps.box(page, "常用邮箱").fill("no address")
    steps.press(page, "激活")
    yield "/activate/person with an error"
    address = f"pages{time.time_ns()}@example.org"
    steps.box(page, "常用邮箱").fill(address)
    steps.press(page, "激活")
    page.wait_for_url("**/activate/finished*")
    yield "/activate/finished"
    yield from _links(page, address)
    yield from _first_sign_in(page, bank, person, address)


def _links(page, address):
    told = steps.letter(page, address, "已经收到")
    account = steps.account_of(told)
    page.goto(steps.link(told, "activate/status"))
    yield "a status link"
    steps.press(page, "查看进度")
    yield "/activate/status"
    asked = next(text for text in steps.letters(page, "") if f"{account}）" in text)
    page.goto(steps.link(asked, "activate/not-me"))
    yield "a not-me link"
    page.goto(steps.link(asked, "activate/vouch"))
    yield "a vouch link"
    steps.press(page, "是我本人")
    yield "vouched"
    page.account, page.asked = account, asked


def _first_sign_in(page, bank, person, address):
    desk = page.context.browser.new_context(base_url=bank.url, locale="zh-CN").new_page()
    steps.staff(desk, person["reviewer"])
    steps.open_case(desk, page.account, "account")
    steps.press(desk, "通过")
    assert not desk.get_by_role("alert").count()
    desk.context.close()
    steps.letter(page, address, "已经开通")
    page.goto("/login")
    steps.box(page, "用户名").fill("S" + person["number"])
    page.locator("input[type=password]").fill(person["number"][-6:])
    steps.press(page, "登录")
    page.wait_for_url("**/login/code")
    yield "/login/code"
    side = page.context.new_page()
    code = re.search(r"\b\d{6}\b", steps.letter(side, address, "验证码")).group()
    side.close()
    steps.box(page, "验证码").fill(f"{(int(code) + 1) % 10**6:06d}")
    page.locator("main form button.btn-primary").first.click()
    yield "/login/code with an error"
    steps.box(page, "验证码").fill(code)
    page.locator("main form button.btn-primary").first.click()
    page.wait_for_url("**/login/new-password")
    yield "/login/new-password"
    for field in page.locator("input[type=password]").all():
        field.fill(steps.NEW_PASSWORD)
    page.locator("main form button.btn-primary").click()
    page.wait_for_url("**/me/**")
    for path in ("/me/", "/me/outcomes/", "/me/outcomes/all/", "/me/messages/"):
        page.goto(path)
        yield f"{path} of somebody new"
    page.goto("/me/security/closing/")
    yield "/me/security/closing/ of somebody who may"
    steps.press(page, "注销账户")
    yield "/me/security/closing/ with errors"
    page.locator("header").get_by_role("button", name="退出", exact=True).click()
    page.goto("/recover")
    steps.box(page, "邮箱").fill(address)
    steps.box(page, "验证码").fill("demo")
    page.locator("main form button.btn-primary").click()
    page.wait_for_url("**/recover/sent")
    page.goto(steps.link(steps.letter(page, address, "/recover/"), "recover"))
    yield "a recovery link"
    yield from _doubted(page, address)


def _doubted(page, address):
    """The imported address says 'not me' after all: what its owner and the suspended one see."""
    page.goto(steps.link(page.asked, "activate/not-me"))
    steps.press(page, "不是我，请停止")
    yield "objected"
    page.goto("/login")
    steps.box(page, "用户名").fill(address)
    page.locator("input[type=password]").fill(steps.NEW_PASSWORD)
    steps.press(page, "登录")
    page.wait_for_url("**/login/suspended")
    yield "/login/suspended"
    steps.press(page, "发送链接")
    yield "/login/suspended, sent"
    told = next(text for text in steps.letters(page, "") if "activate/proof/" in text)
    page.goto(steps.link(told, "activate/proof"))
    yield "a proof link"
    steps.press(page, "提交")
    yield "a proof link with an error"


def turned_down(page, bank):
    """An opening that a reviewer rejects, and the appeal against that."""
    person, address = next(newcomers(bank)), f"appeal{time.time_ns()}@example.org"
    page.goto("/activate")
    steps.activate(page, person["number"], address)
    told = steps.letter(page, address, "已经收到")
    asked = next(text for text in steps.letters(page, "") if f"{steps.account_of(told)}）" in text)
    page.goto(steps.link(asked, "activate/vouch"))
    steps.press(page, "是我本人")
    desk = page.context.browser.new_context(base_url=bank.url, locale="zh-CN").new_page()
    steps.staff(desk, person["reviewer"])
    steps.open_case(desk, steps.account_of(told), "account")
    steps.remark(desk, "整体意见", "照片不是本人。")
    steps.press(desk, "不通过")
    desk.context.close()
    page.goto(steps.link(steps.letter(page, address, "没有通过审核"), "activate/status"))
    steps.press(page, "查看进度")
    yield "/activate/status, rejected"
    steps.follow(page, "申诉")
    yield "/activate/status/appeal"
    steps.press(page, "提交申诉")
    yield "/activate/status/appeal with an error"
    steps.box(page, "申诉理由").fill("照片是本人上个月拍的，请再核对一次。")
    steps.press(page, "提交申诉")
    yield "/activate/status, appealed"


def newcomers(bank):
    """People without an account, each with who may take any case of the province they study in.

    Some study centres of two provinces have one name; who studies there is left out.
    """
    centres = {}
    for row in places.organisations():
        centres.setdefault(row["name_zh"], []).append(row["code"][:2])
    people = [one for one in bank.demo["people"] if one["role"] == "supervisor"]
    desks_of = {one["organisation"]: one for one in people}
    desks = {
        row["code"][:2]: desks_of[row["name_zh"]]
        for row in places.organisations()
        if row["code"].endswith("0000") and row["name_zh"] in desks_of
    }
    for one in bank.demo["not_activated"]:
        if len(codes := centres[one["organisation"]]) == 1:
            yield one | {"reviewer": desks[codes[0]]}


PATHS_OF_ME = (
    "/me/",
    "/me/outcomes/",
    "/me/outcomes/all/",
    "/me/outcomes/all/?stage=rejected",
    "/me/outcomes/new/",
    "/me/catalogue/",
    "/me/catalogue/?q=计算机等级",
    "/me/catalogue/?q=没有这种证书的",
    "/me/outcomes/new/?certificate=NCRE-24",
    "/me/outcomes/new/?certificate=BEC",
    "/me/outcomes/new/?certificate=MANDARIN",
    "/me/outcomes/new/?other=1",
    "/me/messages/",
    "/me/security/",
    "/me/security/password/",
    "/me/security/email/",
    "/me/security/mobile/",
    "/me/security/devices/",
    "/me/security/closing/",
    "/me/outcomes/NOT-MINE/",
    "/work/",
)


def learner(page, bank):
    """Everything of /me/, with the outcomes of several learners so that each state is seen."""
    people = [one for one in bank.demo["people"] if one["role"] == "learner"][:4]
    wanted = {"stored", "submitted", "returned", "rejected", "withdrawn", "draft"}
    for place, person in enumerate(people):
        page.context.clear_cookies()
        sign_in(page, person)
        if place == 0:
            yield from _own_pages(page)
            yield from _new_email(page, person)
        for stage in sorted(wanted):
            page.goto(f"/me/outcomes/all/?stage={stage}")
            links = page.locator("main .items a")
            if links.count():
                wanted.discard(stage)
                links.first.click()
                yield f"an outcome that is {stage}"
                yield from _doings(page, stage)
    assert not wanted


def _own_pages(page):
    for path in PATHS_OF_ME:
        page.goto(path)
        yield path
    page.goto("/me/messages/")
    page.locator("main .items a").first.click()
    yield "a message"
    page.goto("/me/outcomes/new/?certificate=BEC")
    steps.press(page, "提交审批")
    yield "a deposit with errors"
    page.goto("/me/security/password/")
    page.locator("main form button.btn-primary").click()
    yield "/me/security/password/ with errors"
    page.goto("/me/security/mobile/")
    steps.box(page, "手机号码").fill("12345")
    steps.press(page, "保存")
    yield "/me/security/mobile/ with errors"


def _new_email(page, person):
    page.goto("/me/security/email/")
    steps.press(page, "发送验证码")
    yield "/me/security/email/ with errors"
    steps.box(page, "新邮箱").fill(f"changed{time.time_ns()}@example.org")
    page.locator("input[type=password]").fill(person["password"])
    steps.press(page, "发送验证码")
    page.wait_for_url("**/email/code/")
    yield "/me/security/email/code/"
    steps.box(page, "验证码").fill("1")
    steps.press(page, "更换邮箱")
    yield "/me/security/email/code/ with an error"


def _doings(page, stage):
    here = page.url.rstrip("/")
    pages = {"draft": ("edit", "removal"), "returned": ("edit",), "submitted": ("withdrawal",)}
    pages["rejected"] = ("appeal",)
    for name in pages.get(stage, ()):
        page.goto(f"{here}/{name}/")
        yield f"{name} of an outcome that is {stage}"


def reviewer(page, bank):
    """The queue, the desk of both kinds, the number, a decision and its undoing."""
    person = bank.person("reviewer", organisation="甘肃开放大学")
    yield from _door(page, person)
    page.goto("/work/reviews/")
    yield "/work/reviews/"
    page.goto("/work/reviews/?kind=account&due=soon")
    yield "/work/reviews/ filtered"
    for kind in ("account", "outcome"):
        page.goto(f"/work/reviews/?kind={kind}")
        page.locator("main tbody a").last.click()
        yield f"a case that waits, {kind}"
        page.goto(f"/work/reviews/?kind={kind}")
        steps.press(page, "领取下一件")
        yield f"a case on the desk, {kind}"
        if kind == "account":
            steps.press(page, "放回队列")
    here = page.url.split("?")[0]
    steps.press(page, "退回补正")
    yield "a decision with errors"
    page.goto(f"{here}number/")
    yield "the number, asked for"
    steps.press(page, "查看")
    yield "the number, without a reason"
    page.goto(here)
    steps.press(page, "通过")
    yield "the next case, with the undo bar"
    page.goto("/work/reviews/A-NOT-THERE/")
    yield "no such case"


def _door(page, person):
    page.goto("/login")
    steps.box(page, "用户名").fill(person["sign_in"])
    page.locator("input[type=password]").fill(person["password"])
    steps.press(page, "登录")
    page.wait_for_url("**/second-factor/")
    yield "/second-factor/"
    steps.press(page, "确定")
    yield "/second-factor/ with an error"
    steps.staff(page, person)
    paths = ("/work/", "/me/security/", "/me/security/spare-codes/", "/me/security/devices/")
    for path in (*paths, "/me/security/email/"):
        page.goto(path)
        yield f"{path} of staff"


def officer(page, bank):
    """Tasks, a complaint, a confirmation, wherever there are some."""
    wanted = {"complaints", "confirmations"}
    for person in [one for one in bank.demo["people"] if one["role"] == "officer"]:
        page.context.clear_cookies()
        steps.staff(page, person)
        if len(wanted) == 2:
            page.goto("/work/tasks/")
            yield "/work/tasks/"
        for kind in sorted(wanted):
            page.goto("/work/tasks/")
            links = page.locator(f"main a[href*='/work/tasks/{kind}/']")
            if links.count():
                wanted.discard(kind)
                links.first.click()
                yield f"one of the {kind}"
                page.locator("main form button.btn-primary").click()
                yield f"one of the {kind}, with errors"
    assert not wanted


ALL = {
    "stranger": stranger,
    "newcomer": newcomer,
    "turned_down": turned_down,
    "learner": learner,
    "reviewer": reviewer,
    "officer": officer,
}
