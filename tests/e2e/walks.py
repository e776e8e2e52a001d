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
    for path in ("/notices/", "/guides/", "/guides/storage/", "/questions/", "/contacts/"):
        page.goto(path)
        yield path
    for path in ("/questions/?q=邮箱", "/questions/?q=没有人会问的"):
        page.goto(path)
        yield path
    page.goto("/notices/")
    page.locator("main .items a").last.click()
    yield "a notice"
    for path in ("/nowhere", "/recover/used-up", "/activate/status", "/activate/status/used-up"):
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
    page.account = account


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
    page.locator("header").get_by_role("button", name="退出", exact=True).click()
    page.goto("/recover")
    steps.box(page, "邮箱").fill(address)
    steps.box(page, "验证码").fill("demo")
    page.locator("main form button.btn-primary").click()
    page.wait_for_url("**/recover/sent")
    page.goto(steps.link(steps.letter(page, address, "/recover/"), "recover"))
    yield "a recovery link"


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


def _doings(page, stage):
    here = page.url.rstrip("/")
    pages = {"draft": ("edit", "removal"), "returned": ("edit",), "submitted": ("withdrawal",)}
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
    for path in ("/work/", "/me/security/", "/me/security/spare-codes/"):
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


def editor(page, bank):
    """Portal content and the catalogue, each page plain, previewed and with errors."""
    steps.staff(page, bank.person("content_editor"))
    for path in ("/work/", "/work/content/", "/work/content/notices/", "/work/content/guides/"):
        page.goto(path)
        yield f"{path} of an editor"
    for path in ("/work/content/questions/", "/work/content/contacts/", "/work/content/agreement/"):
        page.goto(path)
        yield path
    yield from _notices(page)
    for path in ("guides/activation/", "questions/new/", "agreement/new/"):
        page.goto(f"/work/content/{path}")
        yield f"/work/content/{path}"
        steps.press(page, "预览")
        yield f"/work/content/{path} previewed"
    page.goto("/work/content/questions/")
    page.locator("main tbody a").first.click()
    yield "a question"
    page.goto("/work/content/contacts/620000/")
    steps.box(page, "咨询电话").fill("call us")
    steps.press(page, "保存")
    yield "a contact with an error"
    page.goto("/work/content/agreement/1/")
    yield "a version of the agreement"
    yield from _catalogue(page)


def _notices(page):
    page.goto("/work/content/notices/new/")
    steps.press(page, "立即发布")
    yield "a notice with errors"
    for place, what in enumerate(("withdrawn", "scheduled", "public")):
        page.goto("/work/content/notices/")
        page.locator("main tbody a").nth(place).click()
        yield f"a notice that is {what}"
    steps.press(page, "预览")
    yield "a notice, previewed"
    steps.follow(page, "撤下")
    yield "withdrawing a notice"


def _catalogue(page):
    for path in (
        "",
        "?q=没有这种证书的",
        "?state=retired",
        "NCRE-24/",
        "NCRE-24/retirement/",
        "new/",
    ):
        page.goto(f"/work/catalogue/{path}")
        yield f"/work/catalogue/{path}"
    page.get_by_role("button", name="加一行 等级").click()
    yield "an entry with a row more"
    page.locator("main .actions .btn-primary").click()
    yield "an entry with errors"


def keeper(page, bank):
    """The holiday table: years, a year, a list as pasted, a list that can't be."""
    steps.staff(page, bank.person("national_admin"))
    for path in ("/work/", "/work/calendar/", "/work/calendar/2026/", "/work/calendar/2030/"):
        page.goto(path)
        yield f"{path} of who keeps the calendar"
    for text in ("元旦：2030年1月1日放假。\n其他", "2030-01-01 上班\n2030-02-30"):
        steps.box(page, "放假和调休上班的日子").fill(text)
        page.locator("main [value=preview]:visible").last.click()
        yield f"a list: {text}"


ALL = {
    "stranger": stranger,
    "newcomer": newcomer,
    "learner": learner,
    "reviewer": reviewer,
    "officer": officer,
    "editor": editor,
    "keeper": keeper,
}
