"""An officer's tasks: of the own subtree only, settled once, confirmed with the person present."""

import pytest

from creditbank.bank.access.models import Disclosure
from creditbank.bank.accounts import activations
from creditbank.bank.accounts.models import Account
from creditbank.bank.enrolments import complaints
from creditbank.bank.enrolments.models import Complaint
from creditbank.bank.history import VISITOR

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, signed_in, an_officer, gansu):
    return signed_in(client, an_officer(gansu.centre))


@pytest.fixture
def unvouched(an_enrolment, agreement):
    def make(centre=None):
        enrolment = an_enrolment(centre)
        email = f"typed{enrolment.student_number}@example.net"
        return activations.activate(enrolment, agreement=agreement, email=email, by=VISITOR)

    return make


def page(response):
    assert response.status_code == 200
    return response.content.decode()


def test_home_counts_what_waits_in_the_subtree(desk, gansu, an_enrolment, unvouched):
    complaints.raise_one(an_enrolment(), "有误", by=VISITOR)
    complaints.raise_one(an_enrolment(gansu.far_centre), "有误", by=VISITOR)
    unvouched()
    home = desk.get("/work/")
    assert [task.waiting for task in home.context["tasks"]] == [1, 1, 0]
    assert gansu.centre.name_zh in page(home)


def test_a_reviewer_sees_the_queue_and_no_tasks(client, signed_in, a_reviewer, gansu, unvouched):
    unvouched()
    reviewer = signed_in(client, a_reviewer(gansu.province))
    assert [task.path for task in reviewer.get("/work/").context["tasks"]] == ["/work/reviews/"]
    assert reviewer.get("/work/tasks/").status_code == 403


def test_every_role_has_a_home(client, signed_in, staff, gansu):
    for role in ("auditor", "expert", "national_admin", "content_editor"):
        signed_in(client, staff(role, gansu.root))
        assert "工作台" in page(client.get("/work/"))


def test_a_stranger_is_sent_to_sign_in(client, gansu):
    assert client.get("/work/tasks/").url.startswith("/login")


def test_the_list_masks_names_and_holds_no_number(desk, an_enrolment, unvouched):
    enrolment = an_enrolment()
    complaints.raise_one(enrolment, "专业有误", by=VISITOR)
    shown = page(desk.get("/work/tasks/"))
    assert "李**" in shown
    assert unvouched().number not in shown
    assert "李示例" not in shown
    assert enrolment.number not in shown


def test_a_complaint_is_read_answered_and_gone(desk, an_enrolment):
    row = complaints.raise_one(an_enrolment(), "专业应为法学", by=VISITOR)
    path = f"/work/tasks/complaints/{row.pk}/"
    assert "专业应为法学" in page(desk.get(path))
    assert Disclosure.objects.get().subject_id == row.pk
    assert "请写明处理结果" in page(desk.post(path, {"answer": ""}))
    assert "已处理" in page(desk.post(path, {"answer": "已更正"}, follow=True))
    assert Complaint.objects.get().stage == "settled"
    assert desk.get(path).status_code == 404


def test_tasks_of_another_place_are_not_found(desk, gansu, an_enrolment, unvouched):
    row = complaints.raise_one(an_enrolment(gansu.other_centre), "有误", by=VISITOR)
    account = unvouched(gansu.other_centre)
    assert desk.get(f"/work/tasks/complaints/{row.pk}/").status_code == 404
    assert desk.get(f"/work/tasks/confirmations/{account.number}/").status_code == 404
    assert desk.post(f"/work/tasks/complaints/{row.pk}/", {"answer": "x"}).status_code == 404


def test_a_person_is_confirmed_by_the_address_they_name(desk, unvouched):
    account = unvouched()
    path = f"/work/tasks/confirmations/{account.number}/"
    shown = page(desk.get(path))
    assert account.user.email not in shown
    wrong = page(desk.post(path, {"email": "someone@example.com", "seen": "on"}))
    assert "填写的不是这个邮箱" in wrong
    unseen = page(desk.post(path, {"email": account.user.email}))
    assert "核对身份证件原件以后" in unseen
    assert not Account.objects.get(pk=account.pk).vouched_by
    done = desk.post(path, {"email": account.user.email, "seen": "on"}, follow=True)
    assert "已确认" in page(done)
    row = Account.objects.get(pk=account.pk)
    assert row.vouched_by == "in_person"
    assert row.original_seen_by


def test_the_list_asks_the_database_no_more_for_many_than_for_few(
    desk, an_enrolment, unvouched, django_assert_max_num_queries
):
    for _time in range(3):
        complaints.raise_one(an_enrolment(), "有误", by=VISITOR)
        unvouched()
    desk.get("/work/tasks/")
    with django_assert_max_num_queries(12):
        desk.get("/work/tasks/")


def test_switching_the_seat(client, signed_in, an_officer, gansu):
    from creditbank.bank.history import SYSTEM
    from creditbank.bank.organisations import appointments
    from creditbank.bank.organisations.roles import Role

    user = an_officer(gansu.centre)
    other = appointments.appoint(user, role=Role.REVIEWER, organisation=gansu.province, by=SYSTEM)
    signed_in(client, user)
    client.post("/work/seat/", {"seat": str(other.pk), "next": "https://evil.example/"})
    assert client.get("/work/").context["seat"] == other
    client.post("/work/seat/", {"seat": "not mine"})
    assert client.get("/work/").context["seat"] == other
