"""Random actions by everybody, in any order: no state is reached that is not allowed."""

import datetime as dt
import random

import pytest

from creditbank.bank import clock
from creditbank.bank.accounts import corrections
from creditbank.bank.accounts.models import Account
from creditbank.bank.desk import decisions, effects, queues
from creditbank.bank.outcomes import deposits
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Case, Decision, Kind
from creditbank.bank.reviews.stages import DecisionStage, Stage
from tests.bank.desk import scene
from tests.bank.outcomes.scene import a_draft, a_learner, with_catalogue

pytestmark = pytest.mark.django_db
STEPS = 60
# Stage of the case -> stages in which its subject may stand.
TOGETHER = {
    Stage.OPEN: {"submitted", "pending_review"},
    Stage.DECIDED: {"submitted", "pending_review"},
    Stage.WITH_LEARNER: {"returned"},
    Stage.CLOSED: {"stored", "rejected", "active"},
    Stage.WITHDRAWN: {"withdrawn", "rejected"},
}
ENDED = {Stage.CLOSED, Stage.WITHDRAWN}


class Walk:
    """A bank with two deposits of one certificate, an opening, two reviewers and a learner of them."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.seats = [scene.reviewer(), scene.reviewer()]
        self.outcomes = [a_draft(a_learner(), "NCRE-24", picture=None) for _ in range(2)]
        own = a_learner()
        own.user.email_fingerprint = self.seats[0].user.email_fingerprint
        own.user.email_confirmed_at = None
        own.user.save()
        self.outcomes.append(a_draft(own, None, picture=None))
        for outcome in self.outcomes:
            self.evidence(outcome)
            deposits.submit(outcome, by=outcome.account)
        self.own = cases.of(Kind.OUTCOME, self.outcomes[-1].pk)
        self.account, _case = scene.an_opening()

    @staticmethod
    def evidence(outcome):
        from creditbank.bank.outcomes.models import Evidence
        from tests.bank.accounts.people import a_scan

        Evidence.objects.create(outcome=outcome, file=a_scan())

    def step(self):
        often = [self.take, self.decide, self.effect]
        act = self.random.choice(
            [*often, *often, self.undo, self.release, self.withdraw, self.correct]
        )
        try:
            act()
        except Refused as refusal:
            return refusal.code
        return act.__name__

    def any_case(self):
        return self.random.choice(list(Case.objects.order_by("id")))

    def seat(self):
        return self.random.choice(self.seats)

    def outcome(self):
        rows = Outcome.objects.select_related("account__user", "person_key", "certificate_type")
        return rows.get(pk=self.random.choice(self.outcomes).pk)

    def take(self):
        queues.take_next(self.seat())

    def decide(self):
        case, seat = self.any_case(), self.seat()
        verdict = self.random.choice(["approve", "approve", "return", "reject"])
        told = [{"field": "", "code": "", "text": "请改。"}] if verdict != "approve" else []
        decisions.decide(case, verdict, told, by=seat.user)

    def undo(self):
        rows = list(Decision.objects.order_by("-id")[:3])
        if rows:
            decisions.undo(self.random.choice(rows), by=self.seat().user)

    def release(self):
        queues.release(self.seat(), self.any_case())

    def effect(self):
        for decision in Decision.objects.order_by("?")[:3]:
            if decision.effective_at <= clock.now():
                effects.take_effect(decision.pk)

    def withdraw(self):
        outcome = self.outcome()
        deposits.withdraw(outcome, by=outcome.account)

    def correct(self):
        if self.random.random() < 0.3:
            rows = Account.objects.select_related("user__person_key", "person_key")
            account = rows.get(pk=self.account.pk)
            corrections.correct(account, by=account)
            return
        outcome = self.outcome()
        if outcome.stage == "returned":
            deposits.submit(outcome, by=outcome.account)

    def check(self, before):
        for case in Case.objects.prefetch_related("segments", "decisions"):
            subject = Account if case.kind == Kind.ACCOUNT else Outcome
            stage = subject.objects.get(pk=case.subject_id).stage
            assert stage in TOGETHER[case.stage], (case.stage, stage)
            pending = [row for row in case.decisions.all() if row.stage == DecisionStage.PENDING]
            assert len(pending) == (case.stage == Stage.DECIDED)
            running = [row for row in case.segments.all() if row.ended_at is None]
            assert len(running) == (case.stage in {Stage.OPEN, Stage.DECIDED})
            assert (case.closed_at is not None) == (case.stage in ENDED)
            if before.get(case.pk) in ENDED:
                assert case.stage == before[case.pk]
        stored = Outcome.objects.filter(stage="stored", certificate_key__isnull=False)
        assert stored.count() <= 1
        assert not self.own.decisions.filter(by_id=self.seats[0].user_id).exists()
        return {case.pk: case.stage for case in Case.objects.all()}


@pytest.mark.parametrize("seed", range(12))
def test_no_walk_leaves_the_allowed_states(db, seed):
    scene.plant()
    with_catalogue()
    moment = dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)
    with clock.frozen(moment):
        walk = Walk(seed)
    before, seen = {}, set()
    for _step in range(STEPS):
        moment += dt.timedelta(seconds=walk.random.choice([1, 3, 6, 15, 700]))
        with clock.frozen(moment):
            seen.add(walk.step())
            before = walk.check(before)
    assert len(seen) > 5
