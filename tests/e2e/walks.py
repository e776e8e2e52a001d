"""Walks through every page of the bank. Each is a generator that names the page it stands on."""

import datetime as dt
import re
import tempfile
import time
from pathlib import Path

from creditbank.bank import clock
from creditbank.cli.demo import places
from tests.e2e import sheets, steps
from tests.e2e.walk_of_classes import asked_learner, class_officer, invited
from tests.e2e.walk_of_registration import registrant
from tests.e2e.walk_of_the_tree import keeper_of_the_tree


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
    person = somebody(bank)
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
    steps.go(page, page.locator("main form button.btn-primary"))
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
    code = steps.sign_in_code(side, address)
    side.close()
    steps.box(page, "验证码").fill(f"{(int(code) + 1) % 10**6:06d}")
    steps.go(page, page.locator("main form button.btn-primary").first)
    yield "/login/code with an error"
    steps.box(page, "验证码").fill(code)
    steps.go(page, page.locator("main form button.btn-primary").first)
    page.wait_for_url("**/login/new-password")
    yield "/login/new-password"
    for field in page.locator("input[type=password]").all():
        field.fill(steps.NEW_PASSWORD)
    steps.go(page, page.locator("main form button.btn-primary"))
    page.wait_for_url("**/me/**")
    for path in ("/me/", "/me/outcomes/", "/me/outcomes/all/", "/me/messages/"):
        page.goto(path)
        yield f"{path} of somebody new"
    page.goto("/me/security/closing/")
    yield "/me/security/closing/ of somebody who may"
    steps.press(page, "注销账户")
    yield "/me/security/closing/ with errors"
    steps.go(page, page.locator("header").get_by_role("button", name="退出", exact=True))
    page.goto("/recover")
    steps.box(page, "邮箱").fill(address)
    steps.box(page, "验证码").fill("demo")
    steps.go(page, page.locator("main form button.btn-primary"))
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
    person, address = somebody(bank), f"appeal{time.time_ns()}@example.org"
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


_drawn = set()


def somebody(bank, start=""):
    """A newcomer whom nobody else has drawn, of an organisation whose name begins so."""
    for one in newcomers(bank):
        if one["number"] not in _drawn and one["organisation"].startswith(start):
            _drawn.add(one["number"])
            return one
    raise LookupError(start)


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
                steps.go(page, links.first)
                yield f"an outcome that is {stage}"
                yield from _doings(page, stage)
    assert not wanted


def _own_pages(page):
    for path in PATHS_OF_ME:
        page.goto(path)
        yield path
    page.goto("/me/messages/")
    steps.go(page, page.locator("main .items a").first)
    yield "a message"
    page.goto("/me/outcomes/new/?certificate=BEC")
    steps.press(page, "提交审批")
    yield "a deposit with errors"
    page.goto("/me/security/password/")
    steps.go(page, page.locator("main form button.btn-primary"))
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
        steps.go(page, page.locator("main tbody a").last)
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
        if not wanted:
            break
        page.context.clear_cookies()
        steps.staff(page, person)
        if len(wanted) == 2:
            page.goto("/work/tasks/")
            yield "/work/tasks/"
            yield from _enquiry(page)
        for kind in sorted(wanted):
            page.goto("/work/tasks/")
            links = page.locator(f"main a[href*='/work/tasks/{kind}/']")
            if links.count():
                wanted.discard(kind)
                steps.go(page, links.first)
                yield f"one of the {kind}"
                steps.go(page, page.locator("main form button.btn-primary"))
                yield f"one of the {kind}, with errors"
    assert not wanted


def _enquiry(page):
    """Look somebody up by an account number from the list of tasks, and by a number of nobody."""
    page.goto("/work/people/")
    yield "/work/people/"
    page.locator("main form button.btn-primary").click()
    yield "/work/people/ with errors"
    for number in ("ANOBODY", "659011199001010017"):
        _look_up(page, "document" if number[0] == "6" else "number", number)
        yield f"nobody found by {number}"


def _look_up(page, kind, number):
    page.goto("/work/people/")
    page.locator("select[name=kind]").select_option(kind)
    steps.box(page, "要查找的内容").fill(number)
    page.locator("main form button.btn-primary").click()
    page.wait_for_load_state()


def counter(page, bank):
    """An officer finds a learner of the own province and corrects the address."""
    centres = {row["name_zh"] for row in places.organisations() if row["code"][:2] == "44"}
    learners = [one for one in bank.demo["people"] if one["role"] == "learner"]
    learner = next(one for one in learners if one["organisation"] in centres)
    steps.staff(page, bank.person("officer", organisation="广东开放大学"))
    _look_up(page, "name", learner["name"])
    yield "people found by name"
    _look_up(page, "document", learner["sign_in"].removeprefix("S"))
    yield "a person found"
    page.get_by_role("link", name=re.compile("^更正邮箱")).click()
    yield "an address to correct"
    page.locator("main form button.btn-primary").click()
    yield "an address to correct, with errors"


def administrator(page, bank):
    """Staff of a province: the list, appointing, ending, a second factor."""
    steps.staff(page, bank.person("province_admin", organisation="甘肃开放大学"))
    for path in (
        "/work/staff/",
        "/work/staff/?role=officer&place=兰州",
        "/work/staff/?place=nowhere",
    ):
        page.goto(path)
        yield path
    page.goto("/work/staff/new/")
    yield "/work/staff/new/"
    page.locator("main form button.btn-primary").click()
    yield "/work/staff/new/ with errors"
    for name in ("重置验证", "解除"):
        page.goto("/work/staff/?role=reviewer")
        page.get_by_role("link", name=re.compile(f"^{name}")).first.click()
        yield f"{name} of a reviewer"
        page.locator("main form.form button").first.click()
        yield f"{name} of a reviewer, with errors"


def progress(page, bank):
    """An administrator of a province: figures, drill-down, comparison, goals, reminders, report."""
    steps.staff(page, bank.person("province_admin", organisation="甘肃开放大学"))
    for path in (
        "/work/progress/",
        "/work/progress/?sort=stored&chart=stored&step=month",
        "/work/progress/?since=never&until=2999-01-01",
        "/work/progress/620000/report/",
        "/work/progress/620000/comparison/",
        "/work/progress/620000/comparison/?one=never&other=",
        "/work/progress/620000/newcomers/",
        "/work/progress/620000/newcomers/telephones/",
    ):
        page.goto(path)
        yield path
    if page.get_by_role("button", name="显示本页的电话").count():
        steps.press(page, "显示本页的电话")
        yield "telephones without a reason"
        steps.box(page, "查看原因").fill("通知激活")
        steps.press(page, "显示本页的电话")
        yield "telephones, shown"
    page.goto("/work/progress/620000/newcomers/")
    steps.press(page, "催办名单上的所有人")
    yield "a round of reminders"
    page.goto("/work/progress/")
    steps.go(page, page.locator("main .is-ranking tbody a").first)
    yield "an organisation below"
    steps.follow(page, "设定目标")
    yield "goals of an organisation below"
    steps.press(page, "保存")
    yield "a goal with errors"
    steps.box(page, "目标值").or_(page.get_by_role("spinbutton", name="目标值")).first.fill("80")
    page.locator("input[name=due_on]").fill("2027-12-31")
    steps.press(page, "保存")
    yield "a goal"


def importing(page, bank):
    """Registers of a branch: none yet, a wrong upload, one to be told its columns, one to confirm."""
    steps.staff(page, bank.person("branch_admin", organisation="佛山分校"))
    page.goto("/work/rosters/")
    yield "/work/rosters/ without any"
    page.goto("/work/rosters/new/")
    yield "/work/rosters/new/"
    steps.press(page, "上传并检查")
    yield "/work/rosters/new/ with errors"
    with tempfile.TemporaryDirectory() as folder:
        steps.bring(page, sheets.messy(Path(folder) / "名册.xlsx", "培养档次", "440601"))
    page.get_by_role("link", name="指定各列", exact=True).wait_for()
    yield "a roster that can't be read"
    steps.follow(page, "指定各列")
    yield "columns to be told"
    page.get_by_label("层次").select_option(index=1)
    page.get_by_label("专业").select_option(index=1)
    steps.press(page, "重新检查")
    yield "columns with errors"
    page.get_by_label("层次").select_option(index=5)
    page.get_by_label("专业").select_option(index=6)
    steps.press(page, "重新检查")
    page.get_by_role("heading", name="逐行结果").wait_for(timeout=60_000)
    yield "a roster to be confirmed"
    page.goto(f"{page.url.split('?')[0]}?show=all")
    yield "all its rows"
    page.goto("/work/rosters/")
    yield "/work/rosters/"
    page.go_back()
    steps.press(page, "确认导入")
    page.get_by_text("已全部写入").wait_for(timeout=60_000)
    yield "a roster that is merged"
    with tempfile.TemporaryDirectory() as folder:
        steps.bring(page, sheets.messy(Path(folder) / "又一份.xlsx", "层次", "440601"))
    steps.press(page, "取消导入")
    yield "a roster given up"


def suspending(page, bank):
    """A reviewer proposes, a supervisor declines."""
    steps.staff(page, bank.person("reviewer", organisation="广东开放大学"))
    page.goto("/work/suspensions/")
    yield "/work/suspensions/ without any"
    page.goto("/work/suspensions/new/")
    yield "/work/suspensions/new/"
    page.locator("main form button.btn-primary").click()
    yield "/work/suspensions/new/ with errors"
    page.goto("/work/reviews/?kind=outcome")
    number = page.locator("main tbody td.num").first.inner_text()
    page.goto(f"/work/suspensions/new/?account={number}")
    page.locator("input[name=ground][value=used_by_others]").check(force=True)
    steps.box(page, "说明").fill("多个地区同时登录。")
    steps.press(page, "提出建议")
    yield "a proposal of one's own"
    here = page.url
    page.context.clear_cookies()
    steps.staff(page, bank.person("supervisor", organisation="广东开放大学"))
    page.goto("/work/suspensions/")
    yield "/work/suspensions/"
    page.goto(here)
    yield "a proposal to decide"
    steps.press(page, "不同意")
    yield "a decision without a reason"
    steps.box(page, "决定的理由").fill("已与本人核实。")
    steps.press(page, "不同意")
    yield "a proposal declined"


def auditor(page, bank):
    """Reads the pages of the others, the access log and histories."""
    steps.staff(page, bank.person("auditor"))
    for path in ("/work/", "/work/reviews/", "/work/tasks/", "/work/staff/", "/work/suspensions/"):
        page.goto(path)
        yield f"{path} as an auditor"
    for path in ("/work/organisations/", "/work/policies/620000/"):
        page.goto(path)
        yield f"{path} as an auditor"
    page.goto("/work/reviews/?kind=outcome")
    page.locator("main tbody a").first.click()
    yield "a case as an auditor"
    number = page.url.rstrip("/").rpartition("/")[2]
    for path in ("/work/audit/log/", "/work/audit/log/?who=nobody", "/work/audit/log/?since=never"):
        page.goto(path)
        yield path
    for asked in ("", "?number=nothing", f"?number={number}"):
        page.goto(f"/work/audit/history/{asked}")
        yield f"/work/audit/history/{asked}"


def both(page, bank):
    """A learner who works here under two posts: the choice, and switching."""
    learners = [one for one in bank.demo["people"] if one["role"] == "learner"]
    person = next(one for one in learners if one["totp_secret"])
    steps.staff(page, person, arriving="**/login/choice")
    yield "/login/choice"
    page.goto("/work/")
    yield "/work/ with two posts"
    page.locator("select#seat").select_option(index=1)
    steps.press(page, "切换")
    yield "/work/ under the other post"
    page.goto("/me/security/")
    yield "/me/security/ of both"


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


def inspecting(page, bank):
    """A province inspects a branch: sample, checklist, notice, answers, acceptance, report."""
    inspector = bank.person("province_admin", organisation="甘肃开放大学")
    steps.staff(page, inspector)
    page.goto("/work/inspections/")
    yield "/work/inspections/ without any"
    yield from _checklist(page)
    page.goto("/work/inspections/new/")
    yield "/work/inspections/new/"
    _draw(page, "nowhere", count=2)
    yield "/work/inspections/new/ with errors"
    _draw(page, "620100", count=2)
    yield "an inspection just drawn"
    here = page.url
    yield from _sample(page)
    page.goto(here)
    yield "an inspection worked through"
    steps.follow(page, "下一步：整改通知或结束检查")
    yield "a notice to write"
    steps.press(page, "发出整改通知")
    yield "a notice with errors"
    steps.box(page, "通知正文").fill("请逐条核对，写明整改措施。")
    steps.press(page, "发出整改通知")
    yield "an inspection with its notice out"
    yield from _answering(page, bank, here)
    steps.staff(page, inspector)
    yield from _accepting(page, here)


def _checklist(page):
    page.goto("/work/inspections/checklists/")
    yield "/work/inspections/checklists/"
    page.get_by_role("link", name=re.compile("^修改")).last.click()
    yield "a checklist to edit"
    steps.box(page, "问题").fill("| only English")
    steps.press(page, "发布新版本")
    yield "a checklist with errors"


def _draw(page, branch, *, count):
    today = clock.today()
    page.goto("/work/inspections/new/")
    page.get_by_label(re.compile("^被检查机构的代码")).fill(branch)
    page.locator("input[name=kind][value=outcome]").check(force=True)
    page.locator("input[name=since]").fill(f"{today - dt.timedelta(days=90)}")
    page.locator("input[name=until]").fill(f"{today - dt.timedelta(days=1)}")
    page.locator("input[name=wanted]").fill(str(count))
    steps.press(page, "抽样")


def _sample(page):
    """Each case of the sample; the first has a finding."""
    steps.follow(page, "检查下一件")
    yield "a case of the sample"
    steps.press(page, "保存，下一件")
    yield "a case of the sample, with errors"
    page.locator("input[value=finding]").first.check()
    page.locator("input[name=remark_0]").fill("扫描件看不清，应当退回补正。")
    while page.get_by_role("button", name="保存，下一件", exact=True).count():
        for group in page.locator("form fieldset").all():
            if not group.locator("input:checked").count():
                group.locator("input[value=fine]").check()
        steps.press(page, "保存，下一件")


def _answering(page, bank, here):
    """The branch reads the notice and answers it."""
    page.context.clear_cookies()
    steps.staff(page, bank.person("officer", organisation="兰州分校"))
    for path in ("/work/", "/work/digest/", "/work/inspections/"):
        page.goto(path)
        yield f"{path} of an inspected branch"
    page.goto(here)
    yield "an inspection as the branch sees it"
    steps.follow(page, "写整改措施")
    yield "answers to write"
    steps.press(page, "交出答复")
    yield "answers with errors"
    for field in page.locator("textarea").all():
        field.fill("已通知学习者重新上传，并复核。")
    steps.press(page, "保存")
    yield "answers saved"
    steps.press(page, "交出答复")
    yield "answers handed in"
    page.context.clear_cookies()


def _accepting(page, here):
    page.goto(here)
    steps.follow(page, "验收")
    yield "answers to accept"
    steps.press(page, "提交验收意见")
    yield "an acceptance with errors"
    for choice in page.locator("input[value=accept]").all():
        choice.check()
    steps.box(page, "检查结论").fill("整改到位。")
    steps.press(page, "提交验收意见")
    yield "an inspection that is closed"
    page.locator("main tbody a").first.click()
    yield "a case of a closed inspection"
    page.goto(f"{here}report/?check=1")
    yield "a report"


def circulars(page, bank):
    """A province sends a circular, an officer signs for it."""
    sender = bank.person("province_admin", organisation="广东开放大学")
    steps.staff(page, sender)
    for path in ("/work/circulars/", "/work/circulars/sent/", "/work/circulars/new/"):
        page.goto(path)
        yield path
    steps.press(page, "发出")
    yield "/work/circulars/new/ with errors"
    steps.box(page, "标题").fill("关于做好秋季学生激活工作的通知")
    steps.box(page, "正文").fill("请各单位：\n\n1. 通知学生激活账户；\n2. 当面核对证件。")
    page.locator("input[name=with_below][value=yes]").check(force=True)
    steps.press(page, "发出")
    yield "who has signed a circular"
    steps.press(page, "提醒没有签收的人")
    yield "a reminder of a circular"
    page.goto("/work/circulars/sent/")
    yield "/work/circulars/sent/ with one"
    page.context.clear_cookies()
    steps.staff(page, bank.person("officer", organisation="广东开放大学"))
    page.goto("/work/")
    yield "/work/ with a circular"
    page.goto("/work/circulars/")
    yield "/work/circulars/ with one"
    page.locator("main tbody a").first.click()
    yield "a circular"
    steps.press(page, "已阅，签收")
    yield "/work/circulars/ with one signed"


ALL = {
    "stranger": stranger,
    "newcomer": newcomer,
    "registrant": registrant,
    "turned_down": turned_down,
    "learner": learner,
    "reviewer": reviewer,
    "officer": officer,
    "counter": counter,
    "class_officer": class_officer,
    "invited": invited,
    "asked_learner": asked_learner,
    "administrator": administrator,
    "keeper_of_the_tree": keeper_of_the_tree,
    "progress": progress,
    "importing": importing,
    "suspending": suspending,
    "inspecting": inspecting,
    "circulars": circulars,
    "auditor": auditor,
    "both": both,
    "editor": editor,
    "keeper": keeper,
}
