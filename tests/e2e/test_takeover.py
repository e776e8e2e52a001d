"""An attempt to take over somebody's account fails at each of its steps."""

import re

import pytest

from tests.e2e import steps, walks

THIEF = "thief{}@example.net"


@pytest.fixture
def person(bank):
    """Somebody with an enrolment and no account, and the reviewer of their province."""
    return walks.somebody(bank)


@pytest.fixture
def opening(visit, person):
    """The thief knows the number, names an address of their own and gives no scan."""
    thief = visit()
    address = THIEF.format(person["number"][-6:])
    steps.activate(thief, person["number"], address)
    told = steps.letter(thief, address, "已经收到")
    account = steps.account_of(told)
    asked = next(text for text in steps.letters(thief, "") if f"{account}）" in text)
    return {"page": thief, "address": address, "account": account, "told": told, "asked": asked}


def test_no_reviewer_can_let_the_thief_in(visit, person, opening):
    desk = visit()
    steps.staff(desk, person["reviewer"])
    steps.open_case(desk, opening["account"], "account")
    approve = desk.get_by_role("button", name="通过", exact=True)
    if approve.count():
        steps.go(desk, approve)
        assert desk.get_by_role("alert").first.inner_text().strip()
    case = desk.url.split("?")[0].split("/decision")[0]
    desk.goto(case)
    assert "已通过" not in desk.locator("main").inner_text()
    assert not any("已经开通" in text for text in steps.letters(desk, opening["address"]))


def test_neither_the_number_nor_the_chosen_address_opens_anything(person, opening):
    thief = opening["page"]
    for name in ("S" + person["number"], opening["address"]):
        thief.goto("/login")
        steps.box(thief, "用户名").fill(name)
        thief.locator("input[type=password]").fill(person["number"][-6:])
        steps.press(thief, "登录")
        # Whatever could be an initial password leads here; only the mailbox tells whether it is.
        steps.arrive(thief, "**/login/code")
        steps.box(thief, "验证码").fill("000000")
        thief.locator("main form button.btn-primary").first.click()
        thief.get_by_role("alert").first.wait_for()
        for path in ("/login/new-password", "/me/", "/work/"):
            thief.goto(path)
            assert thief.url.split("?")[0].endswith("/login")
    assert not any("登录验证码" in text for text in steps.letters(thief, opening["address"]))


def test_the_status_link_gives_the_state_and_nothing_else(visit, opening):
    thief, link = opening["page"], steps.link(opening["told"], "activate/status")
    thief.goto(link)
    thief.goto(link)  # looking does not use it up
    steps.press(thief, "查看进度")
    assert opening["account"] in thief.locator("main").inner_text()
    thief.goto("/me/")
    assert "/login" in thief.url
    other = visit()
    other.goto(link)
    assert other.get_by_role("button", name="查看进度", exact=True).count() == 0
    other.goto("/activate/status")
    assert opening["account"] not in other.content()


def test_not_me_in_the_mail_to_the_imported_address_stops_it(visit, opening):
    owner, link = visit(), steps.link(opening["asked"], "activate/not-me")
    owner.goto(link)
    owner.reload()  # a mail scanner follows links too; only the press counts
    steps.press(owner, "不是我，请停止")
    assert "已停止办理" in owner.locator("main").inner_text()
    owner.goto(link)
    assert owner.locator("main form").count() == 0
    owner.goto(steps.link(opening["asked"], "activate/vouch"))
    assert owner.get_by_role("button", name="是我本人", exact=True).count() == 0
    thief = opening["page"]
    thief.goto(steps.link(opening["told"], "activate/status"))
    assert thief.get_by_role("button", name="查看进度", exact=True).count() == 0


def test_the_initial_password_without_the_code_opens_nothing(visit, person, opening):
    """The owner vouched, the account is open; somebody who knows the number comes first."""
    owner, desk = visit(), visit()
    owner.goto(steps.link(opening["asked"], "activate/vouch"))
    steps.press(owner, "是我本人")
    owner.get_by_role("heading", name="已确认", exact=False).wait_for()
    steps.staff(desk, person["reviewer"])
    steps.open_case(desk, opening["account"], "account")
    steps.press(desk, "通过")
    steps.letter(owner, opening["address"], "已经开通")
    guesser = visit()
    guesser.goto("/login")
    steps.box(guesser, "用户名").fill("S" + person["number"])
    guesser.locator("input[type=password]").fill(person["number"][-6:])
    steps.press(guesser, "登录")
    guesser.wait_for_url("**/login/code")
    for path in ("/login/new-password", "/me/", "/me/outcomes/", "/me/security/"):
        guesser.goto(path)
        assert guesser.url.split("?")[0].endswith("/login")
    guesser.goto("/login/code")
    code = steps.sign_in_code(owner, opening["address"])
    for guess in range(1, 6):
        steps.box(guesser, "验证码").fill(f"{(int(code) + guess) % 10**6:06d}")
        steps.go(guesser, guesser.locator("main form button.btn-primary").first)
        guesser.get_by_role("alert").first.wait_for()
    steps.box(guesser, "验证码").fill(code)  # right, and too late
    steps.go(guesser, guesser.locator("main form button.btn-primary").first)
    guesser.wait_for_load_state()
    assert guesser.url.endswith("/login/code")
    assert "验证码" in guesser.get_by_role("alert").first.inner_text()


def test_what_is_anothers_is_not_there(visit, bank):
    one, other = [row for row in bank.demo["people"] if row["role"] == "learner"][:2]
    owner, reader, desk = visit(), visit(), visit()
    walks.sign_in(owner, one)
    owner.goto("/me/outcomes/all/?stage=stored")
    outcome = owner.locator("main .items a").first.get_attribute("href")
    owner.goto(outcome)
    scan = owner.locator("a.thumb-picture").first.get_attribute("href").split("?")[0]
    owner.goto("/me/messages/")
    message = owner.locator("main .items a").first.get_attribute("href")
    assert owner.request.get(scan).status == 200
    walks.sign_in(reader, other)
    original = re.sub(r"\d+$", "original", scan)
    for path in (outcome, f"{outcome}edit/", f"{outcome}withdrawal/", scan, original, message):
        assert reader.request.get(path).status == 404, path
    steps.staff(desk, bank.person("reviewer", organisation="甘肃开放大学"))
    desk.goto("/work/reviews/")
    case = desk.locator("main tbody a").first.get_attribute("href")
    assert reader.request.get(case).status in {403, 404}
    far = visit()
    steps.staff(far, bank.person("reviewer", organisation="广东开放大学"))
    for path in (case, f"{case}number/"):
        assert far.request.get(path).status == 404
