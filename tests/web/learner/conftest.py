import pytest

from tests.bank.outcomes import scene


@pytest.fixture
def learner():
    scene.with_catalogue()
    return scene.a_learner()


@pytest.fixture
def client_of(db):
    from django.test import Client

    def sign_in(account):
        client = Client()
        client.force_login(account.user, backend="creditbank.web.account.backend.Backend")
        return client

    return sign_in


@pytest.fixture
def me(client_of, learner):
    return client_of(learner)
