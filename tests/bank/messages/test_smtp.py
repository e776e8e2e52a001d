"""Through a real SMTP server."""

import socket
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

pytestmark = pytest.mark.django_db


class Box:
    """Takes every message; refuses as many as it is told, after it has read them."""

    def __init__(self):
        self.mails, self.refusals = [], 0

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802 - aiosmtpd's word
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=default)))
        if self.refusals:
            self.refusals -= 1
            return "451 try again later"
        return "250 taken"


@pytest.fixture
def box(settings):
    from creditbank.config.environment import Email

    box = Box()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL = Email(folder=None, host="127.0.0.1", port=port)
    yield box
    controller.stop()


def test_the_server_gets_the_message_and_the_same_id_again(code, box, later):
    from creditbank.bank.messages import delivery
    from creditbank.bank.messages.models import Message

    box.refusals = 1
    message = code()

    delivery.attempt(message.pk)
    with later(minutes=1):
        delivery.attempt(message.pk)

    (first_to, first), (second_to, second) = box.mails
    assert first_to == second_to == ["learner@example.com"]
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]
    assert second["Subject"] == "登录验证码"
    assert "135246" in second.get_content()
    assert Message.objects.get(pk=message.pk).email == "sent"


def test_a_subject_cannot_smuggle_headers(box, reader):
    from creditbank.bank.messages import delivery, outbox, rendering

    message = outbox.post(
        "user_recovery", reader, {"label": "a\r\nBcc: x@example.com", "minutes": 1}
    )
    delivery.attempt(message.pk)

    ((receivers, mail),) = box.mails
    assert receivers == ["learner@example.com"]
    assert mail["Bcc"] is None
    assert "\n" not in rendering.to_read(message).subject


def test_a_server_that_is_away_loses_nothing(code, settings):
    from creditbank.bank.messages import delivery
    from creditbank.bank.messages.models import Message
    from creditbank.config.environment import Email

    settings.EMAIL = Email(folder=None, host="127.0.0.1", port=9)
    message = code()

    assert delivery.attempt(message.pk) is not None
    row = Message.objects.get(pk=message.pk)
    assert (row.email, row.address) == ("waiting", "learner@example.com")
