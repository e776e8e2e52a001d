"""Rosters of classes as runs: looked at first, confirmed, merged whole; twice is as once."""

import io
from pathlib import Path

import pytest

from creditbank.bank.classes import comparisons, invitations, staging, tasks
from creditbank.bank.classes.models import ClassOutcome, Invitation, TrainingClass
from creditbank.bank.desk import carriers, engines, permits, rosters, runs
from creditbank.bank.history.models import Event
from creditbank.bank.organisations.roles import Role
from creditbank.bank.sheets import sources
from tests.bank.classes import invited
from tests.bank.classes.invited import HEAD, OFFICER, TITLE, a_row
from tests.bank.sheets import made
from tests.cast import a_number

pytestmark = pytest.mark.django_db
SHEETS = Path(__file__).parents[2] / "data" / "rosters"
MESSY = ("20_messy_gbk.csv", "30_messy_twoheader_merged.xlsx", "40_real_biff.xls")


@pytest.fixture
def centre(gansu, agreement):
    return gansu.centre


def received(organisation, *rows, name="春季电工班.csv", kind="class", **told):
    file = io.BytesIO(made.csv(HEAD, *rows))
    file.name = name
    return runs.receive(file, kind=kind, organisation=organisation, by=OFFICER, **told)


def checked(organisation, *rows, **told):
    run = received(organisation, *rows, **told)
    carriers.check(run.pk)
    return fresh(run)


def confirmed(run):
    runs.confirm(run, by=OFFICER)
    carriers.merge(run.pk)
    return fresh(run)


def fresh(run):
    run.refresh_from_db()
    return run


def changes(run):
    """How many rows are new, changed, unchanged, rejected."""
    names = ("new", "changed", "unchanged", "reject")
    return tuple(run.counts.get(name, 0) for name in names)


def test_nothing_is_written_before_it_is_confirmed_and_then_all_of_it(centre):
    rows = [a_row(), a_row(), a_row(成绩="很好很好很好")]
    rows[2][1] = "659011199004229030"
    run = checked(centre, *rows, class_name=" 电工  春季班 ")
    assert (run.stage, changes(run)) == ("checked", (2, 0, 0, 1))
    assert not TrainingClass.objects.exists()
    assert confirmed(run).stage == "merged"
    made_class = TrainingClass.objects.get()
    assert (made_class.name, made_class.organisation) == ("电工 春季班", centre)
    assert (made_class.run, made_class.by_label) == (run, OFFICER.actor_label)
    assert Invitation.objects.count() == ClassOutcome.objects.count() == 2
    tasks.send(class_id=str(made_class.pk))
    assert invited.letters() == ["class_invited"] * 2


def test_by_a_run_the_same_is_written_as_by_the_room_itself(centre):
    number = a_number()
    rows = [a_row(number=number, 证书编号="A 7"), a_row(number=number, 成果名称="高处作业")]
    rows.append(a_row(成果名称="", 成绩="", 学分="", 取得日期="2025年6月", 手机号=""))
    confirmed(checked(centre, *rows))
    made_class = TrainingClass.objects.get(name="春季电工班")
    assert invited.merged(made_class, *rows) == {"new": 0, "changed": 0, "unchanged": 3}


def test_the_same_file_twice_changes_nothing(centre):
    rows = [a_row() for _each in range(3)]
    confirmed(checked(centre, *rows))
    tasks.send(class_id=str(TrainingClass.objects.get().pk))
    before, letters = Invitation.objects.count(), invited.letters()
    events = Event.objects.filter(subject__in=("bank_invitation", "bank_classoutcome")).count()
    again = confirmed(checked(centre, *rows))
    assert (again.stage, changes(again)) == ("merged", (0, 0, 3, 0))
    tasks.send(class_id=str(TrainingClass.objects.get().pk))
    assert (Invitation.objects.count(), invited.letters()) == (before, letters)
    now = Event.objects.filter(subject__in=("bank_invitation", "bank_classoutcome")).count()
    assert now == events


@pytest.mark.parametrize("name", MESSY)
def test_a_messy_sheet_is_judged_as_by_the_check_and_its_rejected_rows_stay_out(centre, name):
    path = SHEETS / name
    with path.open("rb") as file, sources.opened(name, file) as source:
        told = [
            (said.line, said.status, said.reasons)
            for _r, said in rosters.KINDS["class"].read(source)
        ]
    run = carriers.bring_in(
        path, kind="class", organisation=centre, by=OFFICER, class_name="班", accept_rest=True
    )
    staged = list(engines.rows(run))
    found = [(row.line, row.status, row.reasons) for row in staged if row.line > 0]
    assert found == [one for one in told if one[0] > 0]
    taken = {row.told_number for row in staged if row.change}
    assert {row.number for row in Invitation.objects.select_related("person_key")} == taken
    again = carriers.bring_in(
        path, kind="class", organisation=centre, by=OFFICER, class_name="班", accept_rest=True
    )
    assert changes(again)[:3] == (0, 0, sum(bool(row.change) for row in staged))
    assert Invitation.objects.count() == len(taken)


def test_what_a_row_would_change_is_named_column_by_column(centre):
    number = a_number()
    confirmed(checked(centre, a_row(number=number)))
    run = checked(centre, a_row("李示范", number, 成绩="优秀", 取得日期="2025-07"))
    row = engines.rows(run).get()
    assert (row.change, row.shown_differences) == ("changed", ["name", "score", "obtained_on"])
    confirmed(run)
    outcome = invited.invitation(number).outcomes.get()
    assert (outcome.mark, outcome.obtained_precision) == ("优秀", "month")


def test_a_cancelled_run_leaves_nothing(centre):
    run = checked(centre, a_row())
    runs.cancel(run, by=OFFICER)
    carriers.merge(run.pk)
    assert (fresh(run).stage, Invitation.objects.count()) == ("cancelled", 0)
    assert not TrainingClass.objects.exists()


def test_who_was_invited_meanwhile_is_not_invited_again(centre):
    row = a_row()
    first, second = checked(centre, row), checked(centre, row)
    confirmed(first)
    assert changes(confirmed(second)) == (0, 0, 1, 0)
    assert Invitation.objects.count() == 1


def test_what_would_do_more_than_was_confirmed_is_asked_again(centre):
    row = a_row()
    confirmed(checked(centre, row))
    run = checked(centre, row)
    assert changes(run) == (0, 0, 1, 0)
    invitations.withdraw(invited.invitation(), by=OFFICER)
    assert changes(confirmed(run)) == (1, 0, 0, 0)
    assert run.stage == "checked"
    assert Invitation.objects.filter(stage="invited").count() == 0


def test_a_roster_that_is_longer_than_a_class_is_refused_with_what_to_do(centre, monkeypatch):
    monkeypatch.setattr(comparisons, "MOST", 2)
    run = checked(centre, *(a_row() for _each in range(3)))
    assert run.stage == "refused"
    assert "请分成几个班上传" in run.refusal


def test_the_class_is_called_like_the_file_where_nobody_names_it(centre):
    run = received(centre, a_row())
    assert staging.name_of(run) == "春季电工班"
    run.file_name = ""
    assert staging.name_of(run) == staging.NAMELESS
    run.options = {"class": "  焊工 "}
    assert staging.name_of(run) == "焊工"


def test_the_columns_tell_a_class_among_what_may_be_brought(centre):
    assert checked(centre, a_row(), kind="", kinds=["register", "class"]).kind == "class"
    assert checked(centre, a_row(), kind="", kinds=["register"]).kind == "register"


def test_runs_are_seen_by_who_may_bring_in_their_kind(gansu, centre, an_officer, staff):
    seats = {
        "officer": an_officer(centre).appointments.get(),
        "admin": staff(Role.BRANCH_ADMIN, gansu.branch).appointments.get(),
        "institution": staff(Role.INSTITUTION_OFFICER, gansu.branch).appointments.get(),
        "auditor": staff(Role.AUDITOR, gansu.root).appointments.get(),
    }
    kinds = ("class", "register", "courses", "")
    for kind in kinds:
        received(centre, a_row(), kind=kind)
    file = io.BytesIO(made.csv(HEAD, a_row()))
    file.name = "own.csv"
    own = runs.receive(file, organisation=centre, by=seats["admin"].user)

    def seen(who):
        return sorted(run.kind for run in permits.runs_of(seats[who]))

    assert seen("officer") == ["class"]
    assert seen("admin") == ["", "class", "register"]
    assert own in permits.runs_of(seats["admin"])
    assert seen("institution") == []
    assert seen("auditor") == ["class", "courses", "register"]


def test_of_a_row_that_is_staged_nothing_can_be_read_without_the_key(centre):
    number = a_number()
    run = checked(centre, a_row("李示例", number, 成果名称=TITLE))
    staged = engines.rows(run).get()
    kept = b"".join(bytes(getattr(staged, name)) for name in ("name", "number", "told"))
    assert all(word.encode() not in kept for word in (number, "李示例", TITLE))
    assert (staged.told_name, staged.told_number) == ("李示例", number)
