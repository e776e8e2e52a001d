"""Where an account belongs: which organisation its reviews start from."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from creditbank.bank.accounts.models import Account, Document, Opening
from creditbank.bank.enrolments import register
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.organisations.models import Capacity, Organisation


def place_of(account: Account) -> Organisation:
    """Study centre of the latest open enrolment, else of the latest, else the region's province.

    Until a registration is approved nobody knows whether the number is theirs: the region routes.
    Of somebody invited with a class it is the class's organisation.
    """
    if account.opening == Opening.REGISTRATION and account.opened_at is None:
        return place_of_region(account.region)
    if account.opening == Opening.CLASS and account.opened_at is None:
        return account.organisation
    for print_ in account.documents.order_by("-current").values_list("fingerprint", flat=True):
        enrolment = register.leading(bytes(print_))
        if enrolment:
            return enrolment.study_centre
    return _province_of(account.region) or account.organisation


def place_of_region(region: str) -> Organisation:
    """The province that answers for a region; where there is none yet, the national centre."""
    return _province_of(region) or Organisation.objects.order_by("path")[0]


def within(below: Organisation) -> QuerySet[Account]:
    """Accounts of people within reach: by an open enrolment, else by where the account belongs."""
    documents = Document.objects.filter(account=OuterRef(OuterRef("pk"))).values("fingerprint")
    studying = Enrolment.objects.filter(fingerprint__in=documents, status=Enrolment.Status.STUDYING)
    here = studying.filter(study_centre__path__startswith=below.path)
    elsewhere = Q(organisation__path__startswith=below.path) & ~Exists(studying)
    return Account.objects.filter(Exists(here) | elsewhere)


def _province_of(region: str) -> Organisation | None:
    if not region:
        return None
    provinces = Organisation.objects.with_capacity(Capacity.PROVINCE).order_by("path")
    provinces = provinces.filter(closed_on=None)
    return provinces.filter(region__startswith=region[:2]).first()
