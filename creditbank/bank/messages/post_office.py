"""Handing a message to the outside: to an SMTP server, or into a folder where no server is set."""

import os
from email.utils import format_datetime, formataddr
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from creditbank.bank.messages import rendering
from creditbank.bank.messages.models import Message

TIMEOUT_SECONDS = 30


def hand_in(message: Message) -> None:
    """Send or file one message; raises OSError or SMTPException where that fails."""
    email = _email(message)
    if settings.EMAIL.folder is not None:
        _file(email, settings.EMAIL.folder / f"{message.pk}.eml")
        return
    post = settings.EMAIL
    EmailBackend(
        host=post.host,
        port=post.port,
        username=post.user,
        password=post.password,
        use_tls=False,
        use_ssl=post.tls,
        timeout=TIMEOUT_SECONDS,
    ).send_messages([email])


def message_id(message: Message) -> str:
    """The same on every attempt, so that receivers and we can count duplicates."""
    return f"<{message.pk}@{_domain()}>"


def _email(message: Message) -> EmailMessage:
    words = rendering.to_send(message)
    return EmailMessage(
        subject=words.subject,
        body=words.body,
        from_email=formataddr(("学分银行", f"no-reply@{_domain()}")),
        to=[message.address or ""],
        headers={
            "Message-ID": message_id(message),
            "Date": format_datetime(message.created_at),
            "Content-Language": message.language,
            "Auto-Submitted": "auto-generated",
        },
    )


def _domain() -> str:
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    # An address of numbers is no domain: `no-reply@127.0.0.1` would be refused.
    return "creditbank.localhost" if host.replace(".", "").isdigit() or ":" in host else host


def _file(email: EmailMessage, path: Path) -> None:
    """Whole or not at all: under another name first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    with draft.open("wb") as file:
        file.write(email.message().as_bytes())
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
