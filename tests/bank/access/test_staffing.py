"""Administrators appoint and dismiss within their subtree, never above themselves."""

import datetime as dt

import pytest

from creditbank.bank import clock
from creditbank.bank.access import reach, staffing
from creditbank.bank.history import SYSTEM
from creditbank.bank.history.models import Event
from creditbank.bank.messages.models import Message
from creditbank.bank.organisations import appointments
from creditbank.bank.organisations.models import Appointment
from creditbank.bank.organisations.roles import Role
from creditbank.bank.refusals import Refused
from creditbank.bank.users import passwords
from creditbank.bank.users.models import User
from tests.bank.accounts.people import secret

pytestmark = pytest.mark.django_db
NEW = {"email": "new.one@example.org", "name": "钱新", "role": Role.OFFICER}


@pytest.fixture
def seat(gansu, staff):
    """The administrator of the branch."""
    return reach.seat(staff(Role.BRANCH_ADMIN, gansu.branch), None)


@pytest.fixture
def province_seat(gansu, staff):
    return reach.seat(staff(Role.PROVINCE_ADMIN, gansu.province), None)


def appoint(seat, organisation, **changed):
    return staffing.appoint(seat, organisation=organisation, by=seat.user, **{**NEW, **changed})


def refused(action, *args, **options):
    before = Appointment.objects.count(), User.objects.count(), Message.objects.count()
    with pytest.raises(Refused) as refusal:
        action(*args, **options)
    assert (Appointment.objects.count(), User.objects.count(), Message.objects.count()) == before
    return refusal.value.code


def test_somebody_new_gets_a_post_and_sets_the_first_password_by_the_link(gansu, seat):
    post = appoint(seat, gansu.centre, until=clock.today() + dt.timedelta(days=30))
    assert [row.pk for row in reach.seats(post.user)] == [post.pk]
    assert not post.user.has_usable_password()
    user = passwords.recover(secret("staff_appointed", "token"), "nine brass kettles 88")
    assert user == post.user
    assert user.check_password("nine brass kettles 88")
    event = Event.objects.of(post).get()
    assert (event.verb, event.actor_id) == ("organisations.appointments.appoint", str(seat.user_id))


def test_who_has_a_sign_in_keeps_it_and_gets_no_link(gansu, seat, staff):
    known = staff(Role.REVIEWER, gansu.province, name="孙旧", email="old.one@example.org")
    post = appoint(seat, gansu.centre, email="OLD.one@example.org", name=" 孙 旧")
    assert post.user == known
    assert len(reach.seats(known)) == 2
    assert not Message.objects.get(letter="staff_appointed").hidden


@pytest.mark.parametrize("place", ["province", "second_branch", "far_centre", "elsewhere", "root"])
def test_nobody_is_appointed_outside_the_subtree(gansu, seat, place):
    assert refused(appoint, seat, getattr(gansu, place)) == "too_far"


@pytest.mark.parametrize("role", ["reviewer", "supervisor", "province_admin", "national_admin"])
def test_nobody_appoints_above_themselves(gansu, seat, role):
    assert refused(appoint, seat, gansu.centre, role=Role(role)) == "role"


@pytest.mark.parametrize("role", ["national_admin", "auditor", "rule_editor", "content_editor"])
def test_a_province_appoints_nobody_of_the_centre_and_not_its_own_auditor(
    gansu, province_seat, role
):
    assert refused(appoint, province_seat, gansu.province, role=Role(role)) == "role"


def test_what_concerns_the_whole_bank_stands_at_its_centre(gansu, staff):
    seat = reach.seat(staff(Role.NATIONAL_ADMIN, gansu.root), None)
    refusal = refused(appoint, seat, gansu.province, role=Role.NATIONAL_ADMIN)
    assert refusal == "centre_only"
    assert appoint(seat, gansu.root, role=Role.NATIONAL_ADMIN).role == "national_admin"
    assert appoint(seat, gansu.province, role=Role.AUDITOR, email="a@example.org")


def test_a_slip_of_the_pen_gives_no_stranger_a_post(gansu, seat, a_learner):
    learner = a_learner(centre=gansu.elsewhere_centre)
    assert refused(appoint, seat, gansu.centre, email=learner.user.email) == "no_match"
    assert not learner.user.appointments.exists()


def test_a_post_is_not_given_twice_nor_for_the_past(gansu, seat):
    appoint(seat, gansu.centre)
    assert refused(appoint, seat, gansu.centre) == "already"
    yesterday = clock.today() - dt.timedelta(days=1)
    assert refused(appoint, seat, gansu.centre, email="x@example.org", until=yesterday) == "until"


def test_a_dismissed_one_has_no_seat_from_now_on_and_is_told(gansu, seat):
    post = appoint(seat, gansu.centre)
    assert refused(staffing.dismiss, seat, post, by=seat.user, reason=" ") == "reason"
    staffing.dismiss(seat, post, by=seat.user, reason="调离")
    assert reach.seats(post.user) == []
    assert Message.objects.order_by("id").last().letter == "staff_dismissed"
    assert Event.objects.of(post).last().reason == "调离"
    assert refused(staffing.dismiss, seat, post, by=seat.user, reason="调离") == "moved_on"


def test_an_administrator_dismisses_only_whom_they_could_appoint(gansu, seat, staff):
    reviewer = reach.seat(staff(Role.REVIEWER, gansu.branch), None)
    away = reach.seat(staff(Role.OFFICER, gansu.far_centre), None)
    for post in (reviewer, away):
        assert refused(staffing.dismiss, seat, post, by=seat.user, reason="调离") == "role"


def test_nobody_ends_their_own_last_administration(gansu, seat):
    assert refused(staffing.dismiss, seat, seat, by=seat.user, reason="误点") == "own_last"
    second = appointments.appoint(
        seat.user, role=Role.BRANCH_ADMIN, organisation=gansu.centre, by=SYSTEM
    )
    staffing.dismiss(seat, second, by=seat.user, reason="不再需要")
    assert reach.seats(seat.user) == [seat]


def test_a_colleague_s_lost_second_factor_is_reset_and_sessions_end(gansu, seat, an_officer):
    officer = an_officer(gansu.centre)
    salt, post = officer.session_salt, officer.appointments.get()
    staffing.reset_second_factor(seat, post, by=seat.user, reason="手机丢失")
    officer.refresh_from_db()
    assert officer.totp_confirmed_at is None
    assert officer.session_salt != salt
    post.refresh_from_db()
    post.user.refresh_from_db()
    assert refused(staffing.reset_second_factor, seat, post, by=seat.user, reason="再") == "none"


def test_nobody_resets_their_own_nor_that_of_somebody_with_a_higher_post(gansu, seat, an_officer):
    options = {"by": seat.user, "reason": "手机丢失"}
    assert refused(staffing.reset_second_factor, seat, seat, **options) == "own"
    officer = an_officer(gansu.centre)
    post = officer.appointments.get()
    appointments.appoint(officer, role=Role.REVIEWER, organisation=gansu.province, by=SYSTEM)
    assert refused(staffing.reset_second_factor, seat, post, **options) == "role"
    officer.refresh_from_db()
    assert officer.totp_confirmed_at is not None
