import pytest

from creditbank.bank.organisations.roles import Role
from creditbank.cli import reference


@pytest.fixture
def texts(gansu):
    """A small Gansu, and everything a bank starts with."""
    reference.load()
    return gansu


@pytest.fixture
def editor(client, staff, signed_in, texts):
    """A content editor of the centre, signed in."""
    return signed_in(client, staff(Role.CONTENT_EDITOR, texts.root))


@pytest.fixture
def other_editor(staff, signed_in, texts):
    """Another one, in a browser of their own."""
    from django.test import Client

    return signed_in(Client(), staff(Role.CONTENT_EDITOR, texts.root))


@pytest.fixture
def keeper(client, staff, signed_in, texts):
    """Who keeps the calendar, signed in."""
    return signed_in(client, staff(Role.NATIONAL_ADMIN, texts.root))
