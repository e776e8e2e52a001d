"""Founding, editing, moving and closing, each only as far as a seat reaches."""

import pytest

from creditbank.bank.administration import organisations
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.history.models import Event
from creditbank.bank.organisations.models import Organisation, Parentage
from creditbank.bank.reviews import cases, superiors
from creditbank.bank.reviews.models import Kind
from tests.bank.administration.facts import facts
from tests.refusing import refusing

pytestmark = pytest.mark.django_db


def fresh(row):
    return Organisation.objects.get(pk=row.pk)


def test_a_branch_founds_a_study_centre_below_itself(gansu, admin):
    seat = admin(gansu.branch)
    row = organisations.found(seat, code="620121", parent=gansu.branch, by=seat.user, **facts())
    assert row.path == "000000/620000/620100/620121/"
    assert Parentage.objects.get(organisation=row).parent == gansu.branch
    event = Event.objects.get(subject="bank_organisation", subject_id=row.pk)
    assert event.actor_id == str(seat.user_id)


def test_nobody_founds_anything_beside_or_above_themselves(gansu, admin):
    seat = admin(gansu.branch)
    for parent in (gansu.second_branch, gansu.province, gansu.elsewhere_branch):
        with refusing("too_far"):
            organisations.found(seat, code="620121", parent=parent, by=seat.user, **facts())


def test_a_code_is_refused_in_the_same_words_whoever_has_it(gansu, admin):
    seat, said = admin(gansu.branch), set()
    for code in (gansu.centre.code, gansu.elsewhere_centre.code):
        with refusing("code_taken") as caught:
            organisations.found(seat, code=code, parent=gansu.branch, by=seat.user, **facts())
        said.add(str(caught.value))
    assert len(said) == 1
    with refusing("code_shape"):
        organisations.found(seat, code="a/b", parent=gansu.branch, by=seat.user, **facts())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_zh", ""),
        ("region", "629999"),
        ("responsible_phone", "call us"),
        ("capacities", []),
        ("capacities", ["study_centre", "province"]),
        ("capacities", ["issuer"]),
    ],
)
def test_facts_that_cannot_be_are_named(gansu, admin, field, value):
    seat, told = admin(gansu.branch), facts(**{field: value})
    with refusing("fact") as caught:
        organisations.found(seat, code="620121", parent=gansu.branch, by=seat.user, **told)
    assert caught.value.field == field


def test_of_ones_own_organisation_only_who_is_responsible_can_be_changed(gansu, admin):
    seat = admin(gansu.branch)
    told = facts(name_zh="兰州省校", capacities=["branch", "study_centre"], responsible_name="新样")
    organisations.edit(seat, gansu.branch, seen=0, by=seat.user, **told)
    row = fresh(gansu.branch)
    assert (row.name_zh, row.capacities) == ("兰州分校", ["branch"])
    assert row.responsible_name == "新样"


def test_the_second_of_two_who_edit_is_told(gansu, admin):
    seat = admin(gansu.branch)
    organisations.edit(seat, gansu.centre, seen=0, by=seat.user, **facts())
    with refusing("edited_meanwhile"):
        organisations.edit(seat, gansu.centre, seen=0, by=seat.user, **facts(name_zh="迟"))
    assert fresh(gansu.centre).name_zh == "永登教学点"


def test_what_the_centre_made_of_an_organisation_stays_when_a_branch_edits_it(gansu, admin):
    gansu.centre.capacities = ["study_centre", "issuer"]
    gansu.centre.save()
    seat = admin(gansu.branch)
    with refusing("fact"):
        organisations.edit(seat, gansu.centre, seen=0, by=seat.user, **facts())
    told = facts(capacities=["issuer", "study_centre"])
    organisations.edit(seat, gansu.centre, seen=0, by=seat.user, **told)
    assert fresh(gansu.centre).name_zh == "永登教学点"


def test_a_centre_moves_with_its_enrolments_and_cases_to_another_province(
    gansu, admin, a_learner, django_assert_max_num_queries
):
    account = a_learner("pending_review", centre=gansu.centre)
    seat = admin(gansu.root)
    with django_assert_max_num_queries(60):
        organisations.move(
            seat, gansu.centre, to=gansu.elsewhere_branch, by=seat.user, reason="区划调整"
        )
    assert fresh(gansu.centre).path == "000000/440000/440600/620101/"
    assert Enrolment.objects.get(pk=account.enrolment_id).province == gansu.elsewhere
    superiors.follow_the_tree(by=seat.user)  # what the deferred job does
    assert cases.of(Kind.ACCOUNT, account.pk).organisation == gansu.elsewhere


def test_a_student_number_that_is_taken_there_stops_a_move_whole(gansu, admin, an_enrolment):
    an_enrolment(centre=gansu.centre, student_number="2476200001")
    an_enrolment(centre=gansu.elsewhere_centre, student_number="2476200001")
    seat = admin(gansu.root)
    with refusing("student_numbers"):
        organisations.move(seat, gansu.branch, to=gansu.elsewhere, by=seat.user, reason="x")
    assert fresh(gansu.branch).path == "000000/620000/620100/"


def test_nobody_moves_what_is_not_below_them_nor_to_where_they_do_not_reach(gansu, admin):
    seat = admin(gansu.branch)
    told = {"by": seat.user, "reason": "x"}
    with refusing("own"):
        organisations.move(seat, gansu.branch, to=gansu.centre, **told)
    with refusing("too_far"):
        organisations.move(seat, gansu.far_centre, to=gansu.branch, **told)
    with refusing("too_far"):
        organisations.move(seat, gansu.centre, to=gansu.second_branch, **told)
    with refusing("same"):
        organisations.move(seat, gansu.centre, to=gansu.branch, **told)


def test_a_moved_organisation_is_out_of_reach_for_who_had_it(gansu, admin):
    national, old, new = admin(gansu.root), admin(gansu.branch), admin(gansu.second_branch)
    organisations.move(
        national, gansu.centre, to=gansu.second_branch, by=national.user, reason="区划"
    )
    row = fresh(gansu.centre)
    with refusing("too_far"):
        organisations.edit(old, row, seen=0, by=old.user, **facts())
    organisations.edit(new, row, seen=0, by=new.user, **facts())


def test_the_tree_has_at_most_six_levels(gansu, admin):
    seat, parent = admin(gansu.root), gansu.centre
    for code in ("A5", "A6"):
        parent = organisations.found(seat, code=code, parent=parent, by=seat.user, **facts())
    with refusing("too_deep"):
        organisations.found(seat, code="A7", parent=parent, by=seat.user, **facts())
    with refusing("too_deep"):
        organisations.move(seat, gansu.branch, to=gansu.far_centre, by=seat.user, reason="x")


def test_an_organisation_closes_when_nothing_is_open_there_and_says_what_is(
    gansu, admin, a_learner, an_officer
):
    seat = admin(gansu.province)
    a_learner("pending_review", centre=gansu.centre)
    an_officer(gansu.centre)
    with refusing("still_open") as caught:
        organisations.close(seat, gansu.centre, by=seat.user, reason="停办")
    told = str(caught.value)
    assert "1 个在任岗位" in told
    assert "1 条在读学籍" in told
    assert "1 件未结审核" in told
    with refusing("still_open") as caught:
        organisations.close(seat, gansu.branch, by=seat.user, reason="停办")
    assert "2 个下级机构" in str(caught.value)
    organisations.close(seat, gansu.far_centre, by=seat.user, reason="停办")
    assert fresh(gansu.far_centre).closed_on


def test_nothing_begins_any_more_where_it_is_closed(gansu, admin):
    seat = admin(gansu.province)
    organisations.close(seat, gansu.far_centre, by=seat.user, reason="停办")
    told = {"by": seat.user, "reason": "x"}
    closed = fresh(gansu.far_centre)
    with refusing("parent_closed"):
        organisations.found(seat, code="A7", parent=closed, by=seat.user, **facts())
    with refusing("parent_closed"):
        organisations.move(seat, gansu.centre, to=closed, **told)
    for act in (organisations.close, organisations.move):
        more = {"to": gansu.branch} if act is organisations.move else {}
        with refusing("closed"):
            act(seat, closed, **more, **told)
    with refusing("closed"):
        organisations.edit(seat, closed, seen=0, by=seat.user, **facts())
