"""People who registered by themselves, in every state, through the verbs with the clock moved."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from creditbank.bank import clock
from creditbank.bank.accounts import admissions, confirmations, drafts, registrations
from creditbank.bank.accounts.information import Information
from creditbank.bank.accounts.models import Account, Education
from creditbank.bank.files import uploads
from creditbank.bank.history import VISITOR
from creditbank.bank.identity.kinds import Kind as DocumentKind
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.portal.models import Agreement
from creditbank.bank.regions import find
from creditbank.bank.reviews.models import Kind
from creditbank.bank.users import links
from creditbank.bank.users.models import Link
from creditbank.cli.demo import deciding, moments, names, pictures, places, staff

SEED = 23
PLAN = {
    "draft": 2,
    "email_unconfirmed": 4,
    "pending": 8,
    "returned": 3,
    "rejected": 2,
    "active": 6,
}
WAITING = {"draft", "email_unconfirmed", "pending"}
# A county of each of the provinces that have reviewers.
REGIONS = ("620102", "440103")
OCCUPATIONS = ("护士", "电工", "幼儿园教师", "个体经营", "在校学生", "社区工作者")
REMARKS = {
    "returned": [
        {"field": "number", "code": "number_differs", "text": ""},
        {"field": "address", "code": "address_incomplete", "text": "请写到门牌号。"},
    ],
    "rejected": [{"field": "", "code": "account_not_you", "text": ""}],
}


@dataclass
class Script:
    """What every registration needs."""

    posts: staff.Posts
    agreement: Agreement
    rng: random.Random


def open_all(posts: staff.Posts, agreement: Agreement) -> list[dict[str, Any]]:
    """Register as planned; gives those who can sign in to an open account."""
    script = Script(posts, agreement, random.Random(SEED))  # noqa: S311
    ends = list(_plan())
    told = []
    for place, (end, person) in enumerate(zip(ends, names.people(SEED, len(ends)), strict=True)):
        password = f"register {place} copper meadow"
        account = _register(script, end, person, place, password)
        if end == "active":
            where = account.organisation
            told.append(staff.entry("learner", person.name, where, f"reg.{person.email}", password))
    return told


def _plan() -> Iterator[str]:
    """Every end in turn, so that a short load has some of each."""
    for place in range(max(PLAN.values())):
        yield from (end for end, count in PLAN.items() if place < count)


def _register(script: Script, end: str, person: names.Person, place: int, password: str) -> Account:
    moment = moments.ago(place % 3 if end in WAITING else 8 + place, script.rng)
    region = REGIONS[place % len(REGIONS)]
    with clock.frozen(moment):
        told = _information(person, region, script.rng)
        account = drafts.begin(told, region=region, agreement=script.agreement, by=VISITOR)
        drafts.set_password(account, password, by=VISITOR)
        if end != "draft":
            _hand_in(account, person, confirmed=end != "email_unconfirmed")
    if end not in WAITING:
        _decide(script, account, end, moments.after(moment, hours=20))
    return Account.objects.select_related("organisation").get(pk=account.pk)


def _hand_in(account: Account, person: names.Person, *, confirmed: bool) -> None:
    sides = [pictures.card(person.name, person.number), pictures.card_back(person.number)]
    scans = uploads.store_all(sides, purpose="account", person_key=None, by=VISITOR)
    registrations.submit(account, scans=scans, by=VISITOR)
    if confirmed:
        lasting = dt.timedelta(hours=1)
        token = links.make(Link.Purpose.CONFIRM_EMAIL, account.pk, lasting)
        confirmations.confirm(token, by=VISITOR)
        admissions.admit(account.pk, by=account)


def _decide(script: Script, account: Account, end: str, at: dt.datetime) -> None:
    where = Organisation.objects.get(pk=account.organisation_id)
    reviewer = script.posts.reviewer(where.path)
    deciding.decide(Kind.ACCOUNT, account.pk, end, REMARKS.get(end, []), reviewer, at)


def _information(person: names.Person, region: str, rng: random.Random) -> Information:
    found = find(region)
    return Information(
        name=person.name,
        kind=DocumentKind.RESIDENT.value,
        number=person.number,
        email=f"reg.{person.email}",
        mobile=person.mobile,
        address=places.address(rng, found.full_name if found else ""),
        education=rng.choice(Education.values),
        occupation=rng.choice(OCCUPATIONS),
        affiliation="" if rng.random() < 0.4 else "示例职业培训学校",
    )
