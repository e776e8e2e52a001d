"""The policies of provinces, through the pages."""

import datetime as dt

import pytest

from creditbank.bank import clock
from creditbank.bank.organisations import policies
from creditbank.bank.organisations.models import PolicyKey
from creditbank.bank.organisations.roles import Role

pytestmark = pytest.mark.django_db
POLICIES = "/work/policies/"


def page(response):
    assert response.status_code == 200, response
    return response.content.decode()


def test_a_province_sets_its_own_and_sees_what_held(client, signed_in, gansu, staff):
    signed_in(client, staff(Role.PROVINCE_ADMIN, gansu.province, name="省样"))
    told = page(client.get(POLICIES))
    assert "甘肃开放大学" in told
    assert "广东开放大学" not in told
    path = f"{POLICIES}620000/"
    assert "请选择一项" in page(client.post(path, {"value": "everybody"}))
    assert "已设定" in page(client.post(path, {"value": "branch"}, follow=True))
    later = (clock.today() + dt.timedelta(days=9)).isoformat()
    told = page(client.post(path, {"value": "study_centre", "since": later}, follow=True))
    assert "尚未生效" in told
    assert policies.in_force(gansu.province, PolicyKey.FIRST_CHECK) == "branch"
    assert "由分校初审" in page(client.get("/work/organisations/620000/"))
    assert client.get(f"{POLICIES}440000/").status_code == 404
    assert client.post(f"{POLICIES}440000/", {"value": "branch"}).status_code == 404


def test_the_centre_sets_it_for_any_province_and_a_branch_for_none(client, signed_in, gansu, staff):
    signed_in(client, staff(Role.NATIONAL_ADMIN, gansu.root))
    path = f"{POLICIES}440000/"
    assert "已设定" in page(client.post(path, {"value": "branch"}, follow=True))
    assert policies.in_force(gansu.elsewhere, PolicyKey.FIRST_CHECK) == "branch"
    assert client.get(f"{POLICIES}620100/").status_code == 404
    signed_in(client, staff(Role.BRANCH_ADMIN, gansu.branch))
    assert client.get(POLICIES).status_code == 403
