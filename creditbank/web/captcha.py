"""The typed captcha: a field for forms, its picture and its sound. Works without JavaScript."""

from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from captcha.audio import AudioCaptcha
from captcha.image import ImageCaptcha
from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from creditbank.bank import limits
from creditbank.bank.limits import challenges
from creditbank.bank.refusals import Refused
from creditbank.web import gates

SHOWN, SPOKEN = 30, 6
WIDTH, HEIGHT = 220, 72


class Typed(NamedTuple):
    """What came back: which challenge, and the answer given."""

    challenge_id: UUID | None
    answer: str


class CaptchaInput(forms.TextInput):
    """The answer, with the challenge's id hidden beside it: `name` and `name_id`."""

    template_name = "parts/captcha.html"

    def value_from_datadict(
        self,
        data: Any,
        files: MultiValueDict[str, Any],  # noqa: ARG002 - Django's signature
        name: str,
    ) -> Typed:
        try:
            challenge_id = UUID(data.get(f"{name}_id", ""))
        except ValueError:
            challenge_id = None
        return Typed(challenge_id, (data.get(name) or "")[:40].strip())

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Show the challenge again that is still open, with its answer; else a new one."""
        challenge_id, answer = value if isinstance(value, Typed) else Typed(None, "")
        if not (answer and challenge_id and challenges.answer_of(challenge_id)):
            challenge_id, answer = challenges.make().id, ""
        context = super().get_context(name, answer, attrs)
        context["challenge_id"] = challenge_id
        context["demo_answer"] = challenges.DEMO_ANSWER if settings.DEMO else ""
        context["width"], context["height"] = WIDTH, HEIGHT
        return context


class CaptchaField(forms.Field):
    """The typed captcha; put it last. Cleans to True.

    The challenge is used up only when the fields before it are in order, so that somebody who
    mistyped elsewhere need not solve it again.
    """

    widget = CaptchaInput
    default_error_messages = {  # noqa: RUF012 - Django merges these dictionaries itself
        "required": _("请输入图中的验证码。看不清时可以收听语音，或不填写再提交一次换一张。"),
        "wrong": _("验证码不正确或已过期，请按新的图片重新输入。"),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("验证码"))
        attrs = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        options.setdefault("widget", CaptchaInput({**attrs, "maxlength": "12"}))
        super().__init__(**options)
        self._form: forms.BaseForm | None = None

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> Any:
        self._form = form
        return super().get_bound_field(form, field_name)

    def clean(self, value: Any) -> bool:
        typed = value if isinstance(value, Typed) else Typed(None, "")
        if not typed.answer:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if self._form is not None and self._form.errors:
            return True
        if typed.challenge_id is None or not challenges.redeem(typed.challenge_id, typed.answer):
            raise forms.ValidationError(self.error_messages["wrong"], code="wrong")
        return True

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ARG002 - Django's signature
        return True


@gates.public
@never_cache
@require_safe
def picture(_request: HttpRequest, challenge_id: UUID) -> HttpResponse:
    """The answer, drawn."""
    answer = _answer("captcha.picture", challenge_id, SHOWN)
    drawn = ImageCaptcha(WIDTH, HEIGHT).generate(answer)
    return HttpResponse(drawn.getvalue(), content_type="image/png")


@gates.public
@never_cache
@require_safe
def sound(_request: HttpRequest, challenge_id: UUID) -> HttpResponse:
    """The answer, spoken: digits and letters in English, the only voices there are."""
    answer = _answer("captcha.sound", challenge_id, SPOKEN)
    return HttpResponse(bytes(_voices().generate(answer.upper())), content_type="audio/wav")


def _answer(purpose: str, challenge_id: UUID, most: int) -> str:
    # Each drawing differs: many of one answer would average the noise away.
    answer = challenges.answer_of(challenge_id)
    try:
        limits.hit(purpose, str(challenge_id), limit=most, window=challenges.LASTS)
    except Refused:
        answer = None
    if answer is None:
        raise Http404
    return answer


@lru_cache(maxsize=1)
def _voices() -> AudioCaptcha:
    return AudioCaptcha()


urlpatterns = [
    path("captcha/<uuid:challenge_id>.png", picture, name="captcha_picture"),
    path("captcha/<uuid:challenge_id>.wav", sound, name="captcha_sound"),
]
