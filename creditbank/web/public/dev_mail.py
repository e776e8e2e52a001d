"""Messages of a demo, which sends none: read from the folder where they are kept instead."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from creditbank.web import gates

SHOWN = 50


@dataclass(frozen=True)
class Mail:
    """One message, as its reader would see it."""

    id: str
    to: str
    subject: str
    body: str
    at: dt.datetime


@gates.public
def dev_mail(request: HttpRequest) -> HttpResponse:
    """The newest messages, of one receiver where asked; there is no such page outside a demo."""
    folder: Path | None = settings.EMAIL.folder
    if not settings.DEMO or folder is None:
        raise Http404
    to = request.GET.get("to", "").strip()
    mails = [mail for mail, _place in zip(_newest(folder, to), range(SHOWN), strict=False)]
    return render(request, "public/dev_mail.html", {"mails": mails, "to": to})


def _newest(folder: Path, to: str) -> Iterator[Mail]:
    # Names begin with the time.
    for path in sorted(folder.glob("*.eml"), reverse=True):
        mail = _read(path)
        if to.casefold() in mail.to.casefold():
            yield mail


def _read(path: Path) -> Mail:
    parsed = message_from_bytes(path.read_bytes(), policy=default)
    if not isinstance(parsed, EmailMessage):
        raise TypeError(path.name)
    return Mail(
        id=path.stem,
        to=str(parsed["To"]),
        subject=str(parsed["Subject"]),
        body=parsed.get_content(),
        at=parsedate_to_datetime(parsed["Date"]),
    )
