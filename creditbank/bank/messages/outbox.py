"""Posting messages: a row and a job of the transaction that causes them."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from creditbank.bank import jobs
from creditbank.bank.messages import inbox as _inbox
from creditbank.bank.messages import rendering, tasks
from creditbank.bank.messages.addressees import Addressee
from creditbank.bank.messages.models import Message

inbox = _inbox.letters
_NOTHING: Mapping[str, Any] = {}


def post(
    letter: str,
    to: Addressee,
    context: Mapping[str, Any] = _NOTHING,
    secrets: Mapping[str, Any] = _NOTHING,
) -> Message:
    """Tell somebody something: it is there when the transaction commits, and only then.

    `letter` names the templates `letters/<letter>.{subject,body}.txt`. `context` is kept for the
    message centre (document numbers in it are masked); `secrets` (codes, links) go into the
    e-mail alone and are wiped when it is out.
    """
    rendering.check(letter)
    message = Message(reader_id=to.reader_id, letter=letter, language=to.language)
    message.context = rendering.masked(_plain(context))
    message.hidden = sorted(secrets)
    message.address = to.address
    message.secrets = json.dumps(_plain(secrets)) if secrets else None
    message.email = Message.State.WAITING if to.address else Message.State.NONE
    with transaction.atomic():
        message.save(force_insert=True)
        if to.address:
            jobs.defer(tasks.deliver, message_id=str(message.pk))
    return message


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON has it: dates and lazy translations as text."""
    plain: dict[str, Any] = json.loads(json.dumps(dict(values), cls=DjangoJSONEncoder))
    return plain
