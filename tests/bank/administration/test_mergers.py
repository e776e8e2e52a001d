"""A merger: everything goes over, the past stays."""

import pytest

from creditbank.bank import clock
from creditbank.bank.accounts import routing
from creditbank.bank.administration import mergers
from creditbank.bank.desk import carriers
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.history.models import Event
from creditbank.bank.organisations import trees
from creditbank.bank.organisations.models import Appointment, Organisation, Parentage
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind
from tests.refusing import refusing

pytestmark = pytest.mark.django_db


@pytest.fixture
def merge(gansu, admin):
    """Function: `merge(one, into)` as an administrator of Gansu."""
    seat = admin(gansu.province)

    def merge(one, into):
        mergers.merge(seat, one, into=into, by=seat.user, reason="调整布局")

    return merge


def test_learners_cases_and_posts_go_over_and_it_says_who_took_over(
    gansu, merge, a_learner, an_officer
):
    account = a_learner("pending_review", centre=gansu.centre)
    officer = an_officer(gansu.centre)
    merge(gansu.centre, gansu.other_centre)
    gone = Organisation.objects.get(pk=gansu.centre.pk)
    assert (gone.closed_on, gone.merged_into) == (clock.today(), gansu.other_centre)
    account.refresh_from_db()
    assert account.organisation == routing.place_of(account) == gansu.other_centre
    case = cases.of(Kind.ACCOUNT, account.pk)
    assert (case.place, case.organisation) == (gansu.other_centre, gansu.province)
    now = Appointment.objects.current().get(user=officer)
    assert (now.organisation, now.role) == (gansu.other_centre, "officer")
    assert officer.appointments.count() == 2  # the old one is kept, with its last day
    event = Event.objects.filter(subject="bank_organisation", subject_id=gone.pk).latest("id")
    assert (event.reason, event.verb) == ("调整布局", "organisations.trees.close")


def test_who_had_the_same_post_in_both_has_it_once(gansu, merge, an_officer):
    from creditbank.bank.history import SYSTEM
    from creditbank.bank.organisations import appointments

    officer = an_officer(gansu.centre)
    appointments.appoint(officer, role="officer", organisation=gansu.other_centre, by=SYSTEM)
    merge(gansu.centre, gansu.other_centre)
    assert Appointment.objects.current().filter(user=officer).count() == 1


def test_a_branch_takes_its_centres_along_with_their_past(gansu, merge, an_enrolment):
    row = an_enrolment(centre=gansu.centre)
    merge(gansu.branch, gansu.second_branch)
    centre = Organisation.objects.get(pk=gansu.centre.pk)
    assert centre.path == "000000/620000/620500/620101/"
    assert Enrolment.objects.get(pk=row.pk).study_centre == centre
    past = Parentage.objects.filter(organisation=centre).order_by("valid_from", "valid_to")
    assert past.last().parent == gansu.second_branch
    assert Organisation.objects.get(pk=gansu.branch.pk).path == "000000/620000/620100/"


def test_provinces_that_merge_have_one_numbering(gansu, admin, an_enrolment):
    seat = admin(gansu.root)
    near, far = an_enrolment(centre=gansu.centre), an_enrolment(centre=gansu.elsewhere_centre)
    mergers.merge(seat, gansu.elsewhere, into=gansu.province, by=seat.user, reason="x")
    provinces = Enrolment.objects.filter(pk__in=[near.pk, far.pk])
    assert set(provinces.values_list("province", flat=True)) == {gansu.province.pk}
    assert routing.place_of_region("440600") == gansu.root


def test_only_siblings_below_ones_own_are_merged(gansu, admin, merge):
    with refusing("no_sibling"):
        merge(gansu.centre, gansu.far_centre)
    with refusing("no_sibling"):
        merge(gansu.centre, gansu.centre)
    with refusing("own"):
        merge(gansu.province, gansu.elsewhere)
    seat = admin(gansu.second_branch)
    with refusing("too_far"):
        mergers.merge(seat, gansu.centre, into=gansu.other_centre, by=seat.user, reason="x")


def test_a_register_that_still_names_the_old_code_finds_the_new_centre(gansu, merge, tmp_path):
    from tests.cast import SOMEBODY, a_number

    merge(gansu.centre, gansu.other_centre)
    head = "姓名,证件号码,教学点代码,层次,入学学期,学号"
    path = tmp_path / "register.csv"
    path.write_text(f"{head}\n李示例,{a_number()},620101,本科,2024秋,2476200009\n", "utf-8")
    run = carriers.bring_in(path, organisation=gansu.province, by=SOMEBODY)
    assert run.counts["new"] == 1
    row = Enrolment.objects.get(student_number="2476200009")
    assert row.study_centre == gansu.other_centre


def test_who_stands_for_a_code_is_found_from_heir_to_heir(gansu, merge, admin):
    merge(gansu.centre, gansu.other_centre)
    third = trees.found(code="620103", name_zh="三", parent=gansu.branch, by=admin(gansu.root).user)
    merge(gansu.other_centre, third)
    standing = trees.standing(gansu.province)
    assert {standing[code] for code in ("620101", "620102", "620103")} == {third.pk}


def test_classes_go_over_and_two_of_one_name_are_refused(gansu, merge, an_officer):
    from creditbank.bank.classes import rosters as classes

    officer = an_officer(gansu.centre)
    mine = classes.found("汽车维修班", organisation=gansu.centre, by=officer)
    classes.found("汽车维修班", organisation=gansu.other_centre, by=officer)
    with refusing("class_names") as caught:
        merge(gansu.centre, gansu.other_centre)
    assert "汽车维修班" in str(caught.value)
    gansu.centre.refresh_from_db()
    assert gansu.centre.closed_on is None
    type(mine).objects.filter(pk=mine.pk).update(name="汽车维修班（原天水）")
    merge(gansu.centre, gansu.other_centre)
    mine.refresh_from_db()
    assert mine.organisation == gansu.other_centre
