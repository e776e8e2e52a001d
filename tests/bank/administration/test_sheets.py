"""The tree from a spreadsheet: read, compared, confirmed, and handed out again."""

import datetime as dt

import pytest

from creditbank.bank import clock
from creditbank.bank.administration import exports, sheets
from creditbank.bank.administration.columns import HEADINGS
from creditbank.bank.administration.models import TreeSheet
from creditbank.bank.administration.rows import Row
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.organisations.models import Organisation, Parentage
from creditbank.bank.refusals import Refused
from tests.bank.administration.made import (
    confirmed,
    csv,
    drawn_up,
    opened,
    read,
    verdicts,
)
from tests.refusing import refusing

pytestmark = pytest.mark.django_db
CENTRE = ("620121", "永登教学点", "", "620100", "教学点", "620121", "示例人", "0931-555-0100")


def cells(code="620121", **others):
    told = dict(zip(HEADINGS, CENTRE, strict=True)) | {"机构代码": code} | others
    return tuple(told.values())


def reasons(plan, code):
    return " ".join(next(line.reasons for line in plan.lines if line.code == code))


def test_each_row_has_its_verdict_and_what_changes(gansu, admin):
    plan = drawn_up(
        admin(gansu.province),
        cells("620121"),
        cells("620102", 机构名称="七里河教学点", 行政区划代码="", 负责人="新样", 负责人电话=""),
        cells("620501", 机构名称="天水教学点", 上级机构代码="620500", 行政区划代码="",
              负责人="", 负责人电话=""),
        cells("620122", 机构类型="大学"),
    )  # fmt: skip
    assert verdicts(plan) == {
        "620121": "new",
        "620102": "changed",
        "620501": "unchanged",
        "620122": "rejected",
    }
    changed = next(line for line in plan.lines if line.code == "620102")
    assert changed.changes == [("responsible_name", "", "新样")]
    assert "没有“大学”这种机构类型" in reasons(plan, "620122")
    assert reasons(plan, "620122").startswith("E5：")


def test_children_may_stand_before_their_parents(gansu, admin):
    seat = admin(gansu.province)
    rows = read(
        csv(
            cells("620121", 上级机构代码="620900"),
            cells("620900", 机构名称="酒泉分校", 上级机构代码="620000", 机构类型="分校"),
        )
    )
    confirmed(seat, rows)
    row = Organisation.objects.get(code="620121")
    assert row.path == "000000/620000/620900/620121/"
    assert Parentage.objects.get(organisation=row).parent.code == "620900"
    assert row.responsible_name == "示例人"


def test_twice_changes_nothing(gansu, admin):
    seat, content = admin(gansu.province), csv(cells())
    confirmed(seat, read(content))
    assert verdicts(drawn_up(seat, cells())) == {"620121": "unchanged"}
    before = list(Organisation.objects.order_by("id").values())
    confirmed(seat, read(content))
    assert list(Organisation.objects.order_by("id").values()) == before


def test_circles_are_refused_however_they_close(gansu, admin):
    seat = admin(gansu.province)
    two = drawn_up(
        seat,
        cells("620121", 上级机构代码="620122"),
        cells("620122", 上级机构代码="620121"),
    )
    assert set(verdicts(two).values()) == {"rejected"}
    assert "成了一个圈" in reasons(two, "620121")
    # The other half of this circle stands in the tree, not in the sheet.
    below = drawn_up(
        seat,
        cells("620100", 机构名称="兰州分校", 上级机构代码="620101", 机构类型="分校"),
    )
    assert verdicts(below) == {"620100": "rejected"}


@pytest.mark.parametrize(
    "row",
    [
        cells("440601"),  # somebody else's code
        cells("620121", 上级机构代码="440600"),  # somebody else's parent
        cells("620121", 上级机构代码="620500"),  # the branch beside
        cells("620121", 上级机构代码="620000"),  # one's own superior
    ],
)
def test_what_is_out_of_reach_is_refused_and_nothing_of_it_told(gansu, admin, row):
    plan = drawn_up(admin(gansu.branch), row)
    assert plan.count("rejected") == 1
    told = str(plan.lines[0])
    for place in (gansu.elsewhere_centre, gansu.elsewhere_branch, gansu.second_branch):
        assert place.name_zh not in told


def test_out_of_reach_and_not_there_read_the_same(gansu, admin):
    seat, said = admin(gansu.branch), []
    for parent in ("440600", "999999"):
        plan = drawn_up(seat, cells(上级机构代码=parent))
        said.append(reasons(plan, "620121").replace(parent, "…"))
    assert said[0] == said[1]


def test_of_ones_own_row_only_who_is_responsible_is_taken(gansu, admin):
    seat = admin(gansu.branch)
    own = {"上级机构代码": "", "机构类型": "分校", "行政区划代码": "620100"}
    good = drawn_up(seat, cells("620100", **own, 机构名称="兰州分校", 负责人="新样", 英文名称=""))
    assert verdicts(good) == {"620100": "changed"}
    renamed = drawn_up(seat, cells("620100", **own, 机构名称="兰州大学"))
    assert verdicts(renamed) == {"620100": "rejected"}
    moved = drawn_up(seat, cells("620100", **{**own, "上级机构代码": "620500"}))
    assert verdicts(moved) == {"620100": "rejected"}


def test_a_code_said_twice_a_wrong_region_and_a_granted_type_are_named(gansu, admin):
    plan = drawn_up(
        admin(gansu.branch),
        cells("620121"),
        cells("620121"),
        cells("620122", 行政区划代码="629999", 机构类型="教学点、颁证机构"),
        cells("", 机构名称="无代码"),
    )
    assert [line.outcome for line in plan.lines] == ["new", "rejected", "rejected", "rejected"]
    assert "第 2 行是同一个代码" in plan.lines[1].reasons[0]
    assert "没有这个行政区划代码" in reasons(plan, "620122")
    assert "要由上级设定：颁证机构" in reasons(plan, "620122")


def test_what_gets_too_deep_is_refused_at_the_row_that_does_it(gansu, admin):
    seat = admin(gansu.root)
    chain = drawn_up(
        seat,
        *(cells(f"A{n}", 上级机构代码=f"A{n - 1}" if n > 5 else "620101") for n in (5, 6, 7)),
    )
    assert verdicts(chain) == {"A5": "new", "A6": "new", "A7": "rejected"}
    hanging = drawn_up(
        seat, cells("620000", 机构名称="甘肃开放大学", 上级机构代码="440601", 机构类型="省校")
    )
    assert verdicts(hanging) == {"620000": "rejected"}


def test_a_moved_subtree_takes_its_enrolments_along(gansu, admin, an_enrolment):
    row = an_enrolment(centre=gansu.centre)
    seat = admin(gansu.root)
    moved = Row(2, "620100", "440000", {"name_zh": "兰州分校", "capacities": ["branch"]})
    confirmed(seat, [moved])
    assert Organisation.objects.get(code="620101").path == "000000/440000/620100/620101/"
    assert Enrolment.objects.get(pk=row.pk).province == gansu.elsewhere
    # Moved back on the same day, it never stood there.
    confirmed(seat, [Row(2, "620100", "620000", moved.values)])
    assert Organisation.objects.get(code="620101").path == "000000/620000/620100/620101/"
    current = Parentage.objects.filter(organisation=gansu.branch)
    assert [(each.parent, each.valid_to) for each in current] == [(gansu.province, None)]


def test_a_move_of_another_day_keeps_the_past(gansu, admin):
    seat = admin(gansu.root)
    row = Row(2, "620100", "440000", {"name_zh": "兰州分校", "capacities": ["branch"]})
    with clock.frozen(clock.now() + dt.timedelta(days=3)):
        confirmed(seat, [row])
        today = clock.today()
    past = Parentage.objects.filter(organisation=gansu.branch).order_by("valid_from")
    assert [(each.parent, each.valid_to) for each in past] == [
        (gansu.province, today),
        (gansu.elsewhere, None),
    ]


def test_nothing_is_written_where_a_row_is_rejected(gansu, admin):
    seat = admin(gansu.branch)
    before = Organisation.objects.count()
    with pytest.raises(sheets.RowsRejected) as rejected:
        confirmed(seat, read(csv(cells("620121"), cells("620122", 机构类型="大学"))))
    assert rejected.value.plan.count("rejected") == 1
    assert Organisation.objects.count() == before


def test_what_changed_since_it_was_read_is_read_again_before_it_counts(gansu, admin):
    seat = admin(gansu.branch)
    sheet = sheets.receive(seat, "t.csv", read(csv(cells())), by=seat.user)
    digest = sheets.plan(sheet, seat).digest
    confirmed(seat, read(csv(cells())))
    with refusing("changed_meanwhile"):
        sheets.confirm(sheet, seat, digest=digest, by=seat.user)


def test_a_sheet_is_confirmed_once_by_who_uploaded_it_and_gone_after_a_day(gansu, admin):
    seat, other = admin(gansu.branch), admin(gansu.branch)
    sheet = sheets.receive(seat, "t.csv", read(csv(cells())), by=seat.user)
    assert sheets.of(seat, sheet.pk) == sheet
    assert sheets.of(other, sheet.pk) is None
    sheets.confirm(sheet, seat, digest=sheets.plan(sheet, seat).digest, by=seat.user)
    assert sheets.of(seat, sheet.pk) is None
    sheets.receive(seat, "t.csv", read(csv(cells())), by=seat.user)
    with clock.frozen(clock.now() + dt.timedelta(days=2)):
        sheets.sweep()
    assert not TreeSheet.objects.exists()


def test_what_is_downloaded_can_be_uploaded_and_changes_nothing(gansu, admin):
    seat = admin(gansu.province)
    gansu.centre.name_zh, gansu.centre.name_en = "兰州（城关）教学点", "=1+1"
    gansu.centre.responsible_phone = "0931-555-0100"
    gansu.centre.save()
    rows = read(exports.workbook(gansu.province), "tree.xlsx")
    assert [row.code for row in rows] == [
        *("620000", "620100", "620101", "620102", "620500", "620501"),
    ]
    assert rows[2].values["name_en"] == "=1+1"
    sheet = sheets.receive(seat, "tree.xlsx", rows, by=seat.user)
    plan = sheets.plan(sheet, seat)
    assert plan.counts == {"new": 0, "changed": 0, "unchanged": 6, "rejected": 0}


def test_columns_that_are_not_there_change_nothing(gansu, admin):
    gansu.centre.responsible_name = "旧样"
    gansu.centre.save()
    headings = HEADINGS[:2] + HEADINGS[3:5]
    row = ("620101", "城关教学点", "620100", "教学点")
    plan = drawn_up(admin(gansu.branch), row, headings=headings)
    assert [change[0] for change in plan.lines[0].changes] == ["name_zh"]


def test_an_empty_bank_begins_with_the_root_of_a_sheet(db):
    from creditbank.bank.history import SYSTEM

    rows = read(
        csv(
            ("620000", "甘肃开放大学", "", "000000", "省校", "620000", "", ""),
            ("000000", "学分银行管理中心", "", "", "全国中心", "", "", ""),
        )
    )
    plan = sheets.bring_in(rows, by=SYSTEM)
    assert verdicts(plan) == {"620000": "new", "000000": "unchanged"}
    assert Organisation.objects.get(code="620000").path == "000000/620000/"


def test_an_empty_bank_stays_empty_without_one_root(db):
    from creditbank.bank.history import SYSTEM

    with refusing("no_root"):
        sheets.bring_in(read(csv(cells())), by=SYSTEM)
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7", "no_text"),
        (b"", "empty"),
        ("机构代码,机构名称\r\n1,2\r\n".encode(), "columns_missing"),
        (csv(), "no_rows"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(content, code):
    with pytest.raises(Refused) as refused, opened(content) as file:
        sheets.read("tree.csv", file)
    assert refused.value.code == code
