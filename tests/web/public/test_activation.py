"""The pages of activation: the guide's labels, the limits, and that nobody is harvested."""

import re

import pytest
from django.test import Client

from creditbank.bank.accounts import decisions, errands
from creditbank.bank.accounts.models import Account, Slip
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.enrolments.models import Complaint
from creditbank.bank.limits import challenges
from creditbank.bank.messages.models import Message
from tests.cast import SOMEBODY, a_number

pytestmark = pytest.mark.django_db
TOKEN = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|captcha[_/][^"\s]*|name="captcha_id" value="[^"]*"'
)


@pytest.fixture
def agreed(client, agreement):
    client.post("/activate", {"agree": "on"})
    return client


def search(client, number, answer="demo"):
    typed = {"number": number, "captcha": answer, "captcha_id": str(challenges.make().id)}
    return client.post("/activate/number", typed)


def found(client, enrolment):
    assert search(client, enrolment.number).url == "/activate/person"
    return client


def carried_out():
    """Let the worker do what was handed in."""
    for slip in Slip.objects.all():
        errands.carry_out(slip.pk)


def text(response):
    return TOKEN.sub("", response.content.decode())


def letters():
    return list(Message.objects.order_by("id").values_list("letter", flat=True))


def test_the_home_page_leads_to_everything_and_says_what_the_bank_does(client):
    page = text(client.get("/"))
    for words in ("登录", "注册", "国开学生账户激活", "存储", "认证与积累", "转换"):
        assert words in page


def test_without_agreeing_one_goes_nowhere(client, agreement):
    assert "阅读并同意" in text(client.post("/activate", {}))
    assert client.get("/activate/number").url == "/activate"
    assert client.get("/activate/person").url == "/activate"


def test_the_guide_from_agreement_to_the_end(agreed, an_enrolment):
    enrolment = an_enrolment(email="imported@example.org")
    page = text(found(agreed, enrolment).get("/activate/person"))
    assert "李**" in page
    assert "i***@example.org" in page
    assert enrolment.study_centre.name_zh in page
    for hidden in (enrolment.number, "李示例", "imported@", enrolment.mobile):
        assert hidden not in page
    changed = agreed.get("/activate/person?change=email")
    assert 'type="email"' in text(changed)
    answer = agreed.post("/activate/person?change=email", {"email": "me@example.net"})
    assert answer.url == "/activate/finished"
    carried_out()
    account = Account.objects.get()
    assert account.user.email == "me@example.net"
    assert "完成" in text(agreed.get("/activate/finished"))
    assert agreed.get("/activate/person").url == "/activate"


def test_without_changing_the_address_the_imported_one_is_taken(agreed, an_enrolment):
    found(agreed, an_enrolment()).post("/activate/person", {})
    carried_out()
    assert not Account.objects.get().needs_vouching


def test_who_has_no_imported_address_is_asked_for_one(agreed, an_enrolment):
    page = text(found(agreed, an_enrolment(email=None)).post("/activate/person", {}))
    assert "请点击“修改邮箱”" in page
    assert not Slip.objects.exists()


def test_several_enrolments_are_all_shown_the_latest_open_one_first(agreed, an_enrolment):
    number = a_number()
    an_enrolment(number=number, level="专科", intake="2019春", status="graduated")
    latest = an_enrolment(number=number, level="本科", intake="2024秋")
    page = text(found(agreed, latest).get("/activate/person"))
    assert page.index("2024秋") < page.index("2019春")


def test_not_found_says_why_and_carries_the_number_to_registration_sealed(agreed):
    number = a_number()
    assert search(agreed, number).url == "/activate/not-found"
    page = text(agreed.get("/activate/not-found"))
    assert "今年新入学" in page
    assert number not in str(dict(agreed.session.items()))
    assert f"{number[-4:]}" in text(agreed.get("/register"))


def test_the_session_never_holds_the_number(agreed, an_enrolment):
    enrolment = an_enrolment()
    found(agreed, enrolment)
    kept = str(dict(agreed.session.items()))
    assert enrolment.number not in kept
    assert enrolment.name not in kept


def test_the_captcha_is_asked_each_time(agreed, an_enrolment):
    enrolment = an_enrolment()
    assert search(agreed, enrolment.number, "wrong").status_code == 200
    assert agreed.get("/activate/person").url == "/activate"
    assert search(agreed, enrolment.number).status_code == 302
    challenge = str(challenges.make().id)
    typed = {"number": enrolment.number, "captcha": "demo", "captcha_id": challenge}
    assert agreed.post("/activate/number", typed).status_code == 302
    assert agreed.post("/activate/number", typed).status_code == 200


def test_a_mistyped_number_is_kept_and_explained(agreed):
    page = text(search(agreed, "659011199001010012"))
    assert "校验位不符" in page
    assert 'value="659011199001010012"' in page


def test_searching_one_number_is_limited_the_same_for_found_and_not_found(agreed, an_enrolment):
    pages = []
    for number in (an_enrolment().number, a_number()):
        answers = [search(agreed, number) for _time in range(7)]
        assert [answer.status_code for answer in answers] == [302] * 6 + [200]
        pages.append(text(answers[-1]).replace(number, ""))
    assert "尝试的次数太多了" in pages[0]
    assert pages[0] == pages[1]


def opened(an_enrolment, stage):
    """The client's pages from 'found' to the end, for an enrolment in some state."""
    from creditbank.bank.accounts import activations
    from creditbank.bank.history import VISITOR
    from creditbank.bank.portal import agreements

    enrolment = an_enrolment()
    if stage:
        account = activations.activate(enrolment, agreement=agreements.current(), by=VISITOR)
        if stage == Stage.ACTIVE:
            decisions.approve(account, by=SOMEBODY)
        if stage == Stage.RETURNED:
            decisions.send_back(account, [], by=SOMEBODY)
        Account.objects.filter(pk=account.pk).update(stage=stage)
    client = Client()
    client.post("/activate", {"agree": "on"})
    person = text(found(client, enrolment).get("/activate/person"))
    answer = client.post("/activate/person?change=email", {"email": "new@example.net"})
    return answer.status_code, answer.url, person, text(client.get(answer.url)), enrolment


@pytest.mark.parametrize("stage", ["active", "pending_review", "returned", "suspended", "rejected"])
def test_found_looks_the_same_in_every_state_to_the_end(an_enrolment, stage, agreement):
    nothing = opened(an_enrolment, None)
    something = opened(an_enrolment, stage)
    mask = f"{nothing[4].number[:3]}***********"
    told = [
        [re.sub(r"\*+\d{3}[\dX]", mask, str(part)) for part in case[:4]]
        for case in (nothing, something)
    ]
    assert told[0] == told[1]


def test_an_active_learner_is_told_at_the_known_address_only(an_enrolment, agreement):
    opened(an_enrolment, Stage.ACTIVE)
    carried_out()
    last = Message.objects.order_by("-id").first()
    assert (last.letter, last.address) == ("account_known", "imported@example.org")
    assert Account.objects.count() == 1


def test_activating_one_person_again_and_again_is_limited(an_enrolment, client, agreement):
    enrolment = an_enrolment()
    for _time in range(6):
        client.post("/activate", {"agree": "on"})
        session = client.session
        session["activation"] |= {"enrolment": str(enrolment.pk)}
        session.save()
        assert client.post("/activate/person", {}).status_code == 302
    client.post("/activate", {"agree": "on"})
    session = client.session
    session["activation"] |= {"enrolment": str(enrolment.pk)}
    session.save()
    assert "尝试的次数太多了" in text(client.post("/activate/person", {}))
    carried_out()
    assert len(letters()) == 6


def test_what_is_wrong_goes_to_the_study_centre_and_activation_goes_on(agreed, an_enrolment):
    enrolment = an_enrolment()
    found(agreed, enrolment)
    assert "信息有误" in text(agreed.get("/activate/person"))
    answer = agreed.post("/activate/person/complaint", {"text": "专业应为法学"}, follow=True)
    assert "已转告您的教学点" in text(answer)
    assert Complaint.objects.get().enrolment == enrolment
    assert agreed.post("/activate/person", {}).status_code == 302


def test_a_file_that_is_no_scan_is_refused_beside_its_field(agreed, an_enrolment):
    from django.core.files.uploadedfile import SimpleUploadedFile

    found(agreed, an_enrolment())
    file = SimpleUploadedFile("身份证.jpg", b"no picture at all", "image/jpeg")
    page = text(agreed.post("/activate/person", {"scans": file}))
    assert 'id="id_scans_error"' in page or "is-invalid" in page
    assert not Slip.objects.exists()


def test_the_pages_know_both_languages(client, agreement):
    client.post("/language", {"language": "en"})
    assert client.get("/activate").status_code == 200
    assert client.get("/agreement").status_code == 200
