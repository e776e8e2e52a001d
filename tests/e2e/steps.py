"""What people do, step by step, by the words on their screens."""

import datetime as dt
import itertools
import re
import time

import pyotp
from PIL import Image, ImageDraw
from playwright.sync_api import TimeoutError as TooLate

from creditbank.bank.identity.making import generate

LEVELS = {"省（自治区": "甘肃省", "市（州": "兰州市", "县（市": "城关区"}
PATIENCE = 60
NEW_PASSWORD = "竹林 清风 translucent 42"
_used = set()
_numbers = itertools.count(time.time_ns() % 900_000)


def scan(folder, text="样例"):
    """A photograph as a telephone takes it."""
    path = folder / f"{text}.jpg"
    picture = Image.new("RGB", (1000, 640), (236, 240, 244))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((40, 40, 960, 600), outline=(30, 80, 90), width=6)
    draw.text((80, 80), f"SAMPLE {time.monotonic()}", fill=(20, 20, 20))
    picture.save(path, quality=90)
    return path


def press(page, name):
    """Press the one button of exactly this name, and wait for the page it leads to."""
    go(page, page.get_by_role("button", name=name, exact=True))


def follow(page, name):
    """Follow the one link of exactly this name."""
    go(page, page.get_by_role("link", name=name, exact=True))


def go(page, control):
    """Use a control that leads to another page, and wait for that page."""
    with page.expect_navigation():
        control.click()


def box(page, name):
    """The input of this label; required ones carry a red ＊ in it."""
    return page.get_by_role("textbox", name=re.compile(rf"^{re.escape(name)}"))


def letters(page, address):
    """The texts of the mails to an address, the newest first."""
    page.goto(f"/dev/mail?to={address}")
    return [article.inner_text() for article in page.locator("[data-mail]").all()]


def letter(page, address, words):
    """The newest mail to an address that holds some words; it is waited for."""
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience:
        for text in letters(page, address):
            if words in text:
                return text
        time.sleep(0.5)
    message = f"no mail to {address} says {words}"
    raise AssertionError(message)


def sign_in_code(page, address):
    """The code of a first sign-in; other mails speak of codes too, so its own words are waited for."""
    return re.search(r"\b\d{6}\b", letter(page, address, "验证码是")).group()


def link(text, kind):
    """The address of a link of one kind in a mail, without the host."""
    return re.search(rf"/{kind}/[\w-]+", text).group()


def arrive(page, address):
    """Be led to an address; where one is not, the page says why."""
    try:
        page.wait_for_url(re.compile(address.replace("**", ".*") + "(#.*)?$"))
    except TooLate as error:
        message = f"{page.url} instead of {address}: {page.locator('main').inner_text()}"
        raise AssertionError(message) from error


def to_activation(page):
    """From the home page to the agreement and through it."""
    page.goto("/")
    page.get_by_role("banner").get_by_role("link", name="登录", exact=True).click()
    follow(page, "国开学生账户激活")
    page.get_by_role("heading", name="学分银行用户注册协议").first.wait_for()
    page.get_by_role("checkbox").check()
    press(page, "下一步")


def look_up(page, number):
    """The number and the captcha."""
    box(page, "身份证号").fill(number)
    box(page, "验证码").fill("demo")
    press(page, "查询")


def activate(page, number, email, scans=()):
    """Guide 1 up to the finished page."""
    to_activation(page)
    look_up(page, number)
    assert page.get_by_role("link", name="信息有误", exact=True).is_visible()
    assert number not in page.content()
    press(page, "修改邮箱")
    box(page, "常用邮箱").fill(email)
    if scans:
        page.locator("input[type=file]").set_input_files(scans)
    press(page, "激活")
    arrive(page, "**/activate/finished")


def staff(page, person, arriving="**/work/**"):
    """Sign in with password and second factor; a code already used waits for the next one."""
    page.goto("/login")
    box(page, "用户名").fill(person["sign_in"])
    page.locator("input[type=password]").fill(person["password"])
    press(page, "登录")
    totp = pyotp.TOTP(person["totp_secret"])
    # Asked for once: another code may begin between two questions, and would not be known as used.
    while (code := totp.now()) in _used:
        time.sleep(1)
    _used.add(code)
    box(page, "验证码").fill(code)
    press(page, "确定")
    arrive(page, arriving)


def open_case(page, account, kind):
    """Find the case of an account in the queue and take it; the newest lie at the end."""
    page.goto(f"/work/reviews/?kind={kind}")
    while True:
        row = page.get_by_role("row").filter(has_text=account)
        if row.count():
            go(page, row.first.get_by_role("link").first)
            break
        following = page.get_by_role("link", name="下一页")
        assert following.count(), f"{account} waits on no page: {page.locator('main').inner_text()}"
        go(page, following)
    if page.get_by_role("button", name="领取这一件", exact=True).count():
        press(page, "领取这一件")


def remark(page, label, text):
    """Write down what is wrong with one field."""
    details = page.locator("details").filter(has=page.locator("summary", has_text=label)).first
    details.locator("summary").click()
    details.locator("textarea").fill(text)


def first_sign_in(page, number, email):
    """S and the number, the last six, the code of the mail, a new password."""
    page.goto("/login")
    box(page, "用户名").fill("S" + number.lower())
    page.locator("input[type=password]").fill(number[-6:])
    press(page, "登录")
    arrive(page, "**/login/code")
    window = page.context.new_page()
    code = sign_in_code(window, email)
    window.close()
    box(page, "验证码").fill(code)
    go(page, page.locator("main form button.btn-primary").first)
    arrive(page, "**/login/new-password")
    for field in page.locator("input[type=password]").all():
        field.fill(NEW_PASSWORD)
    go(page, page.locator("main form button.btn-primary"))
    arrive(page, "**/me/**")


def await_text(page, address, words):
    """Load a page again until it says something: decisions take effect after ten seconds."""
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience:
        page.goto(address)
        if words in page.locator("main").inner_text():
            return
        time.sleep(1)
    message = f"{address} does not say {words}"
    raise AssertionError(message)


def account_of(text):
    """The account number in a mail."""
    return re.search(r"\bA[0-9A-Z]{12}\b", text).group()


def a_number(born=dt.date(1985, 3, 9)):
    """A document number that nobody has, another one each time."""
    days, sequence = divmod(next(_numbers), 999)
    return generate(born=born + dt.timedelta(days=days), sequence=sequence + 1)


def choose_region(page, *, javascript=True):
    """Three levels; without JavaScript each one comes by the button."""
    for level, name in LEVELS.items():
        page.get_by_label(level).select_option(label=name)
        if not javascript and level != "县（市":
            press(page, "确定")
    press(page, "确定")


def to_information(page, *, javascript=True):
    """From the home page through region and agreement to the personal information."""
    page.goto("/")
    page.get_by_role("banner").get_by_role("link", name="注册", exact=True).click()
    page.get_by_role("main").get_by_role("button", name="注册", exact=True).click()
    choose_region(page, javascript=javascript)
    page.get_by_role("heading", name="学分银行用户注册协议").wait_for()
    page.get_by_role("checkbox").check()
    press(page, "下一步")


def tell(page, email, number=""):
    """The personal information; sex and birth date follow from the number."""
    box(page, "姓名").fill("张三丰")
    if number:
        box(page, "证件号码").fill(number)
    box(page, "邮箱").fill(email)
    box(page, "手机号码").fill("15400000001")
    box(page, "通信地址").fill("兰州市城关区示例路 1 号")
    page.get_by_label("最高学历").select_option(label="大学本科")
    box(page, "职业").fill("护士")


def choose_password(page):
    """Twice, and on."""
    for field in page.locator("input[type=password]").all():
        field.fill(NEW_PASSWORD)
    press(page, "下一步")


def show_document(page, folder):
    """Both sides and the captcha."""
    for side in ("scan_front", "scan_back"):
        page.locator(f"input[name={side}]").set_input_files([scan(folder, side)])
    box(page, "验证码").fill("demo")
    press(page, "提交")
    arrive(page, "**/register/finished")


def register(page, email, folder, *, number="", javascript=True):
    """Guide 2 up to the finished page."""
    to_information(page, javascript=javascript)
    tell(page, email, number or a_number())
    press(page, "下一步")
    choose_password(page)
    show_document(page, folder)


def confirm_address(page, email):
    """The link of the mail; only the button counts."""
    page.goto(link(letter(page, email, "确认邮箱"), "register/confirm"))
    press(page, "确认邮箱")
    page.get_by_role("heading", name="邮箱已确认，等待审核").wait_for()


def sign_in(page, name):
    """User name and the password of one's own."""
    page.goto("/login")
    box(page, "用户名").fill(name)
    page.locator("input[type=password]").fill(NEW_PASSWORD)
    press(page, "登录")


def to_invitation(page, email):
    """The link of the mail that invites."""
    page.goto(link(letter(page, email, "集体开户"), "invited"))


def accept(page, email, number, folder, *, seen=False):
    """The whole way of somebody invited, up to the finished page."""
    to_invitation(page, email)
    box(page, "证件号码，或其最后六位").fill(number[-6:].lower())
    press(page, "下一步")
    arrive(page, "**/invited/agreement")
    page.get_by_role("checkbox").check()
    press(page, "下一步")
    choose_password(page)
    arrive(page, "**/invited/scans")
    if not seen:
        for side in ("scan_front", "scan_back"):
            page.locator(f"input[name={side}]").set_input_files([scan(folder, side)])
    press(page, "提交")
    arrive(page, "**/invited/finished")


def bring(page, path):
    """Send a roster to be checked."""
    page.goto("/work/rosters/")
    follow(page, "导入名册")
    page.locator("input[type=file]").set_input_files(path)
    press(page, "上传并检查")
