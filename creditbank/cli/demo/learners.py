"""Learners with accounts in every state, opened through the verbs with the clock moved."""

import datetime as dt
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from creditbank.bank import clock
from creditbank.bank.accounts import activations, holders, vouching
from creditbank.bank.accounts.models import Account
from creditbank.bank.enrolments import complaints
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.files import uploads
from creditbank.bank.files.models import StoredFile
from creditbank.bank.history import VISITOR
from creditbank.bank.portal import agreements
from creditbank.bank.portal.models import Agreement
from creditbank.bank.reviews.models import Kind
from creditbank.bank.users import passwords, people
from creditbank.cli.demo import deciding, deposits, moments, pictures, registrations, staff

SEED = 11
# How many accounts end how. `used` have a password of their own and outcomes; `new` were opened,
# but nobody has signed in yet; of those that wait `other` gave another address with scans,
# `unvouched` without, so that somebody has to see the person.
PLAN = {
    "used": 48,
    "pending": 44,
    "other": 14,
    "unvouched": 8,
    "new": 8,
    "returned": 8,
    "rejected": 4,
    "suspended": 3,
}
WAITING = {"pending", "other", "unvouched"}
OTHER_ADDRESS = {"other", "unvouched"}
WITH_SCANS = {"other", "returned", "rejected"}
REMARKS = {
    "returned": [{"field": "scan_front", "code": "scan_front_unclear", "text": "请避开反光。"}],
    "rejected": [{"field": "", "code": "account_not_you", "text": ""}],
}
COMPLAINTS = (
    "专业名称与录取通知书不一致，请核对。",
    "我已转到另一个教学点，这里还是原来的。",
    "姓名中的字写错了，应为“旻”。",
)


@dataclass
class Known:
    """What `demo.json` tells of learners."""

    people: list[dict[str, Any]] = field(default_factory=list)
    not_activated: list[dict[str, str]] = field(default_factory=list)


@dataclass
class Script:
    """What every step of opening accounts needs."""

    posts: staff.Posts
    agreement: Agreement
    known: Known = field(default_factory=Known)
    rng: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311


def open_all(posts: staff.Posts, *, spare: int) -> Known:
    """Open accounts as planned; the first `spare` people of two provinces stay without one."""
    script, chosen = Script(posts, agreements.seed()), _people()
    for enrolment in itertools.islice(chosen, spare):
        script.known.not_activated.append(_told(enrolment))
    for (end, place), enrolment in zip(_plan(), chosen, strict=False):
        _open(script, enrolment, end, place)
    for text, enrolment in zip(COMPLAINTS, chosen, strict=False):
        complaints.raise_one(enrolment, text, by=VISITOR)
    script.known.people += registrations.open_all(posts, script.agreement)
    return script.known


def somebody(known: Known) -> Account | None:
    """The first of those who sign in by their number, if there is one."""
    signs_in = (one["sign_in"] for one in known.people if one["sign_in"].startswith("S"))
    user = holders.find_user(next(signs_in, "S").removeprefix("S"))
    return user.account if user else None


def _plan() -> Iterator[tuple[str, int]]:
    """Every end of the plan in turn, so that a short load has some of each."""
    for place in range(max(PLAN.values())):
        yield from ((end, place) for end, count in PLAN.items() if place < count)


def _people() -> Iterator[Enrolment]:
    """Enrolments of people who study and have an address, each person once."""
    rows = Enrolment.objects.filter(status=Enrolment.Status.STUDYING, email__isnull=False)
    rows = rows.filter(study_centre__code__regex="^(62|44)").select_related("study_centre")
    seen: set[bytes] = set()
    for row in rows.order_by("student_number", "id"):
        if bytes(row.fingerprint) not in seen:
            seen.add(bytes(row.fingerprint))
            yield row


def _told(enrolment: Enrolment) -> dict[str, str]:
    return {
        "number": enrolment.number or "",
        "name": enrolment.name or "",
        "organisation": enrolment.study_centre.name_zh,
    }


def _open(script: Script, enrolment: Enrolment, end: str, place: int) -> None:
    # What waits is days old, a part of it overdue; the rest was opened weeks ago.
    days = place % 7 if end in WAITING else 21 + place % 40 if end != "new" else 3 + place
    moment = moments.ago(days, script.rng)
    address = f"usual{place}.{enrolment.student_number}@example.com" if end in OTHER_ADDRESS else ""
    with clock.frozen(moment):
        account = activations.activate(
            enrolment,
            agreement=script.agreement,
            email=address,
            scans=_scans(enrolment) if end in WITH_SCANS else [],
            by=VISITOR,
        )
    if account is not None and end not in WAITING:
        _go_on(script, account, enrolment, end, place, moments.after(moment, hours=5))


def _go_on(
    script: Script,
    account: Account,
    enrolment: Enrolment,
    end: str,
    place: int,
    at: dt.datetime,
) -> None:
    reviewer = script.posts.reviewer(enrolment.study_centre.path)
    deciding.decide(Kind.ACCOUNT, account.pk, end, REMARKS.get(end, []), reviewer, at)
    account = Account.objects.select_related("user__person_key", "person_key").get(pk=account.pk)
    if end == "suspended":
        with clock.frozen(moments.after(at, hours=30)):
            vouching.object_to(account, by=VISITOR)
    elif end == "used":
        begun = moments.after(at, hours=3)
        password = f"learner {place} walnut terrace"
        with clock.frozen(begun):
            people.confirm_email(account.user, by=account.user)
            passwords.set_new(account.user, password, by=account.user)
        script.known.people.append(
            staff.entry(
                "learner",
                account.name or "",
                enrolment.study_centre,
                f"S{enrolment.number}",
                password,
            )
        )
        who = deposits.Depositor(account, reviewer, begun, script.rng)
        deposits.make(who, 1 if place % 6 == 5 else 4, place)


def _scans(enrolment: Enrolment) -> list[StoredFile]:
    number = enrolment.number or ""
    sides = [pictures.card(enrolment.name or "", number), pictures.card_back(number)]
    return uploads.store_all(sides, purpose="account", person_key=None, by=VISITOR)
