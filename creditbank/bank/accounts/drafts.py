"""Verbs on a registration that is not handed in yet: begun, changed, resumed, given up.

A draft reserves nothing and is found by nobody but who holds its session or its mailed link.
"""

import datetime as dt
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, regions
from creditbank.bank.accounts import erasures, holders, information, letters, openings, routing
from creditbank.bank.accounts.information import Information
from creditbank.bank.accounts.models import Account, Opening
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.history import Actor, verb
from creditbank.bank.identity import Document as ReadDocument
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.portal import agreements
from creditbank.bank.portal.models import Agreement
from creditbank.bank.refusals import Refused
from creditbank.bank.users import links, passwords
from creditbank.bank.users.models import Link

LINK_LASTS = dt.timedelta(days=7)


@verb
def begin(told: Information, *, region: str, agreement: Agreement, by: Actor) -> Account:
    """Keep what somebody says of themselves, sealed with a key of their own."""
    _check_region(region)
    neat, document = information.cleaned(told), information.document_of(told)
    account = openings.found(neat.email, neat.name, Opening.REGISTRATION, Stage.DRAFT, by=by)
    account.region, account.organisation = region, routing.place_of_region(region)
    return _begin(account, neat, document, agreement, by=by)


@verb
def begin_invited(
    told: Information, *, organisation: Organisation, agreement: Agreement, by: Actor
) -> Account:
    """The same for who was invited with a training class: what its roster says of them, no more."""
    document = information.document_of(told, invited=True)
    account = openings.found(told.email, told.name, Opening.CLASS, Stage.DRAFT, by=by)
    account.organisation = organisation
    return _begin(account, told, document, agreement, by=by)


@verb
def change(account: Account, told: Information, *, by: Actor) -> None:
    """Say it again, otherwise; another address ends the links sent to the former."""
    _hold(account)
    neat, document = information.cleaned(told), information.document_of(told)
    information.write(account, neat, document)
    if not openings.same_address(neat.email, account.user.email):
        openings.write_address(account, neat.email, by=by)
        links.end(account.pk, Link.Purpose.RESUME)


@verb
def move_to(account: Account, region: str, *, by: Actor) -> None:
    """Choose another region: who reviews follows it."""
    _hold(account)
    write_region(account, region)


@verb
def set_password(account: Account, typed: str, *, by: Actor) -> None:
    """The password for the time after; it may not be what others know of the person."""
    _hold(account)
    passwords.choose_first(account.user, typed, own=holders.own_words(account), by=by)


@verb
def mail_link(account: Account, *, by: Actor) -> None:
    """Send a link by which the draft goes on in another browser; earlier ones end."""
    _hold(account)
    links.end(account.pk, Link.Purpose.RESUME)
    token = links.make(Link.Purpose.RESUME, account.pk, LINK_LASTS)
    letters.resume(account, token, days=LINK_LASTS // dt.timedelta(days=1))


@verb
def resume(token: str, *, by: Actor) -> UUID:
    """Use a mailed link up; gives the id of the draft. Refused where it is one no longer."""
    found = links.use(token, Link.Purpose.RESUME).subject_id
    if not Account.objects.filter(pk=found, stage=Stage.DRAFT).exists():
        raise Refused("moved_on", _("这份注册已经提交或已清除。"))
    return found


@verb
def give_up(account: Account, *, by: Actor) -> None:
    """换人办理: nobody can reach a draft without a mailed link any more, so it is erased."""
    _hold(account)
    open_links = Link.objects.filter(subject_id=account.pk, purpose=Link.Purpose.RESUME)
    if not open_links.filter(used_at=None, expires_at__gt=clock.now()).exists():
        erasures.erase(account, by=by)


def _begin(
    account: Account,
    told: Information,
    document: ReadDocument,
    agreement: Agreement,
    *,
    by: Actor,
) -> Account:
    account.user.language = get_language() or account.user.language
    account.user.save(update_fields=["language"])
    account.save(force_insert=True)
    information.write(account, told, document)
    agreements.consent(account.pk, agreement, by=by)
    return account


def write_region(account: Account, region: str) -> None:
    """Put a region onto the row, and who answers for it; `Refused("region")` if it is none."""
    _check_region(region)
    account.region, account.organisation = region, routing.place_of_region(region)
    account.save(update_fields=["region", "organisation"])


def _hold(account: Account) -> None:
    """Keep the row from being handed in or erased meanwhile; raises where it is no draft now."""
    rows = Account.objects.select_for_update().filter(pk=account.pk, stage=Stage.DRAFT)
    if not rows.exists():
        raise Refused("moved_on", _("这份注册已经提交或已清除。"))


def _check_region(code: str) -> None:
    if not regions.may_be_chosen(code):
        raise Refused("region", _("请重新选择所在地区，选到县（市、区）为止。"), field="region")
