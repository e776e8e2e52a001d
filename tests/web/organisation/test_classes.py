"""An officer's training classes: within reach only, names masked, one invitation mended at a time."""

import pytest

from creditbank.bank.classes.models import Invitation
from tests.bank.classes import invited
from tests.bank.classes.invited import a_class, a_row, merged
from tests.cast import a_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, signed_in, an_officer, gansu):
    return signed_in(client, an_officer(gansu.branch))


@pytest.fixture
def electricians(gansu, agreement):
    return a_class(gansu.centre)


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def path_of(row, end=""):
    return f"/work/classes/{row.training_class.number}/invitations/{row.pk}/{end}"


def one(electricians, **told):
    merged(electricians, a_row(**told))
    return invited.invitation()


def test_the_list_counts_the_invitations_of_each_class(desk, electricians, gansu):
    merged(electricians, a_row(), a_row())
    merged(a_class(gansu.far_centre, "天水的班"), a_row())
    page = desk.get("/work/classes/")
    [(row, figures)] = page.context["lines"]
    assert row == electricians
    assert [count for _label, count in figures] == [2, 0, 0, 0, 0]
    assert "天水的班" not in text(page)


def test_a_class_lists_masked_people_by_stage(desk, electricians):
    row = one(electricians)
    page = text(desk.get(f"/work/classes/{electricians.number}/"))
    assert "李**" in page
    for secret in (row.name, row.number, row.email):
        assert secret not in page
    assert "没有符合条件" in text(desk.get(f"/work/classes/{electricians.number}/?stage=declined"))


def test_a_class_elsewhere_is_not_found(desk, gansu, agreement):
    row = one(a_class(gansu.far_centre))
    number = row.training_class.number
    assert desk.get(f"/work/classes/{number}/").status_code == 404
    assert desk.get(path_of(row)).status_code == 404
    assert desk.post(path_of(row, "withdrawal/")).status_code == 404


def test_an_invitation_of_another_class_is_not_found(desk, electricians, gansu):
    row, other = one(electricians), a_class(gansu.centre, "另一个班")
    assert desk.get(f"/work/classes/{other.number}/invitations/{row.pk}/").status_code == 404


def test_an_invitation_is_sent_again(desk, electricians):
    row = one(electricians)
    answer = text(desk.post(path_of(row, "sending/"), follow=True))
    assert "已重新发送" in answer
    assert invited.letters() == ["class_invited", "class_invited"]


def test_without_an_address_it_says_so(desk, electricians):
    row = one(electricians, email="")
    assert "没有电子邮箱" in text(desk.post(path_of(row, "sending/"), follow=True))


def test_a_list_does_not_tell_who_has_an_account(desk, electricians, a_learner, an_enrolment):
    number = a_number()
    a_learner(enrolment=an_enrolment(number=number, email="mine@example.org"))
    merged(electricians, a_row(number=number, email=""), a_row(email=""))
    lines = desk.get(f"/work/classes/{electricians.number}/").context["lines"]
    assert len({(line["stage"], line["email"], line["sent_at"]) for line in lines}) == 1


def test_a_bounced_address_is_corrected_by_who_saw_the_card(desk, electricians):
    row = one(electricians)
    unseen = text(desk.post(path_of(row, "address/"), {"email": "right@example.org"}))
    assert "核对身份证件原件以后" in unseen
    assert "right@example.org" in unseen
    told = {"email": "right@example.org", "seen": "on"}
    assert "邀请已发到新邮箱" in text(desk.post(path_of(row, "address/"), told, follow=True))
    assert "这就是现在的邮箱" in text(desk.post(path_of(row, "address/"), told))
    assert invited.invitation().email == "right@example.org"


def test_the_original_is_declared_seen_for_one_and_for_all(desk, electricians):
    row, others = one(electricians), [a_row(), a_row()]
    assert "才能声明" in text(desk.post(path_of(row, "original/"), {}))
    told = {"seen": "on"}
    assert "不再要求上传" in text(desk.post(path_of(row, "original/"), told, follow=True))
    merged(electricians, *others)
    path = f"/work/classes/{electricians.number}/originals/"
    assert "已为 2 人声明" in text(desk.post(path, told, follow=True))
    seen = set(Invitation.objects.values_list("original_seen_by", flat=True))
    assert len(seen) == 1
    assert all(seen)


def test_a_withdrawn_invitation_has_no_name_and_nothing_to_do(desk, electricians):
    row = one(electricians)
    assert "链接失效" in text(desk.get(path_of(row, "withdrawal/")))
    assert "已撤销" in text(desk.post(path_of(row, "withdrawal/"), follow=True))
    shown = text(desk.get(path_of(row)))
    assert "信息已删除" in shown
    assert "重新发送" not in shown
    assert "刚才已有变化" in text(desk.post(path_of(row, "sending/"), follow=True))


def test_lists_ask_no_more_for_many_than_for_few(
    desk, electricians, gansu, django_assert_max_num_queries
):
    for name in ("甲班", "乙班", "丙班"):
        merged(a_class(gansu.centre, name), a_row(), a_row())
    merged(electricians, *(a_row() for _one in range(10)))
    for path in ("/work/classes/", f"/work/classes/{electricians.number}/"):
        desk.get(path)
        with django_assert_max_num_queries(8):
            desk.get(path)


def test_pages_turn_in_the_order_of_the_roster(desk, electricians, monkeypatch):
    from creditbank.web.organisation import classes

    monkeypatch.setattr(classes, "PAGE", 2)
    merged(electricians, *(a_row(number=a_number()) for _one in range(3)))
    first = desk.get(f"/work/classes/{electricians.number}/")
    second = desk.get(f"/work/classes/{electricians.number}/{first.context['next']}")
    assert [len(page.context["lines"]) for page in (first, second)] == [2, 1]
    assert second.context["next"] == ""
    shown = [line["id"] for page in (first, second) for line in page.context["lines"]]
    assert len(set(shown)) == 3


def test_who_may_not_open_classes_sees_none(client, signed_in, a_reviewer, gansu, electricians):
    reviewer = signed_in(client, a_reviewer(gansu.province))
    assert reviewer.get("/work/classes/").status_code == 403
    assert "/work/classes/" not in text(reviewer.get("/work/"))
