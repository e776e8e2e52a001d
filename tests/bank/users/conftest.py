import datetime as dt
import json

import pytest


@pytest.fixture
def later():
    """The clock, moved on."""
    from creditbank.bank import clock

    return lambda **by: clock.frozen(clock.now() + dt.timedelta(**by))


@pytest.fixture
def user(db):
    """A learner whose first sign-in is still to come."""
    from creditbank.bank import clock
    from creditbank.bank.history import SYSTEM
    from creditbank.bank.users import people

    user = people.create_learner("zhang@example.org", "张小样", by=SYSTEM)
    user.label, user.initial_until = "AXXXX", clock.now() + dt.timedelta(days=30)
    user.save()
    return user


@pytest.fixture
def secret():
    """What the newest letter of a name carries in secret."""
    from creditbank.bank.messages.models import Message

    def read(letter, name):
        row = Message.objects.filter(letter=letter).order_by("-id").first()
        return json.loads(row.secrets)[name]

    return read


@pytest.fixture
def refused():
    """`with refused("code"): …`."""
    from contextlib import contextmanager

    from creditbank.bank.refusals import Refused

    @contextmanager
    def expect(code):
        with pytest.raises(Refused) as caught:
            yield
        assert caught.value.code == code
        assert str(caught.value)

    return expect
