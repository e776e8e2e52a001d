"""A learner is asked about outcomes that an organisation told: agrees, or does not."""

import pytest

from creditbank.bank.classes import acceptances
from creditbank.bank.outcomes.models import Outcome
from tests.bank.classes import invited
from tests.bank.classes.invited import a_class, a_row, merged
from tests.cast import a_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(client, signed_in, a_learner, an_enrolment, gansu, catalogue):
    number = a_number()
    account = a_learner(enrolment=an_enrolment(number=number, email="mine@example.org"))
    merged(a_class(gansu.far_centre), a_row(number=number))
    client.account = account
    return signed_in(client, account.user)


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def asked(me):
    return acceptances.waiting(me.account).get()


def test_the_first_page_says_that_something_waits(me):
    assert "/me/classes/" in text(me.get("/me/"))
    me.post(f"/me/classes/{asked(me).pk}/refusal/")
    assert "/me/classes/" not in text(me.get("/me/"))


def test_what_is_agreed_to_is_among_all_outcomes(me):
    page = text(me.get("/me/classes/"))
    for shown in ("2025 年春季电工班", "天水教学点", invited.TITLE, "85"):
        assert shown in page
    landed = me.post(f"/me/classes/{asked(me).pk}/acceptance/", follow=True)
    assert landed.redirect_chain[-1][0] == "/me/outcomes/all/"
    assert invited.TITLE in text(landed)
    assert "没有等您同意" in text(me.get("/me/classes/"))


def test_what_is_declined_is_gone(me):
    path = f"/me/classes/{asked(me).pk}/refusal/"
    assert "已谢绝" in text(me.post(path, follow=True))
    assert not Outcome.objects.exists()
    assert me.post(path).status_code == 404


def test_nobody_answers_for_somebody_else(me, client, signed_in, a_learner):
    row = asked(me)
    signed_in(client, a_learner().user)
    for end in ("acceptance", "refusal"):
        assert client.post(f"/me/classes/{row.pk}/{end}/").status_code == 404
