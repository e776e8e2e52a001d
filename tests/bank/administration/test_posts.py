"""Posts with work on them: handed over, prolonged."""

import datetime as dt

import pytest

from creditbank.bank import clock
from creditbank.bank.access import reach, staffing
from creditbank.bank.administration import posts
from creditbank.bank.history.models import Event
from creditbank.bank.messages.models import Message
from creditbank.bank.organisations.models import Appointment
from creditbank.bank.organisations.roles import Role
from creditbank.bank.reviews import cases, queue
from creditbank.bank.reviews.models import Kind
from creditbank.bank.reviews.oneself import Oneself
from tests.refusing import refusing

pytestmark = pytest.mark.django_db
TO = {"email": "next@example.org", "name": "接样"}


def hand_over(seat, post, **told):
    return posts.hand_over(seat, post, by=seat.user, **{**TO, "reason": "调离", **told})


def test_a_post_goes_over_in_one_act_with_its_term(gansu, admin, a_reviewer):
    last = clock.today() + dt.timedelta(days=90)
    seat, old = admin(gansu.province), a_reviewer(gansu.province, until=last)
    post = old.appointments.get()
    successor = hand_over(seat, post)
    assert (successor.role, successor.organisation) == (Role.REVIEWER, gansu.province)
    assert (successor.valid_from, successor.valid_to) == (clock.today(), last)
    assert not reach.seats(old)
    letters = set(Message.objects.values_list("letter", flat=True))
    assert {"staff_appointed", "staff_dismissed"} <= letters
    event = Event.objects.filter(subject="bank_appointment", subject_id=post.pk).latest("id")
    assert event.reason == "调离"


def test_what_was_taken_out_of_the_queue_goes_back_into_it(gansu, admin, a_reviewer, a_learner):
    account = a_learner("pending_review", centre=gansu.centre)
    old = a_reviewer(gansu.province)
    case = cases.of(Kind.ACCOUNT, account.pk)
    queue.take(case, oneself=Oneself(frozenset({old.pk})), by=old)
    hand_over(admin(gansu.province), old.appointments.get())
    held = cases.of(Kind.ACCOUNT, account.pk)
    assert (held.taken_by, held.taken_until) == (None, None)


def test_cases_of_another_post_of_the_same_person_stay_with_them(
    gansu, admin, a_reviewer, a_learner
):
    from creditbank.bank.history import SYSTEM
    from creditbank.bank.organisations import appointments

    account = a_learner("pending_review", centre=gansu.elsewhere_centre)
    old = a_reviewer(gansu.province)
    appointments.appoint(old, role=Role.REVIEWER, organisation=gansu.elsewhere, by=SYSTEM)
    case = cases.of(Kind.ACCOUNT, account.pk)
    queue.take(case, oneself=Oneself(frozenset({old.pk})), by=old)
    hand_over(admin(gansu.province), old.appointments.get(organisation=gansu.province))
    assert cases.of(Kind.ACCOUNT, account.pk).taken_by == old.pk


def test_where_it_is_refused_nothing_of_it_happened(gansu, admin, a_reviewer):
    seat = admin(gansu.province)
    post = a_reviewer(gansu.province, name="原样", email="old@example.org").appointments.get()
    with refusing("already"):
        hand_over(seat, post, name="原样", email="old@example.org")
    with refusing("reason"):
        hand_over(seat, post, reason=" ")
    assert Appointment.objects.current().filter(role=Role.REVIEWER).get() == post
    assert not Message.objects.exists()


def test_only_posts_that_one_manages_are_handed_over(gansu, admin, an_officer, a_reviewer):
    seat = admin(gansu.branch)
    with refusing("too_far"):
        hand_over(seat, an_officer(gansu.far_centre).appointments.get())
    with refusing("too_far"):
        hand_over(seat, a_reviewer(gansu.province).appointments.get())
    with refusing("role"):
        hand_over(seat, a_reviewer(gansu.branch).appointments.get())


def test_ones_own_last_administration_may_go_to_somebody(gansu, admin):
    seat = admin(gansu.branch)
    hand_over(seat, seat)
    assert not reach.seats(seat.user)


def test_a_post_lasts_longer_or_for_good_and_its_holder_is_told(gansu, admin, an_officer):
    seat, last = admin(gansu.branch), clock.today() + dt.timedelta(days=3)
    post = an_officer(gansu.centre, until=last).appointments.get()
    longer = last + dt.timedelta(days=100)
    staffing.extend(seat, post, until=longer, by=seat.user)
    assert Appointment.objects.get(pk=post.pk).valid_to == longer
    staffing.extend(seat, post, until=None, by=seat.user)
    assert Appointment.objects.get(pk=post.pk).valid_to is None
    assert Message.objects.filter(letter="staff_extended").count() == 2


def test_nobody_prolongs_their_own_post_nor_one_out_of_reach(gansu, admin, an_officer):
    seat = admin(gansu.branch)
    later = clock.today() + dt.timedelta(days=3)
    with refusing("own"):
        staffing.extend(seat, seat, until=later, by=seat.user)
    with refusing("role"):
        far = an_officer(gansu.far_centre).appointments.get()
        staffing.extend(seat, far, until=later, by=seat.user)
    near = an_officer(gansu.centre).appointments.get()
    with refusing("until"):
        past = clock.today() - dt.timedelta(days=1)
        staffing.extend(seat, near, until=past, by=seat.user)
