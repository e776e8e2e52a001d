"""Handing a post over and changing its term, through the pages."""

import datetime as dt

import pytest
from django.test import Client

from creditbank.bank import clock
from creditbank.bank.organisations.models import Appointment
from creditbank.bank.organisations.roles import Role

pytestmark = pytest.mark.django_db
STAFF = "/work/staff/"


@pytest.fixture
def admin(gansu, staff):
    return staff(Role.BRANCH_ADMIN, gansu.branch, name="管样")


@pytest.fixture
def desk(client, signed_in, admin):
    return signed_in(client, admin)


def page(response):
    assert response.status_code == 200, response
    return response.content.decode()


def test_a_post_is_handed_over_and_the_old_holder_is_out_at_once(
    desk, gansu, an_officer, signed_in
):
    officer = an_officer(gansu.centre)
    theirs = signed_in(Client(), officer)
    path = f"{STAFF}{officer.appointments.get().pk}/handover/"
    told = {"email": "next@example.org", "name": "接样", "reason": ""}
    wrong = page(desk.post(path, told))
    assert "请写明原因" in wrong
    assert 'value="接样"' in wrong
    assert "已移交" in page(desk.post(path, {**told, "reason": "调离"}, follow=True))
    assert theirs.get("/work/").status_code == 403
    now = Appointment.objects.current().get(organisation=gansu.centre)
    assert now.user.name == "接样"
    assert desk.get(path).status_code == 404


def test_an_end_that_is_near_is_shown_and_put_off(desk, gansu, an_officer):
    post = an_officer(gansu.centre, until=clock.today() + dt.timedelta(days=9)).appointments.get()
    assert "即将到期" in page(desk.get(STAFF))
    path = f"{STAFF}{post.pk}/extension/"
    yesterday = clock.today() - dt.timedelta(days=1)
    assert "不能早于今天" in page(desk.post(path, {"until": yesterday.isoformat()}))
    later = clock.today() + dt.timedelta(days=99)
    assert "任期已修改" in page(desk.post(path, {"until": later.isoformat()}, follow=True))
    assert "即将到期" not in page(desk.get(STAFF))


def test_who_has_a_post_that_ends_soon_reads_it_on_the_first_page(client, signed_in, gansu, staff):
    near, far = (clock.today() + dt.timedelta(days=days) for days in (9, 99))
    signed_in(client, staff(Role.OFFICER, gansu.centre, until=near))
    assert "您现在的岗位最后一天是" in page(client.get("/work/"))
    signed_in(client, staff(Role.OFFICER, gansu.centre, until=far))
    assert "您现在的岗位最后一天是" not in page(client.get("/work/"))


def test_nobody_is_offered_to_put_off_their_own_end(client, signed_in, gansu, staff):
    user = staff(Role.BRANCH_ADMIN, gansu.branch, until=clock.today() + dt.timedelta(days=9))
    signed_in(client, user)
    path = f"{STAFF}{user.appointments.get().pk}/extension/"
    assert path not in page(client.get(STAFF))
    assert "请由另一位管理员办理" in page(client.get(path))
    later = clock.today() + dt.timedelta(days=99)
    assert "请由另一位管理员办理" in page(client.post(path, {"until": later.isoformat()}))
    assert user.appointments.get().valid_to < later


def test_posts_of_another_subtree_are_not_found(desk, gansu, an_officer):
    post = an_officer(gansu.far_centre).appointments.get()
    for what in ("handover", "extension"):
        assert desk.get(f"{STAFF}{post.pk}/{what}/").status_code == 404
        assert desk.post(f"{STAFF}{post.pk}/{what}/", {"reason": "x"}).status_code == 404
