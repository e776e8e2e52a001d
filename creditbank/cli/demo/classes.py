"""A training class opened collectively: somebody in every stage, through the verbs."""

import datetime as dt
import random
from decimal import Decimal

from creditbank.bank import clock
from creditbank.bank.accounts import drafts
from creditbank.bank.accounts.models import Account
from creditbank.bank.classes import acceptances, invitations, rosters
from creditbank.bank.classes.models import Invitation, TrainingClass
from creditbank.bank.classes.rows import Attained, Row
from creditbank.bank.files import uploads
from creditbank.bank.history import SYSTEM, VISITOR
from creditbank.bank.identity import read
from creditbank.bank.imports.dates import Date
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.organisations.roles import Role
from creditbank.bank.portal import agreements
from creditbank.bank.users import links
from creditbank.bank.users.models import Link
from creditbank.cli.demo import moments, names, pictures, staff

SEED = 29
PLACE = "620100"
NAME = "电工安全培训 2026 年第 1 期"
TITLE = "电工安全培训"
# How each person's invitation ends.
PLAN = ("invited", "declined", "withdrawn", "accepted", "invited", "without address")


def open_one(posts: staff.Posts, holder: Account | None) -> None:
    """The class of a branch a day ago; `holder` has an account already and is asked for consent."""
    organisation = Organisation.objects.get(code=PLACE)
    officer = posts.holder(Role.OFFICER)
    people = list(zip(PLAN, names.people(SEED, len(PLAN)), strict=True))
    rows = [_row(line, end, person) for line, (end, person) in enumerate(people, start=2)]
    if holder is not None:
        rows.append(_row_of(holder, len(rows) + 2))
    with clock.frozen(moments.ago(1, random.Random(SEED))):  # noqa: S311
        made = rosters.found(NAME, organisation=organisation, by=officer)
        rosters.merge(rows, training_class=made, by=officer)
        for row in invitations.unsent().filter(training_class=made):
            invitations.send(row, by=SYSTEM)
        for end, person in people:
            _answer(made, end, person)


def _answer(made: TrainingClass, end: str, person: names.Person) -> None:
    rows = invitations.known().filter(training_class=made)
    row = next(row for row in rows if row.number == person.number)
    if end == "declined":
        acceptances.decline(row, by=VISITOR)
    elif end == "withdrawn":
        invitations.withdraw(row, by=SYSTEM)
    elif end == "accepted":
        _accept(row, person)


def _accept(row: Invitation, person: names.Person) -> None:
    agreement = agreements.seed()
    token = links.make(Link.Purpose.INVITATION, row.pk, dt.timedelta(days=1))
    acceptances.recognise(token, person.number, by=VISITOR)
    draft = acceptances.agree(row, agreement=agreement, by=VISITOR)
    drafts.set_password(draft, "lathe 1 copper meadow", by=VISITOR)
    sides = [pictures.card(person.name, person.number), pictures.card_back(person.number)]
    scans = uploads.store_all(sides, purpose="account", person_key=None, by=VISITOR)
    acceptances.hand_in(row, scans=scans, by=VISITOR)


def _row(line: int, end: str, person: names.Person) -> Row:
    email = "" if end == "without address" else f"class.{person.email}"
    attained = _attained(line)
    return Row(line, person.name, read(person.number), email, person.mobile, attained)


def _row_of(holder: Account, line: int) -> Row:
    document = holder.documents.filter(current=True).select_related("person_key")[0]
    return Row(line, holder.name or "", read(document.number or ""), "", "", _attained(line))


def _attained(line: int) -> Attained:
    on = Date(dt.date(2026, 6, 30), "day")
    return Attained(TITLE, Decimal(70 + line), "", Decimal("1.5"), on, "")
