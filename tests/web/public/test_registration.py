"""The pages of registration: the guide's labels, drafts, and that nobody is harvested."""

import datetime as dt
import json
import re

import pytest
from django.test import Client

from creditbank.bank import clock
from creditbank.bank.accounts import tasks
from creditbank.bank.accounts.models import Account, Document
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.messages.models import Message
from creditbank.bank.portal.models import Consent
from creditbank.bank.reviews.models import Case
from tests.cast import a_number
from tests.web.public import registering
from tests.web.public.registering import PASSWORD, REGION, captcha, errors, information, text

pytestmark = pytest.mark.django_db
CARD_OF_2017 = "USA620019880112"


@pytest.fixture(autouse=True)
def _there(agreement, gansu):
    """The agreement and the places that every page of registration needs."""


def token(letter, name="token"):
    row = Message.objects.filter(letter=letter).order_by("-id").first()
    return json.loads(row.secrets)[name]


def letters():
    return list(Message.objects.order_by("id").values_list("letter", flat=True))


def account():
    return Account.objects.select_related("user__person_key", "person_key").latest("created_at")


def confirm(client):
    page = client.post(f"/register/confirm/{token('account_confirm')}")
    tasks.admit(account_id=str(account().pk))
    return page


def test_the_guide_has_its_labels_on_links_and_buttons(client):
    page = text(client.get("/register"))
    assert re.search(r'action="/register/region"><button[^>]*>注册</button>', page)
    assert re.search(r"<button[^>]*>确定</button>", text(client.get("/register/region")))
    client.post("/register/region", REGION)
    page = text(client.get("/register/agreement"))
    assert "学分银行用户注册协议" in page
    assert re.search(r"<button[^>]*>下一步</button>", page)
    client.post("/register/agreement", {"agree": "on"})
    page = text(client.get("/register/information"))
    for label in ("姓名", "证件类型", "证件号码", "性别", "出生日期", "邮箱", "手机号码"):
        assert re.search(rf'{label}<span class="field-star"', page), label
    for label in ("通信地址", "最高学历", "职业"):
        assert re.search(rf'{label}<span class="field-star"', page), label
    assert re.search(r"所在机构</label>", page)


def test_each_level_of_the_region_appears_when_the_one_above_is_chosen(client):
    page = text(client.post("/register/region", {"province": "620000"}))
    assert "兰州市" in page
    assert "这一级" not in page
    page = text(client.post("/register/region", {"province": "620000", "prefecture": "620100"}))
    assert "城关区" in page
    answer = client.post("/register/region", REGION | {"county": ""})
    assert errors(answer) == {"county": ["请选择这一级地区。"]}
    assert client.post("/register/region", REGION).url == "/register/agreement"


def test_the_page_asked_for_a_level_by_address_shows_the_next_one(client):
    page = text(client.get("/register/region?province=110000"))
    assert "东城区" in page
    assert "这一级" not in page


def test_a_region_that_no_longer_exists_cannot_be_chosen(client):
    gone = {"province": "110000", "prefecture": "110103"}
    assert "崇文区" not in text(client.post("/register/region", gone))
    assert client.get("/register/agreement").url == "/register/region"
    assert client.post("/register/region", {"province": "810000"}).status_code == 200


def test_nobody_gets_ahead_of_a_step(client):
    assert client.get("/register/agreement").url == "/register/region"
    assert client.get("/register/information").url == "/register/agreement"
    assert client.get("/register/password").url == "/register/information"
    assert client.get("/register/scans").url == "/register/password"
    assert client.get("/register/finished").url == "/register"


def test_a_registration_waits_for_its_address_and_reserves_nothing(client):
    number = a_number()
    assert registering.submit(client, number=number).url == "/register/finished"
    row = account()
    assert (row.stage, row.opening, row.region) == ("email_unconfirmed", "registration", "620102")
    assert (row.name, row.education, row.affiliation) == ("张三丰", "bachelor", "示例医院")
    assert row.organisation.code == "620000"
    assert row.user.check_password(PASSWORD)
    assert row.user.email_confirmed_at is None
    assert row.scans.count() == 2
    assert Consent.objects.filter(account_id=row.pk).count() == 1
    assert not Document.objects.filter(reserved=True).exists()
    assert not Case.objects.exists()
    assert letters() == ["account_confirm"]
    page = text(client.get("/register/finished"))
    assert "m***@example.net" in page
    assert "me@example.net" not in page


def test_the_link_needs_the_button_and_opens_the_case_of_the_province(client):
    registering.submit(client)
    path = f"/register/confirm/{token('account_confirm')}"
    assert "确认邮箱" in text(Client().get(path))
    assert account().stage == Stage.EMAIL_UNCONFIRMED
    assert "邮箱已确认，等待审核" in text(Client().post(path))
    assert not Case.objects.exists(), "a job opens it"
    assert "m***@example.net" in text(client.get("/register/finished"))
    assert "重新发送" not in text(client.get("/register/finished"))
    tasks.admit(account_id=str(account().pk))
    row = account()
    assert (row.stage, row.user.email_confirmed_at is not None) == (Stage.PENDING_REVIEW, True)
    case = Case.objects.get()
    assert (case.organisation.code, case.days, case.held_for) == ("620000", 2, "")
    assert letters()[-1] == "account_received"
    assert "链接已失效" in text(Client().post(path))


def test_sex_and_birth_date_follow_from_the_number_whatever_was_typed(client):
    number = a_number(sequence=2, born=dt.date(1985, 3, 9))
    typed = {"sex": "male", "born_on_year": "1970", "born_on_month": "1", "born_on_day": "1"}
    registering.to_scans(client, number=number, **typed)
    assert (account().sex, account().born_on) == (
        "male" if int(number[16]) % 2 else "female",
        "1985-03-09",
    )


def test_what_the_number_tells_is_shown_locked_when_the_page_comes_again(client):
    registering.to_information(client)
    page = text(client.post("/register/information", information(email="no address")))
    assert page.count("已按证件号码填好") == 2
    assert re.search(r'name="born_on_year"[^>]*value="1990"[^>]*disabled', page)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"number": "659011199001010012"}, "number"),
        ({"number": "123456789012345"}, "number"),
        ({"name": "张3"}, "name"),
        ({"mobile": "12"}, "mobile"),
        ({"email": "nowhere"}, "email"),
        ({"education": ""}, "education"),
        ({"kind": "passport", "number": "E12345678"}, "country"),
        ({"kind": "taiwan_permit"}, "number"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(client, told, field):
    registering.to_information(client)
    answer = client.post("/register/information", information(**told))
    assert field in errors(answer)
    assert "兰州市城关区示例路 1 号" in text(answer)
    assert not Account.objects.exists()


def test_a_wrong_number_is_not_followed_by_complaints_about_what_it_would_tell(client):
    registering.to_information(client)
    answer = client.post("/register/information", information(number="659011199001010012"))
    assert set(errors(answer)) == {"number"}


@pytest.mark.parametrize(
    ("kind", "number", "country"),
    [
        ("foreign_resident", CARD_OF_2017, ""),
        ("passport", "E12345678", "DEU"),
    ],
)
def test_where_the_number_does_not_tell_sex_and_birth_date_are_typed(client, kind, number, country):
    registering.to_information(client)
    told = {"kind": kind, "number": number, "country": country}
    answer = client.post("/register/information", information(**told))
    assert set(errors(answer)) == {"sex", "born_on"}
    typed = {"sex": "female", "born_on_year": "1988", "born_on_month": "1", "born_on_day": "12"}
    registering.to_scans(client, **told, **typed)
    row = account()
    assert (row.sex, row.born_on) == ("female", "1988-01-12")
    document = row.documents.get()
    assert (document.kind, document.country) == (kind, country or "CHN")


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("hk_macao_permit", "810000199001010"),
        ("taiwan_permit", "830000199001010"),
        ("foreign_resident", "911124199001010"),
    ],
)
def test_other_cards_of_18_digits_tell_sex_and_birth_date_too(client, kind, number):
    from creditbank.bank.identity.checksums import resident_check

    body = f"{number}21"[:17]
    registering.to_scans(client, kind=kind, number=body + resident_check(body))
    assert account().born_on == "1990-01-01"


def test_a_passport_needs_one_picture_and_a_card_both_sides(client):
    typed = {"sex": "female", "born_on_year": "1988", "born_on_month": "1", "born_on_day": "12"}
    told = {"kind": "passport", "number": "E12345678", "country": "DEU"}
    registering.to_scans(client, **told, **typed)
    front = {"scan_front": registering.scans()["scan_front"]}
    assert client.post("/register/scans", {**front, **captcha()}).url == "/register/finished"
    other = registering.to_scans(Client())
    front = {"scan_front": registering.scans()["scan_front"]}
    assert set(errors(other.post("/register/scans", {**front, **captcha()}))) == {"scan_back"}


def test_a_weak_password_and_the_birth_date_are_refused(client):
    number = a_number()
    told = information(number=number)
    registering.to_information(client).post("/register/information", told)
    for chosen in ("password123", f"walnut{number[6:14]}terrace", "short"):
        answer = client.post("/register/password", {"password": chosen, "again": chosen})
        assert set(errors(answer)) == {"password"}
    assert client.get("/register/scans").url == "/register/password"


def test_without_the_captcha_nothing_is_handed_in(client):
    registering.to_scans(client)
    wrong = {"captcha": "wrong", "captcha_id": captcha()["captcha_id"]}
    answer = client.post("/register/scans", {**registering.scans(), **wrong})
    assert set(errors(answer)) == {"captcha"}
    assert account().stage == Stage.DRAFT


def test_the_session_never_holds_a_personal_value(client):
    number = a_number()
    registering.submit(client, number=number)
    kept = str(dict(client.session.items()))
    for value in (number, "张三丰", "me@example.net", "15400000001", "示例"):
        assert value not in kept


def test_a_number_carried_over_stands_masked_and_is_taken_as_it_is(client):
    number = a_number()
    client.post("/activate", {"agree": "on"})
    client.post("/activate/number", {"number": number, **captcha()})
    masked = f"{number[:3]}***********{number[-4:]}"
    registering.to_information(client)
    page = text(client.get("/register/information"))
    assert f'value="{masked}"' in page
    assert number not in page
    assert page.count("已按证件号码填好") == 2
    registering.to_scans(client, number=masked)
    assert account().documents.get().number == number


def test_a_draft_goes_on_for_24_hours_in_the_same_browser_with_numbers_masked(client):
    number = a_number()
    registering.to_scans(client, number=number)
    with clock.frozen(clock.now() + dt.timedelta(hours=23)):
        page = text(client.get("/register"))
        assert "继续办理" in page
        assert 'href="/register/scans"' in page
        page += text(client.get("/register/information")) + text(client.get("/register/scans"))
        assert number not in page
        assert "15400000001" not in page
        assert "张三丰" in page
    with clock.frozen(clock.now() + dt.timedelta(hours=25)):
        assert "继续办理" not in text(client.get("/register"))
        assert client.get("/register/scans").url == "/register/password"


def test_a_draft_changed_without_retyping_its_numbers_keeps_them(client):
    number = a_number()
    registering.to_scans(client, number=number)
    masked = {"number": f"{number[:3]}***********{number[-4:]}", "mobile": "154****0001"}
    client.post("/register/information", information(**masked, occupation="教师"))
    row = account()
    assert (row.occupation, row.mobile) == ("教师", "15400000001")
    assert row.documents.get().number == number


def test_a_draft_goes_on_by_a_mailed_link_in_another_browser(client):
    registering.to_scans(client)
    assert client.post("/register/later").url == "/register/scans"
    path = f"/register/resume/{token('account_resume')}"
    other = Client()
    assert "继续填写" in text(other.get(path))
    assert other.post(path).url == "/register/information"
    assert "张三丰" in text(other.get("/register/information"))
    assert "链接已失效" in text(Client().post(path))


def test_clearing_leaves_nothing_and_erases_what_nobody_can_reach(client):
    registering.to_scans(client)
    page = text(client.post("/register/clear", follow=True))
    assert "可以换人办理" in page
    assert "张" not in page
    assert not Account.objects.exists()
    assert client.get("/register/scans").url == "/register/password"


def test_clearing_leaves_a_draft_that_its_owner_can_still_reach_by_mail(client):
    registering.to_scans(client)
    client.post("/register/later")
    client.post("/register/clear")
    assert Client().post(f"/register/resume/{token('account_resume')}").status_code == 302
    assert account().stage == Stage.DRAFT


def test_handed_in_twice_is_handed_in_once(client):
    registering.submit(client)
    answer = client.post("/register/scans", {**registering.scans(), **captcha()})
    assert answer.url == "/register/finished"
    assert letters() == ["account_confirm"]


def test_the_link_can_be_sent_again_and_the_former_ends(client):
    registering.submit(client)
    first = token("account_confirm")
    assert client.post("/register/again").url == "/register/finished"
    assert "链接已失效" in text(client.get(f"/register/confirm/{first}"))
    assert "等待审核" in text(confirm(client))


def test_an_expired_link_can_be_asked_for_again_by_whoever_holds_it(client):
    registering.submit(client)
    path = f"/register/confirm/{token('account_confirm')}"
    with clock.frozen(clock.now() + dt.timedelta(hours=49)):
        assert "这个链接已过期" in text(Client().post(path))
        assert "重新发送确认邮件" in text(Client().get(path))
        Client().post(path, {"again": "1"})
        assert letters() == ["account_confirm", "account_confirm"]
        assert "等待审核" in text(confirm(Client()))


def test_sending_again_is_limited(client):
    registering.submit(client)
    for _time in range(7):
        client.post("/register/again")
    assert letters().count("account_confirm") == 6


def test_a_mistyped_address_is_corrected_before_it_is_confirmed(client):
    registering.submit(client, email="mistyped@example.net")
    old = token("account_confirm")
    client.post("/register/address", {"email": "right@example.net"})
    assert account().user.email == "right@example.net"
    assert letters() == ["account_confirm", "account_address_withdrawn", "account_confirm"]
    told = Message.objects.get(letter="account_address_withdrawn")
    assert (told.address, told.context) == ("mistyped@example.net", {})
    assert "链接已失效" in text(Client().post(f"/register/confirm/{old}"))
    assert "等待审核" in text(confirm(client))
    assert client.get("/register/address").status_code == 302


def known_and_unknown(an_enrolment, a_learner):
    """Numbers of nobody, of a student, of a holder, of somebody whose opening waits."""
    active, waiting = a_learner(), a_learner("pending_review")
    number_of = lambda row: row.documents.get().number  # noqa: E731
    return [a_number(), an_enrolment().number, number_of(active), number_of(waiting)]


def test_the_pages_say_the_same_whatever_is_known_about_a_number(an_enrolment, a_learner):
    seen = []
    for place, number in enumerate(known_and_unknown(an_enrolment, a_learner)):
        browser, pages = Client(), []
        registering.to_information(browser)
        told = information(number=number, email=f"m{place}@example.net")
        pages.append(text(browser.post("/register/information", told, follow=True)))
        chosen = {"password": PASSWORD, "again": PASSWORD}
        pages.append(text(browser.post("/register/password", chosen, follow=True)))
        sent = {**registering.scans(), **captcha()}
        pages.append(text(browser.post("/register/scans", sent, follow=True)))
        pages.append(text(confirm(browser)))
        pages.append(text(browser.get("/register/finished")))
        masked = f"{number[:3]}***********{number[-4:]}"
        seen.append([page.replace(masked, "N").replace(f"m{place}@", "m@") for page in pages])
    first = [re.sub(r"男|女|\d{4}年\d+月\d+日", "", page) for page in seen[0]]
    for others in seen[1:]:
        assert [re.sub(r"男|女|\d{4}年\d+月\d+日", "", page) for page in others] == first


def test_registering_one_number_is_limited_the_same_for_known_and_unknown(a_learner):
    known = a_learner().documents.get().number
    for number in (known, a_number()):
        answers = [
            registering.submit(Client(), number=number, email=f"n{n}.{number[-6:]}@example.net")
            for n in range(7)
        ]
        assert [answer.status_code for answer in answers] == [302] * 6 + [200]
        assert "尝试的次数太多了" in text(answers[-1])


def test_who_has_an_account_is_told_how_to_sign_in_and_can_object(client, a_learner):
    holder = a_learner()
    registering.submit(client, number=holder.documents.get().number, email="thief@example.net")
    tasks.tell_holder(account_id=str(Account.objects.get(stage="email_unconfirmed").pk))
    told = Message.objects.get(letter="account_registered_again")
    assert told.address == holder.user.email
    confirm(client)
    opening = account()
    assert opening.stage == Stage.PENDING_REVIEW
    path = f"/activate/not-me/{token('account_registered_again', 'not_me')}"
    assert "已停止办理" in text(Client().post(path))
    opening.refresh_from_db()
    assert opening.stage == Stage.REJECTED
    holder.refresh_from_db()
    assert holder.stage == Stage.ACTIVE
    assert Message.objects.filter(letter="account_objected").count() == 2


def test_an_address_that_is_confirmed_already_is_said_to_its_reader_alone(client, a_learner):
    holder = a_learner()
    assert registering.submit(client, email=holder.user.email).url == "/register/finished"
    page = text(confirm(Client()))
    assert "这个邮箱已用于另一个账户" in page
    assert account().stage == Stage.EMAIL_UNCONFIRMED
