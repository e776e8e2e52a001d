"""Outcomes of the demo's learners in every state, deposited and decided when the script says."""

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any, NamedTuple

from creditbank.bank import clock
from creditbank.bank.accounts.models import Account
from creditbank.bank.catalogue.models import CertificateType, Kind
from creditbank.bank.files import uploads
from creditbank.bank.outcomes import deposits, evidence
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.reviews.models import Kind as CaseKind
from creditbank.bank.users.models import User
from creditbank.cli.demo import deciding, moments, pictures

# How a learner's outcomes end, in turn; more than half wait for a reviewer.
ENDS = (
    *("stored", "submitted", "submitted", "returned", "submitted", "stored", "submitted"),
    *("withdrawn", "submitted", "rejected", "submitted", "stored", "draft", "submitted"),
)
REMARKS = {
    "returned": (
        [{"field": "obtained_on", "code": "date_differs", "text": ""}],
        [{"field": "evidence", "code": "evidence_unclear", "text": "印章处看不清。"}],
        [{"field": "certificate_number", "code": "certificate_number_differs", "text": ""}],
    ),
    "rejected": (
        [{"field": "", "code": "outcome_not_yours", "text": ""}],
        [{"field": "", "code": "outcome_not_learning", "text": ""}],
    ),
}
# Some entries of the catalogue, and what is not listed there: (kind, title, issuer).
LISTED = (
    "NCRE-24 NCRE-15 BEC NCRE-29 MANDARIN X-WEB ACCOUNTING-JUNIOR NCRE-35 X-BIM TOUR-GUIDE".split()
)
UNLISTED = (
    ("competition_award", "省职业技能竞赛二等奖", "省职业技能竞赛组委会"),
    ("work_experience", "小学支教工作经验", "示例县教育局"),
    ("training_programme", "电子商务运营培训", "示例职业培训学校"),
)
# Issued until the first sitting of 2005: deposited with a later date, a reviewer should see it.
OUT_OF_WINDOW = "NCRE-21"
EVERY = 13  # so many deposits after each other differ; one of them is odd


@dataclass(frozen=True)
class Depositor:
    """A learner who deposits, and who reviews it."""

    account: Account
    reviewer: User
    begun: dt.datetime
    rng: random.Random


class _Thing(NamedTuple):
    """What is deposited: an entry of the catalogue, or names that somebody typed."""

    entry: CertificateType | None
    values: deposits.Values


def make(who: Depositor, count: int, place: int) -> None:
    """Deposit `count` outcomes; `place` is the learner's place in the script."""
    for step in range(count):
        which = place * 4 + step
        end = ENDS[which % len(ENDS)]
        # What waits was handed in lately, a part of it too long ago; the rest lies further back.
        days = which % 17 if end in {"submitted", "draft"} else 18 + which % 20
        moment = max(moments.ago(days, who.rng), who.begun + dt.timedelta(hours=1 + step))
        _deposit(who, _thing(which, who.rng), end, moment, which)


def _deposit(who: Depositor, thing: _Thing, end: str, moment: dt.datetime, which: int) -> None:
    with clock.frozen(moment):
        outcome = deposits.draft(
            who.account, thing.values, by=who.account, certificate_type=thing.entry
        )
    with clock.frozen(moment + dt.timedelta(minutes=4)):
        for page in range(1 + which % 2):
            evidence.attach(outcome, _scan(outcome, page), by=who.account)
        if end == "draft":
            return
        deposits.submit(outcome, by=who.account)
    later = moments.after(moment, hours=5 + which % 40)
    if end == "withdrawn":
        with clock.frozen(later):
            deposits.withdraw(outcome, by=who.account)
    elif end != "submitted":
        remarks = REMARKS.get(end, ([],))
        deciding.decide(
            CaseKind.OUTCOME, outcome.pk, end, remarks[which % len(remarks)], who.reviewer, later
        )


def _thing(which: int, rng: random.Random) -> _Thing:
    day = dt.date(2014 + which % 10, 1 + which % 12, 1 + which % 28)
    told: dict[str, Any] = {
        "obtained_on": day if which % 3 else day.replace(day=1),
        "obtained_precision": "day" if which % 3 else "month",
        "certificate_number": f"YL{rng.randrange(10**10):010d}",
    }
    if which % 4 == 3:
        code, title, issuer = UNLISTED[which // 4 % len(UNLISTED)]
        kind = Kind.objects.get(code=code)
        return _Thing(None, deposits.Values(kind=kind, title=title, issuer=issuer, **told))
    code = OUT_OF_WINDOW if which % EVERY == 0 else LISTED[which % len(LISTED)]
    entry = CertificateType.objects.select_related("kind").get(code=code)
    level = entry.levels[0]["code"] if entry.levels else ""
    issuer = entry.issuer_zh or "示例培训评价组织"
    return _Thing(entry, deposits.Values(kind=entry.kind, level=level, issuer=issuer, **told))


def _scan(outcome: Outcome, page: int) -> uploads.OwnPicture:
    told = (f"No. {outcome.certificate_number}", f"{outcome.obtained_on}  {page + 1}")
    return pictures.certificate(outcome.account.name or "", outcome.title, told)
