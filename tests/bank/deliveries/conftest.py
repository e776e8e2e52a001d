import pytest

from tests.bank.deliveries import sheets


@pytest.fixture
def issuer(gansu, catalogue):
    """国家开放大学, which issues its courses."""
    return sheets.an_issuer(gansu)


@pytest.fixture
def bring(tmp_path):
    """Function: `bring(kind, organisation, *rows)` → the run, merged and attached."""

    def bring_in(kind, organisation, *rows, **options):
        return sheets.bring(tmp_path / "results.csv", kind, organisation, *rows, **options)

    return bring_in


@pytest.fixture
def somebody(a_learner):
    """Factory: an open account, and its document number and name as a sheet tells them."""

    def make(**traits):
        account = a_learner(**traits)
        document = account.documents.get()
        return account, {"身份证号": document.number, "姓名": account.name}

    return make
