import pytest
from django.test import Client

from tests.bank.desk import scene
from tests.bank.outcomes.scene import with_catalogue


@pytest.fixture
def seat(db):
    scene.plant()
    with_catalogue()
    return scene.reviewer()


@pytest.fixture
def signed_in(db):
    """A browser in which the holder of a seat has signed in with the second factor."""

    def sign_in(seat):
        client = Client()
        client.force_login(seat.user, backend="creditbank.web.account.backend.Backend")
        session = client.session
        session["second_factor"] = str(seat.user.pk)
        session.save()
        return client

    return sign_in


@pytest.fixture
def desk(seat, signed_in):
    return signed_in(seat)
