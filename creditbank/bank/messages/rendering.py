"""Turning a message into the words that are sent or read."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, engines
from django.utils import translation
from django.utils.translation import gettext as _

from creditbank.bank.identity import mask, read
from creditbank.bank.messages.models import Message
from creditbank.bank.refusals import Refused

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_LIKE_A_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Words:
    """Subject and body, plain text."""

    subject: str
    body: str


def to_send(message: Message) -> Words:
    """The words of the e-mail, codes and links included; `letters/foot.txt` shows only here."""
    return _words(message, {**json.loads(message.secrets or "{}"), "by_mail": True})


def to_read(message: Message) -> Words:
    """The words of the message centre: what opened something stays in the e-mail."""
    return _words(message, _unseen(message))


def subject_to_read(message: Message) -> str:
    """The subject of it alone, for lists."""
    with translation.override(message.language):
        return _subject(message, _context(message, _unseen(message)))


def _unseen(message: Message) -> dict[str, str]:
    with translation.override(message.language):
        placeholder = _("（为了安全，这里不显示，请查看邮件）")
    return dict.fromkeys(message.hidden, placeholder)


def check(letter: str) -> None:
    """Raise where a letter has no templates: at the change that sends it, not hours later."""
    if not _NAME.fullmatch(letter):
        raise ValueError(letter)
    for part in ("subject", "body"):
        engines["django"].get_template(f"letters/{letter}.{part}.txt")


def masked(value: Any) -> Any:
    """The same context with every document number masked that slipped into a text."""
    if isinstance(value, str):
        return _LIKE_A_NUMBER.sub(_mask_if_real, value)
    if isinstance(value, dict):
        return {key: masked(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [masked(inner) for inner in value]
    return value


def _mask_if_real(found: re.Match[str]) -> str:
    # Certificates have numbers of 18 digits too: only what reads as a person's number is hidden.
    try:
        read(found[0])
    except Refused:
        return found[0]
    return mask(found[0])


def _words(message: Message, secrets: Mapping[str, Any]) -> Words:
    with translation.override(message.language):
        context = _context(message, secrets)
        subject = _subject(message, context)
        body = _render(message.letter, "body", context)
    return Words(subject, _BLANK_LINES.sub("\n\n", body).strip() + "\n")


def _context(message: Message, secrets: Mapping[str, Any]) -> dict[str, Any]:
    named = {"site": settings.PUBLIC_URL, "site_name": _("学分银行")}
    return {**named, **message.context, **secrets}


def _subject(message: Message, context: dict[str, Any]) -> str:
    return " ".join(_render(message.letter, "subject", context).split())


def _render(letter: str, part: str, context: dict[str, Any]) -> str:
    template = engines["django"].get_template(f"letters/{letter}.{part}.txt")
    # Plain text: an ampersand in a name stays one.
    rendered: str = template.template.render(Context(context, autoescape=False))  # type: ignore[attr-defined]
    return rendered
