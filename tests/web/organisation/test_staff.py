"""The pages of an administrator, and what happens to whoever is dismissed."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from creditbank.bank import clock
from creditbank.bank.access import staffing
from creditbank.bank.access.reach import seat as seat_of
from creditbank.bank.history import SYSTEM
from creditbank.bank.organisations import appointments, trees
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


def test_the_list_has_the_subtree_and_no_address_in_full(desk, gansu, an_officer):
    an_officer(gansu.centre, name="近样", email="near.one@example.org")
    an_officer(gansu.far_centre, name="远样")
    told = page(desk.get(STAFF))
    assert "近样" in told
    assert "管样" in told
    assert "远样" not in told
    assert "near.one" not in told


def test_it_filters_and_goes_on_page_by_page(desk, gansu, an_officer, monkeypatch):
    monkeypatch.setattr("creditbank.web.organisation.staff.PAGE", 3)
    posts = {
        str(an_officer(place).appointments.get().pk)
        for place in (gansu.branch, gansu.centre, gansu.other_centre) * 3
    }
    path, seen = f"{STAFF}?role=officer", []
    while path:
        told = page(desk.get(path))
        seen += re.findall(r"/work/staff/([\w-]{36})/end/", told)
        following = re.search(r'rel="next" href="([^"]+)"', told)
        path = STAFF + following[1].replace("&amp;", "&") if following else ""
    assert (len(seen), set(seen)) == (9, posts)
    assert len(re.findall("/end/", page(desk.get(f"{STAFF}?place=620101&role=officer")))) == 3
    assert "没有符合条件的岗位" in page(desk.get(f"{STAFF}?place=天水"))
    assert page(desk.get(f"{STAFF}?after=nonsense"))


def test_more_staff_cost_no_more_queries(desk, gansu, an_officer):
    page(desk.get(STAFF))
    with CaptureQueriesContext(connection) as few:
        page(desk.get(STAFF))
    for _time in range(15):
        an_officer(gansu.centre)
    with CaptureQueriesContext(connection) as many:
        page(desk.get(STAFF))
    assert len(many) == len(few) <= 8


FORM = {"email": "n@example.org", "name": "新样", "role": "officer", "organisation": "620101"}


def test_somebody_is_appointed_and_what_was_typed_stays_when_refused(desk):
    wrong = page(desk.post(f"{STAFF}new/", {**FORM, "organisation": "620500"}))
    assert "辖区内没有这个代码的机构" in wrong
    assert 'value="新样"' in wrong
    assert "请选择角色" in page(desk.post(f"{STAFF}new/", {**FORM, "role": ""}))
    past = clock.today() - dt.timedelta(days=1)
    assert "不能早于今天" in page(desk.post(f"{STAFF}new/", {**FORM, "until": past.isoformat()}))
    done = page(desk.post(f"{STAFF}new/", FORM, follow=True))
    assert "本人会收到邮件" in done
    assert "新样" in done
    assert desk.post(f"{STAFF}new/", {**FORM, "role": "reviewer"}).status_code == 200
    assert not Appointment.objects.filter(role="reviewer").exists()


def test_a_post_that_is_ended_closes_the_pages_at_the_next_request(
    desk, signed_in, gansu, an_officer
):
    officer = an_officer(gansu.centre)
    theirs = signed_in(Client(), officer)
    assert theirs.get("/work/tasks/").status_code == 200
    path = f"{STAFF}{officer.appointments.get().pk}/end/"
    assert "请写明原因" in page(desk.post(path, {"reason": ""}))
    assert "岗位已结束" in page(desk.post(path, {"reason": "调离"}, follow=True))
    assert theirs.get("/work/tasks/").status_code == 403
    assert theirs.get("/work/").status_code == 403
    assert desk.get(path).status_code == 404


def test_a_post_whose_last_day_is_over_closes_the_pages_too(client, signed_in, gansu, staff):
    user = staff(Role.OFFICER, gansu.centre, until=clock.today())
    signed_in(client, user)
    assert client.get("/work/tasks/").status_code == 200
    with clock.frozen(clock.now() + dt.timedelta(days=1)):
        signed_in(client, user)  # no session lasts that long
        assert client.get("/work/tasks/").status_code == 403


def test_a_chosen_seat_never_outlives_its_post_and_the_next_one_says_so(
    client, signed_in, gansu, an_officer
):
    user = an_officer(gansu.other_centre)
    other = appointments.appoint(user, role=Role.REVIEWER, organisation=gansu.province, by=SYSTEM)
    signed_in(client, user, seat=other)
    assert client.get("/work/reviews/").status_code == 200
    appointments.dismiss(other, by=SYSTEM)
    told = client.get("/work/reviews/")
    assert told.status_code == 403
    assert "您刚才的岗位已经结束" in told.content.decode()
    home = page(client.get("/work/"))
    assert "您刚才的岗位已经结束" not in home
    assert "七里河教学点 · 办事员" in home


def test_reach_follows_the_seat_and_the_tree_at_once(desk, admin, gansu, an_officer):
    an_officer(gansu.centre, name="近样")
    appointments.appoint(admin, role=Role.BRANCH_ADMIN, organisation=gansu.second_branch, by=SYSTEM)
    an_officer(gansu.far_centre, name="远样")
    second = admin.appointments.get(organisation=gansu.second_branch)
    desk.post("/work/seat/", {"seat": str(second.pk)})
    told = page(desk.get(STAFF))
    assert "远样" in told
    assert "近样" not in told
    assert f'<option value="{second.pk}" selected>' in told
    trees.move(gansu.far_centre, to=gansu.elsewhere_branch, by=SYSTEM)
    assert "远样" not in page(desk.get(STAFF))


def test_security_shows_the_seat_in_force(desk, admin, gansu):
    second = appointments.appoint(admin, role=Role.OFFICER, organisation=gansu.centre, by=SYSTEM)
    desk.post("/work/seat/", {"seat": str(second.pk)})
    assert f'<option value="{second.pk}" selected>' in page(desk.get("/me/security/"))


def test_a_lost_second_factor_is_reset(desk, gansu, an_officer, signed_in):
    officer = an_officer(gansu.centre)
    theirs = signed_in(Client(), officer)
    path = f"{STAFF}{officer.appointments.get().pk}/second-factor/"
    assert "已重置" in page(desk.post(path, {"reason": "手机丢失"}, follow=True))
    assert theirs.get("/work/").status_code == 302
    officer.refresh_from_db()
    assert officer.totp_confirmed_at is None


def test_posts_of_another_subtree_are_not_found(desk, gansu, an_officer):
    post = an_officer(gansu.far_centre).appointments.get()
    for what in ("end", "second-factor"):
        assert desk.get(f"{STAFF}{post.pk}/{what}/").status_code == 404
        assert desk.post(f"{STAFF}{post.pk}/{what}/", {"reason": "x"}).status_code == 404
    assert seat_of(post.user, None) == post


def test_nobody_ends_their_own_last_administration_by_accident(desk, admin):
    post = admin.appointments.get()
    told = page(desk.post(f"{STAFF}{post.pk}/end/", {"reason": "误点"}))
    assert "最后一个管理岗位" in told
    assert staffing.within(post).filter(pk=post.pk).exists()
