import datetime as dt
import uuid

import pytest


@pytest.fixture
def mail_folder(settings, tmp_path):
    from creditbank.config.environment import Email

    settings.EMAIL = Email(folder=tmp_path / "mail")
    return tmp_path / "mail"


@pytest.fixture
def reader():
    from creditbank.bank.messages.addressees import Addressee

    return Addressee(uuid.uuid4(), "learner@example.com")


@pytest.fixture
def code(reader):
    """Posts a message with a secret in it."""
    from creditbank.bank.messages import outbox

    return lambda **changes: outbox.post(
        "user_code", reader, {"minutes": 10, **changes}, secrets={"code": "135246"}
    )


@pytest.fixture
def later():
    """The clock, moved on."""
    from creditbank.bank import clock

    return lambda **by: clock.frozen(clock.now() + dt.timedelta(**by))
