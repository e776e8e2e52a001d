"""Circulars reach whom they are addressed to, and it is known who has signed for them."""

import datetime as dt

import pytest

from creditbank.bank import clock
from creditbank.bank.history import SYSTEM
from creditbank.bank.history.models import Event
from creditbank.bank.messages import rendering
from creditbank.bank.messages.models import Message
from creditbank.bank.organisations import appointments, trees
from creditbank.bank.organisations.roles import Role
from creditbank.bank.portal import circulars, notices, tasks
from creditbank.bank.portal.models import Notice
from creditbank.bank.portal.notices import Content
from tests.refusing import refusing

pytestmark = pytest.mark.django_db
WORDS = Content("关于开学激活", "请各教学点组织激活。")


@pytest.fixture
def seat(staff):
    def make(place, role=Role.OFFICER):
        user = staff(role, place)
        found = user.appointments.select_related("organisation").get()
        found.user = user
        return found

    return make


@pytest.fixture
def send(gansu):
    def make(*to, sender=None, with_below=True):
        return circulars.send(
            WORDS, sender=sender or gansu.province, to=to, with_below=with_below, by=SYSTEM
        )

    return make


def reminded():
    return list(
        Message.objects.filter(letter="circular_unsigned").values_list("reader_id", flat=True)
    )


def test_a_subtree_reads_it_and_nobody_beside_or_above(gansu, seat, send):
    row = send(gansu.branch)
    for place in (gansu.branch, gansu.centre, gansu.other_centre):
        assert circulars.received(seat(place)).get() == row
    for place in (gansu.province, gansu.second_branch, gansu.far_centre, gansu.elsewhere):
        assert not circulars.received(seat(place)).exists()


def test_chosen_organisations_read_it_and_nothing_below_them(gansu, seat, send):
    row = send(gansu.branch, gansu.far_centre, with_below=False)
    for place in (gansu.branch, gansu.far_centre):
        assert circulars.received(seat(place)).get() == row
    assert not circulars.received(seat(gansu.centre)).exists()


def test_who_moves_away_reads_it_no_more(gansu, seat, send):
    send(gansu.branch)
    officer = seat(gansu.centre)
    trees.move(gansu.centre, to=gansu.elsewhere_branch, by=SYSTEM)
    officer.organisation.refresh_from_db()
    assert not circulars.received(officer).exists()


def test_a_circular_is_no_notice_of_the_portal(gansu, send):
    send(gansu.branch)
    assert not Notice.objects.public().exists()
    assert not Notice.objects.of_the_portal().exists()


def test_it_is_known_who_has_signed_for_which_organisation_and_when(gansu, seat, send):
    row, first, second = send(gansu.branch), seat(gansu.centre), seat(gansu.branch)
    assert circulars.unsigned(first) == 1
    circulars.sign(row, first, by=first.user)
    at = clock.now()
    circulars.sign(row, first, by=first.user)
    assert circulars.unsigned(first) == 0
    assert circulars.unsigned(second) == 1
    told = [(post.organisation, post.signed_at) for post in circulars.readers(row, gansu.province)]
    assert told[0] == (gansu.branch, None)
    assert told[1][0] == gansu.centre
    assert told[1][1] <= at
    assert circulars.signed(row, gansu.province) == 1
    event = Event.objects.of(row.readings.get()).last()
    assert (event.verb, event.actor_id) == ("portal.circulars.sign", str(first.user_id))


def test_who_has_not_signed_is_reminded_once_a_day(gansu, seat, send):
    row = send(gansu.branch)
    signed, late = seat(gansu.centre), seat(gansu.centre)
    seat(gansu.second_branch)
    circulars.sign(row, signed, by=signed.user)
    for _time in range(2):
        tasks.remind(notice_id=str(row.pk))
    assert reminded() == [late.user_id]
    message = Message.objects.get(letter="circular_unsigned")
    assert f"/work/circulars/{row.pk}/" in rendering.to_read(message).body
    with clock.frozen(clock.now() + dt.timedelta(days=1)):
        tasks.remind(notice_id=str(row.pk))
        assert reminded() == [late.user_id] * 2
        circulars.sign(row, late, by=late.user)
    with clock.frozen(clock.now() + dt.timedelta(days=3)):
        tasks.remind(notice_id=str(row.pk))
    assert len(reminded()) == 2


def test_of_a_withdrawn_one_nobody_reads_or_is_reminded(gansu, seat, send):
    row, officer = send(gansu.branch), seat(gansu.centre)
    notices.withdraw(row, seen=row.revision, by=SYSTEM)
    tasks.remind(notice_id=str(row.pk))
    assert not circulars.received(officer).exists()
    assert reminded() == []


def test_whose_post_has_ended_is_not_reminded(gansu, seat, send):
    row, officer = send(gansu.branch), seat(gansu.centre)
    appointments.dismiss(officer, by=SYSTEM)
    tasks.remind(notice_id=str(row.pk))
    assert reminded() == []


def test_what_cannot_be_sent_is_refused(gansu, send):
    with refusing("nobody", "codes"):
        send()
    for place in (gansu.elsewhere, gansu.root):
        with refusing("too_far", "codes"):
            send(gansu.branch, place)
    with refusing("text_missing", "text_zh"):
        circulars.send(
            Content("标题", " "),
            sender=gansu.province,
            to=[gansu.branch],
            with_below=True,
            by=SYSTEM,
        )
