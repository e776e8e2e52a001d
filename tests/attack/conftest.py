import itertools

import pytest

from tests.attack.stranger import Subject
from tests.cast import a_number


@pytest.fixture
def people(an_enrolment, a_learner, agreement):
    """Factory: a subject of a kind, each time another one."""
    from creditbank.bank.accounts import holders
    from creditbank.bank.accounts.models import Account

    counter = itertools.count(1)

    def enrolled(kind):
        address = f"crowd{next(counter)}@example.org"
        enrolment = an_enrolment(email=address)
        if kind in {"new", "closed"}:
            account = a_learner(enrolment=enrolment, first_sign_in=kind == "new")
        elif kind != "enrolled":
            account = a_learner(stage=kind, enrolment=enrolment)
        if kind == "closed":
            Account.objects.filter(pk=account.pk).update(stage="closed")
        return Subject(kind, enrolment.number, address)

    def make(kind):
        if kind != "unknown":
            return enrolled(kind)
        return Subject(kind, a_number(), f"crowd{next(counter)}@example.org")

    assert holders  # the room is loaded before the first measurement
    return make


@pytest.fixture
def unlimited(db):
    """Forget every counter: what is measured then is the pages and not the limits."""
    from creditbank.bank.limits.models import Limit

    return lambda: Limit.objects.all().delete()
