"""Officers read once a working day what of their learners' was turned down; nobody reads it twice."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from creditbank.bank import clock
from creditbank.bank.calendar import notices
from creditbank.bank.digests import choices, editions, letters, tasks
from creditbank.bank.digests.models import Copy, Edition
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.history import SYSTEM
from creditbank.bank.messages import rendering
from creditbank.bank.messages.models import Message
from creditbank.bank.organisations import appointments
from creditbank.bank.organisations.roles import Role
from creditbank.bank.reviews.models import Decision
from tests.inspecting import on

pytestmark = pytest.mark.django_db
FRIDAY, SATURDAY, MONDAY = "2026-03-20", "2026-03-21", "2026-03-23"


@pytest.fixture(autouse=True)
def friday(db):
    notices.load_published()
    with on(FRIDAY, 8):
        yield


@pytest.fixture
def officer(gansu, staff):
    with on("2026-01-05"):
        return staff(Role.OFFICER, gansu.branch)


@pytest.fixture
def turned_down(gansu, a_learner, an_outcome):
    """Factory: an outcome of somebody at a study centre, returned or rejected at an hour."""

    def make(stage="returned", day="2026-03-19", hour=15, centre=None, **traits):
        with on(day, hour):
            return an_outcome(a_learner(centre=centre or gansu.centre, **traits), stage)

    return make


def publish(day=FRIDAY, hour=9):
    with on(day, hour):
        return editions.publish(by=SYSTEM)


def copies(user):
    return list(Message.objects.filter(letter="digest", reader_id=user.pk).order_by("id"))


def numbers(message):
    return {line["number"] for line in message.context["lines"]}


def of(*outcomes):
    rows = Decision.objects.filter(case__subject_id__in=[one.pk for one in outcomes])
    return set(rows.values_list("case__number", flat=True))


def test_one_message_tells_counts_masked_names_and_where_to_look(officer, turned_down, a_learner):
    outcomes = [turned_down(), turned_down("rejected")]
    with on("2026-03-19"):
        account = a_learner("returned")
    assert publish() == 1
    (message,) = copies(officer)
    assert message.context["outcome_return"] == message.context["outcome_reject"] == 1
    assert message.context["account_return"] == 1
    assert numbers(message) > of(*outcomes)
    words = rendering.to_read(message).body
    assert "李**" in words
    assert "李示例" not in words
    assert f"/work/people/?number={of(outcomes[0]).pop()}" in words
    document = account.documents.get().number
    assert document not in words
    assert document not in str(message.context)


def test_nobody_gets_an_empty_digest_or_that_of_others(gansu, officer, staff, turned_down):
    with on("2026-01-05"):
        others = [
            staff(Role.OFFICER, place)
            for place in (gansu.other_centre, gansu.second_branch, gansu.elsewhere)
        ]
        near = staff(Role.OFFICER, gansu.centre)
    outcome = turned_down()
    turned_down("stored", centre=gansu.far_centre)
    assert publish() == 2
    for user in (officer, near):
        assert numbers(copies(user)[0]) == of(outcome)
    assert not any(copies(user) for user in others)


def test_a_learner_who_moved_is_news_where_they_study_today(gansu, officer, turned_down):
    outcome = turned_down()
    Enrolment.objects.filter(pk=outcome.account.enrolment_id).update(study_centre=gansu.far_centre)
    assert publish() == 0
    assert not copies(officer)


def test_twice_a_day_is_as_once(officer, turned_down):
    turned_down()
    assert publish() == 1
    assert publish() == 0
    turned_down("rejected", day=FRIDAY, hour=10)
    assert publish(hour=11) == 0
    assert len(copies(officer)) == 1


def test_killed_in_the_middle_the_rest_get_theirs_and_nobody_two(
    gansu, officer, staff, turned_down, monkeypatch
):
    with on("2026-01-05"):
        users = [officer, *(staff(Role.OFFICER, gansu.branch) for _more in range(3))]
    turned_down()
    sent, real = [], letters.digest

    def dies_at_the_second(*told):
        real(*told)
        sent.append(told)
        if len(sent) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(letters, "digest", dies_at_the_second)
    for kill in range(1, 3):
        with pytest.raises(KeyboardInterrupt):
            publish()
        assert Copy.objects.count() == sum(len(copies(user)) for user in users) == kill
        sent.clear()
    monkeypatch.setattr(letters, "digest", real)
    publish()
    assert [len(copies(user)) for user in users] == [1] * 4


def test_the_next_edition_begins_where_the_last_one_ended(officer, turned_down):
    first = turned_down()
    publish()
    after = turned_down("rejected", day=FRIDAY, hour=18)
    weekend = turned_down(day=SATURDAY)
    assert publish(SATURDAY) == 0  # a day off
    assert publish(MONDAY) == 1
    friday, monday = copies(officer)
    assert numbers(friday) == of(first)
    assert numbers(monday) == of(after, weekend)
    editions_ = list(Edition.objects.order_by("day"))
    assert editions_[1].since == editions_[0].until


def test_a_day_on_which_no_worker_ran_is_made_up_for(officer, turned_down):
    publish()
    outcome = turned_down(day=MONDAY)
    assert publish("2026-03-25") == 1
    assert numbers(copies(officer)[0]) == of(outcome)


def test_a_made_up_working_day_has_a_digest_and_a_holiday_none(officer, turned_down):
    turned_down(day="2026-02-13")
    assert publish("2026-02-14") == 1  # a Saturday at work
    turned_down(day="2026-02-16")
    assert publish("2026-02-17") == 0  # Spring Festival


def test_a_decision_that_is_still_to_take_effect_is_in_the_next_one(officer, turned_down):
    with on(FRIDAY, 9):
        early = turned_down(day="2026-03-19")
        slow = turned_down("rejected", day="2026-03-20", hour=8)
        decision = Decision.objects.get(case__number=of(slow).pop())
        Decision.objects.filter(pk=decision.pk).update(stage="pending")
    publish()
    Decision.objects.filter(pk=decision.pk).update(stage="effective")
    publish(MONDAY)
    friday, monday = copies(officer)
    assert numbers(friday) == of(early)
    assert numbers(monday) == of(slow)


def test_who_switched_it_off_gets_none_and_an_administrator_who_asks_does(
    gansu, officer, staff, turned_down
):
    with on("2026-01-05"):
        admin, branch = (
            staff(Role.PROVINCE_ADMIN, gansu.province),
            staff(Role.BRANCH_ADMIN, gansu.branch),
        )
    turned_down()
    choices.choose(officer, wanted=False, by=officer)
    assert publish() == 1
    assert copies(branch)
    assert not copies(officer)
    assert not copies(admin)
    choices.choose(officer, wanted=True, by=officer)
    choices.choose(admin, wanted=True, by=admin)
    turned_down(day=FRIDAY, hour=12)
    assert publish(MONDAY) == 3


def test_only_who_may_look_people_up_gets_links_to_that(gansu, staff, turned_down):
    with on("2026-01-05"):
        branch = staff(Role.BRANCH_ADMIN, gansu.branch)
    turned_down()
    publish()
    assert "/work/people/" not in rendering.to_read(copies(branch)[0]).body


def test_somebody_with_two_posts_gets_one_copy_of_both(gansu, officer, turned_down):
    with on("2026-01-05"):
        appointments.appoint(officer, role=Role.OFFICER, organisation=gansu.far_centre, by=SYSTEM)
    here, far = turned_down(), turned_down(centre=gansu.far_centre)
    assert publish() == 1
    assert numbers(copies(officer)[0]) == of(here, far)


def test_a_long_digest_counts_all_and_lists_some(officer, turned_down, monkeypatch):
    monkeypatch.setattr(editions, "MOST_LINES", 2)
    for _one in range(3):
        turned_down()
    publish()
    (message,) = copies(officer)
    assert message.context["outcome_return"] == 3
    assert (len(message.context["lines"]), message.context["more"]) == (2, 1)
    assert "另有 1 件没有列出" in rendering.to_read(message).body


def test_the_job_asks_no_more_for_many_organisations_than_for_few(gansu, staff, turned_down):
    def asked(day):
        with CaptureQueriesContext(connection) as queries:
            assert publish(day) == 0
        return len(queries)

    turned_down()
    few = asked(FRIDAY)
    with on("2026-01-05"):
        for place in (gansu.other_centre, gansu.second_branch, gansu.far_centre, gansu.elsewhere):
            for _one in range(3):
                staff(Role.OFFICER, place)
    for _one in range(3):
        turned_down(day=FRIDAY)
    assert asked(MONDAY) <= few


def test_the_task_bears_running_twice(officer, turned_down):
    turned_down()
    with clock.frozen(dt.datetime(2026, 3, 20, 0, 0, tzinfo=dt.UTC)):
        tasks.publish()
        tasks.publish()
    assert len(copies(officer)) == 1
