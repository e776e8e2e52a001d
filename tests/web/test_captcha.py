"""The captcha on a page: seen, heard, typed, used up; without JavaScript."""

import re
import uuid

import pytest
from django import forms
from django.test import RequestFactory
from django.utils import translation

from creditbank.bank.limits import challenges
from creditbank.bank.limits.models import Challenge
from creditbank.web import captcha

pytestmark = pytest.mark.django_db


class Asking(forms.Form):
    name = forms.CharField()
    captcha = captcha.CaptchaField()


@pytest.fixture
def real(settings):
    settings.DEMO = False


def shown(form):
    """The challenge and the answer that a rendered form carries."""
    html = str(form["captcha"])
    challenge_id = re.search(r'name="captcha_id" value="([^"]+)"', html)[1]
    typed = re.search(r'name="captcha"[^>]* value="([^"]*)"', html)
    return uuid.UUID(challenge_id), typed[1] if typed else ""


def filled(challenge_id, answer, name="somebody"):
    return Asking({"name": name, "captcha_id": str(challenge_id), "captcha": answer})


def test_the_right_answer_passes_and_cannot_be_replayed(real):
    challenge_id, _typed = shown(Asking())
    answer = challenges.answer_of(challenge_id)
    assert filled(challenge_id, answer).is_valid()
    again = filled(challenge_id, answer)
    assert again.errors.as_data()["captcha"][0].code == "wrong"


def test_after_a_wrong_answer_a_new_picture_waits(real):
    challenge_id, _typed = shown(Asking())
    form = filled(challenge_id, "000")
    assert not form.is_valid()
    new_id, typed = shown(form)
    assert (new_id != challenge_id, typed) == (True, "")


def test_a_mistake_elsewhere_keeps_picture_and_answer(real):
    challenge_id, _typed = shown(Asking())
    answer = challenges.answer_of(challenge_id)
    form = filled(challenge_id, answer, name="")
    assert set(form.errors) == {"name"}
    assert shown(form) == (challenge_id, answer)
    assert filled(challenge_id, answer).is_valid()


def test_an_empty_answer_changes_the_picture(real):
    challenge_id, _typed = shown(Asking())
    form = filled(challenge_id, " ")
    assert form.errors.as_data()["captcha"][0].code == "required"
    assert shown(form)[0] != challenge_id


@pytest.mark.parametrize("data", [{}, {"captcha_id": "nonsense", "captcha": "demo"}])
def test_a_form_without_a_challenge_is_refused(data):
    form = Asking({"name": "somebody", **data})
    assert not form.is_valid()
    assert shown(form)[0]


def test_the_demo_prints_its_answer_and_production_does_not(settings):
    assert "<code>demo</code>" in str(Asking()["captcha"])
    settings.DEMO = False
    assert "demo" not in str(Asking()["captcha"])


def test_its_label_names_the_input():
    field = Asking()["captcha"]
    with translation.override("zh-hans"):
        assert field.label == "验证码"
    assert f'id="{field.id_for_label}"' in str(field)


def test_the_picture_is_drawn_and_never_kept_by_caches(client, real):
    answer = client.get(f"/captcha/{challenges.make().id}.png")
    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("demo", [True, False])
def test_it_can_be_heard(client, settings, demo):
    settings.DEMO = demo
    answer = client.get(f"/captcha/{challenges.make().id}.wav")
    assert answer["Content-Type"] == "audio/wav"
    assert answer.content[:4] == b"RIFF"


def test_one_answer_is_not_drawn_without_end(real):
    challenge_id = challenges.make().id
    request = RequestFactory().get("/")
    for _time in range(captcha.SHOWN):
        captcha.picture(request, challenge_id)
    with pytest.raises(captcha.Http404):
        captcha.picture(request, challenge_id)


def test_what_has_ended_is_not_found(client):
    made = challenges.make()
    Challenge.objects.all().delete()
    assert client.get(f"/captcha/{made.id}.png").status_code == 404
    assert client.get(f"/captcha/{made.id}.wav").status_code == 404
