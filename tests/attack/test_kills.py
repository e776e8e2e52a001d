"""Kills without warning: what was acknowledged is neither lost nor doubled."""

import collections
import itertools
import random
import threading
import time
import uuid

import pytest

from creditbank.bank import clock
from creditbank.bank.accounts.models import Account, Slip
from creditbank.bank.messages import outbox
from creditbank.bank.messages.addressees import Addressee
from creditbank.bank.messages.models import Message
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.reviews.models import Case, Decision
from tests.attack.processes import (
    PostBox,
    Visitor,
    Web,
    draft_of,
    minutes_pass,
    waited_for,
    worker,
)
from tests.cast import PASSWORD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("kills")]
NEW = "/me/outcomes/new/?other=1"
KILLS = [1, pytest.param(24, marks=pytest.mark.trial)]


@pytest.fixture
def started():
    """Remember processes, so that none outlives its test."""
    known = []
    yield lambda process: known.append(process) or process.start()
    for process in known:
        process.kill()


@pytest.fixture
def post_box():
    box = PostBox()
    box.controller.start()
    yield box
    box.controller.stop()


def waiting():
    return Message.objects.filter(email=Message.State.WAITING).count()


@pytest.mark.parametrize("kills", KILLS)
def test_a_worker_killed_in_mid_send_loses_no_message_and_doubles_none_that_was_answered(
    kills, started, post_box
):
    """The line goes dead after the mail server has read the message and before it answers."""
    sent = [
        outbox.post("user_second_factor", Addressee(uuid.uuid4(), f"one{at}@example.org"))
        for at in range(10 * kills)
    ]
    places = iter(sorted(random.sample(range(1, 8 * kills), kills)))
    killed, at, next_kill = [], itertools.count(1), [next(places)]

    def kill_here(id_):
        if next(at) < next_kill[0]:
            return False
        next_kill[0] = next(places, 10**9)
        killed.append(id_)
        threading.Thread(target=process.kill).start()
        time.sleep(0.3)  # until nobody is there to hear the answer
        return True

    process = started(worker(EMAIL_URL=post_box.url))
    post_box.instead = kill_here
    for number in range(1, kills + 1):
        assert waited_for(lambda number=number: len(killed) >= number)
        assert waited_for(lambda: process.child is None)
        minutes_pass()
        process.start()
    assert waited_for(lambda: not _still_waiting())
    ids = {f"<{message.pk}@" for message in sent}
    taken = collections.Counter(id_.partition("@")[0] + "@" for id_ in post_box.taken)
    assert set(taken) == ids
    # SMTP can do no better: what was in somebody's hands at a kill may come twice, as the same.
    assert sum(taken.values()) - len(ids) <= kills * 6
    assert Message.objects.filter(email=Message.State.SENT).count() == len(sent)


def _still_waiting():
    """What a kill left behind waits for its time; let it come."""
    left = waiting()
    if left:
        minutes_pass()
    return left


def test_without_a_kill_every_message_is_taken_exactly_once(started, post_box):
    for at in range(20):
        outbox.post("user_second_factor", Addressee(uuid.uuid4(), f"one{at}@example.org"))
    started(worker(EMAIL_URL=post_box.url))
    assert waited_for(lambda: not waiting())
    assert len(post_box.taken) == len(set(post_box.taken)) == 20


@pytest.mark.parametrize("kills", KILLS)
def test_a_web_process_killed_in_mid_request_keeps_what_it_promised(
    kills, started, an_enrolment, agreement
):
    """Visitors activate at once; those who were told 'handed in' have one account in the end."""
    web = started(Web())
    enrolments = [an_enrolment(email=f"{at}@example.org") for at in range(6 * kills)]
    left, promised, lock = list(enrolments), [], threading.Lock()

    def visit():
        while True:
            with lock:
                if not left:
                    return
                enrolment = left.pop()
            visitor = Visitor(web.url)
            visitor.post("/activate", agree="on")
            visitor.post("/activate/number", solved=True, number=enrolment.number)
            if visitor.post("/activate/person") == "/activate/finished":
                with lock:
                    promised.append(enrolment.pk)

    visitors = [threading.Thread(target=visit) for _one in range(4)]
    for thread in visitors:
        thread.start()
    for number in range(kills):
        waited_for(lambda number=number: len(left) < len(enrolments) - 5 * number - 4)
        web.kill()
        web.start()
    for thread in visitors:
        thread.join()
    process = started(worker())
    assert waited_for(lambda: not Slip.objects.exists())
    process.kill()
    opened = collections.Counter(Account.objects.values_list("enrolment_id", flat=True))
    assert promised
    assert set(promised) <= set(opened)
    assert set(opened.values()) == {1}
    assert Case.objects.count() == len(opened)
    assert Message.objects.filter(letter="account_received").count() == len(opened)


@pytest.mark.parametrize("kills", KILLS)
def test_a_worker_killed_while_activating_opens_each_account_once(
    kills, started, an_enrolment, agreement
):
    from creditbank.bank.accounts import slips
    from creditbank.bank.history import VISITOR

    for at in range(15 * kills):
        slips.hand_in(an_enrolment(email=f"{at}@example.org"), agreement=agreement, by=VISITOR)
    process = started(worker())
    for number in range(kills):
        waited_for(lambda number=number: Account.objects.count() > 8 * number, seconds=20)
        process.kill()
        minutes_pass()
        process.start()
    assert waited_for(lambda: not (Slip.objects.exists() and not minutes_pass()))
    opened = collections.Counter(Account.objects.values_list("enrolment_id", flat=True))
    assert len(opened) == 15 * kills
    assert set(opened.values()) == {1}
    assert Case.objects.count() == Message.objects.count() == 15 * kills


@pytest.mark.parametrize("kills", KILLS)
def test_a_deposit_sent_again_after_a_kill_is_one_outcome(
    kills, started, a_learner, a_kind, a_jpeg
):
    """The learner's browser sends the same form again until somebody answers."""
    web = started(Web())
    learner = a_learner()
    visitor = Visitor(web.url)
    assert visitor.post("/login", name=learner.user.email, password=PASSWORD) == "/me/"
    told = {"kind": a_kind.code, "issuer": "示例公司", "obtained_on_year": "2020"}
    for number in range(kills):
        told["draft"] = draft_of(visitor.get(NEW))
        killer = threading.Timer(random.uniform(0.0, 0.25), web.kill)
        killer.start()
        answer = visitor.post(NEW, title=f"培训 {number}", action="draft", **told)
        killer.join()
        web.start()
        if answer is None:
            answer = visitor.post(NEW, title=f"培训 {number}", action="draft", **told)
        assert answer.startswith("/me/outcomes/")
    titles = collections.Counter(Outcome.objects.values_list("title", flat=True))
    assert titles == {f"培训 {number}": 1 for number in range(kills)}


def test_a_decision_whose_worker_was_killed_takes_effect_once(
    started, a_reviewer, a_learner, gansu
):
    from creditbank.bank.desk import decisions, queues

    account = a_learner(stage="pending_review")
    reviewer = a_reviewer(gansu.province)
    case = queues.take_next(reviewer.appointments.get(), "")
    decisions.decide(case, "approve", [], "", by=reviewer)
    Decision.objects.update(effective_at=clock.now())
    minutes_pass()
    process = started(worker())
    time.sleep(1.5)
    process.kill()
    minutes_pass()
    process.start()
    assert waited_for(lambda: Account.objects.filter(pk=account.pk, stage="active").exists())
    assert Message.objects.filter(letter="account_approved").count() == 1
