"""A second claim elsewhere: told by case number and organisation, settled by the common superior."""

import pytest

from creditbank.bank.accounts import activations
from creditbank.bank.desk import findings, queues
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.history import VISITOR
from creditbank.bank.organisations.roles import Role
from creditbank.bank.outcomes import deposits
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Case, Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewers(gansu, a_reviewer, staff):
    """Somebody in both provinces and at the centre, as seats."""
    users = {
        "here": a_reviewer(gansu.province),
        "there": a_reviewer(gansu.elsewhere),
        "above": staff(Role.SUPERVISOR, gansu.root),
    }
    return {name: user.appointments.get() for name, user in users.items()}


def case_of(account):
    return cases.of(Kind.ACCOUNT, account.pk)


def test_openings_of_one_number_in_two_provinces_go_to_the_centre(
    gansu, an_enrolment, agreement, reviewers
):
    here = an_enrolment(centre=gansu.centre, name="阮重号", email="here@example.org")
    first = activations.activate(here, agreement=agreement, by=VISITOR)
    assert case_of(first).organisation == gansu.province
    Enrolment.objects.filter(pk=here.pk).update(status=Enrolment.Status.WITHDRAWN)
    there = an_enrolment(
        centre=gansu.elsewhere_centre, number=here.number, name="阮重号", email="t@example.net"
    )
    second = activations.activate(there, agreement=agreement, by=VISITOR)
    assert case_of(second).place == gansu.elsewhere_centre
    assert case_of(first).organisation == case_of(second).organisation == gansu.root
    for name in ("here", "there"):
        assert not queues.waiting(reviewers[name]).exists()
        assert queues.find(reviewers[name], case_of(first).number) is None
    assert {row.pk for row in queues.waiting(reviewers["above"])} == {
        case_of(first).pk,
        case_of(second).pk,
    }
    _nothing_but_number_and_organisation(second, first)


def _nothing_but_number_and_organisation(account, other):
    found = findings.of(account)
    told = next(one.text for one in found if case_of(other).number in one.text)
    assert other.organisation.name_zh not in told
    assert case_of(other).organisation.name_zh in told
    everything = " ".join(one.text for one in found) + str(case_of(account).facts)
    for secret in (other.number, other.name, other.user.email, "赵样"):
        assert secret not in everything


def test_one_certificate_claimed_in_two_provinces_goes_to_the_centre(
    gansu, a_learner, an_outcome, reviewers
):
    first = an_outcome(a_learner(), "submitted", certificate_number="6512-ab")
    assert _of(first).organisation == gansu.province
    other = a_learner(centre=gansu.elsewhere_centre)
    second = an_outcome(other, "submitted", certificate_number="６５12AB")
    assert _of(first).organisation == _of(second).organisation == gansu.root
    assert queues.take_next(reviewers["here"]) is None
    found = findings.of(second)
    told = next(one.text for one in found if one.field == "certificate_number")
    assert _of(first).number in told
    assert gansu.root.name_zh in told
    everything = " ".join(one.text for one in found) + str(_of(second).facts)
    for secret in (first.number, first.account.number, first.account.name, "赵样"):
        assert secret not in everything


def test_a_number_typed_at_the_correction_counts_too(gansu, a_learner, an_outcome, reviewers):
    an_outcome(a_learner(), "submitted", certificate_number="A-77")
    returned = an_outcome(a_learner(centre=gansu.elsewhere_centre), "returned")
    assert _of(returned).organisation == gansu.elsewhere
    values = deposits.Values(
        kind=returned.kind,
        title=returned.title,
        issuer=returned.issuer,
        obtained_on=returned.obtained_on,
        certificate_number="a77",
    )
    deposits.save(returned, values, by=returned.account.user)
    deposits.submit(returned, by=returned.account.user)
    assert {row.organisation for row in Case.objects.filter(kind="outcome")} == {gansu.root}


def test_the_same_scan_elsewhere_is_told_in_the_same_words(gansu, a_learner, an_outcome):
    first = an_outcome(a_learner(), "submitted")
    second = an_outcome(a_learner(centre=gansu.elsewhere_centre), "submitted")
    theirs, ours = first.evidence.get().file, second.evidence.get().file
    ours.digest = theirs.digest
    ours.save(update_fields=["digest"])
    told = next(one.text for one in findings.of(second) if _of(first).number in one.text)
    assert gansu.province.name_zh in told
    assert first.number not in told


def _of(outcome):
    return cases.of(Kind.OUTCOME, outcome.pk)
