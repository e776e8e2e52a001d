"""What was turned down in a stretch of time, and for whom it is news: three queries, whoever reads."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Min, QuerySet

from creditbank.bank import clock
from creditbank.bank.accounts.models import Account, Document
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.reviews.models import Decision, Verdict
from creditbank.bank.reviews.stages import DecisionStage

NEGATIVE = (Verdict.RETURN, Verdict.REJECT)
# A decision that waits longer than this to take effect is broken, and holds no digest up.
PATIENCE = dt.timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Line:
    """One submission that was turned down: its number, what it is, how, and whose."""

    number: str
    kind: str
    verdict: str
    account_id: UUID


class News:
    """Lines by the paths of organisations that may read them."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.lines: dict[str, list[Line]] = defaultdict(list)

    def within(self, paths: Collection[str]) -> list[Line]:
        """What is news for somebody who reaches these paths, each submission once."""
        found = (line for path in sorted(paths) for line in self.lines.get(path, ()))
        return list({(line.number, line.verdict): line for line in found}.values())


def count(lines: Collection[Line]) -> dict[str, int]:
    """How many of each: `account_return`, `account_reject`, `outcome_return`, `outcome_reject`."""
    return dict(Counter(f"{line.kind}_{line.verdict}" for line in lines))


def settled_until() -> dt.datetime:
    """Until when it is known what was decided: no decision of before is still to take effect."""
    now = clock.now()
    waiting = Decision.objects.filter(stage=DecisionStage.PENDING, effective_at__gt=now - PATIENCE)
    first = waiting.aggregate(first=Min("effective_at"))["first"]
    return min(now, first - dt.timedelta(microseconds=1)) if first else now


def between(since: dt.datetime, until: dt.datetime, wanted: Collection[str]) -> News:
    """Everything that was turned down after `since` up to `until`, for the wanted paths."""
    turned = Decision.objects.filter(stage=DecisionStage.EFFECTIVE, verdict__in=NEGATIVE)
    turned = turned.filter(effective_at__gt=since, effective_at__lte=until)
    accounts = Account.objects.filter(user_id__in=turned.values("case__person_id"))
    places, known, news = _places(accounts), dict(accounts.values_list("user_id", "pk")), News()
    told = turned.values_list("case__person_id", "case__number", "case__kind", "verdict")
    for person, number, kind, verdict in told.order_by("effective_at", "id"):
        if account := known.get(person):
            line = Line(number, kind, verdict, account)
            for path in _upwards(places[account]) & set(wanted):
                news.lines[path].append(line)
    return news


def _places(accounts: QuerySet[Account]) -> dict[UUID, set[str]]:
    """Where each person is within reach: by open enrolments, else by where the account belongs."""
    documents = Document.objects.filter(account__in=accounts.values("pk"))
    studying = Enrolment.objects.filter(
        status=Enrolment.Status.STUDYING, fingerprint__in=documents.values("fingerprint")
    )
    centres = defaultdict(set)
    for fingerprint, path in studying.values_list("fingerprint", "study_centre__path"):
        centres[bytes(fingerprint)].add(path)
    found: dict[UUID, set[str]] = defaultdict(set)
    for account, fingerprint in documents.values_list("account_id", "fingerprint"):
        found[account] |= centres.get(bytes(fingerprint), set())
    for account, path in accounts.values_list("pk", "organisation__path"):
        found[account] = found[account] or {path}
    return found


def _upwards(paths: Collection[str]) -> set[str]:
    return {above for path in paths for above in _above(path)}


def _above(path: str) -> Iterator[str]:
    codes = path.split("/")[:-1]
    yield from ("/".join(codes[: place + 1]) + "/" for place in range(len(codes)))
