import datetime as dt
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import load_workbook

from creditbank.bank import clock
from creditbank.bank.access.models import Disclosure
from creditbank.bank.history import SYSTEM
from creditbank.bank.messages.models import Message
from creditbank.bank.organisations import trees
from creditbank.bank.organisations.roles import Role
from creditbank.bank.progress import ledger, reminders, tasks
from creditbank.bank.progress.models import Goal

pytestmark = pytest.mark.django_db
HOME = "/work/progress/"


@pytest.fixture
def admin(client, signed_in, staff, gansu):
    return signed_in(client, staff(Role.PROVINCE_ADMIN, gansu.province))


def text(answer):
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_page_shows_the_subtree_its_branches_in_order_and_no_other(
    admin, gansu, a_learner, an_enrolment
):
    for _number in range(2):
        a_learner(centre=gansu.far_centre)
    an_enrolment(centre=gansu.centre)
    a_learner(centre=gansu.elsewhere_centre)
    page = text(admin.get(HOME))
    assert "甘肃开放大学" in page
    assert "66.7%" in page
    assert page.index("天水分校") < page.index("兰州分校")
    assert "广东" not in page
    assert "佛山" not in page
    by_enrolled = text(admin.get(HOME, {"sort": "overdue"}))
    assert by_enrolled.index("兰州分校") < by_enrolled.index("天水分校")


def test_one_drills_down_and_finds_the_way_back(admin, gansu, a_learner):
    a_learner(centre=gansu.centre)
    page = admin.get(HOME).content.decode()
    assert f'href="{HOME}620100/' in page
    below = admin.get(f"{HOME}620100/").content.decode()
    assert f'href="{HOME}620101/' in below
    assert f'<a href="{HOME}620000/">甘肃开放大学</a>' in below


@pytest.mark.parametrize("code", ["440000", "000000", "nothing"])
@pytest.mark.parametrize("page", ["", "comparison/", "report/", "export/", "goals/", "newcomers/"])
def test_what_is_out_of_reach_is_not_found(admin, code, page):
    assert admin.get(f"{HOME}{code}/{page}").status_code == 404


def test_an_organisation_that_has_left_is_found_no_more_but_its_past_stays_in_the_sum(
    admin, gansu, a_learner
):
    yesterday = clock.now() - dt.timedelta(days=1)
    with clock.frozen(yesterday):
        a_learner(centre=gansu.centre)
        a_learner(centre=gansu.far_centre)
        trees.Parentage.objects.update(valid_from=clock.today() - dt.timedelta(days=9))
    trees.move(gansu.second_branch, to=gansu.elsewhere, by=SYSTEM)
    assert admin.get(f"{HOME}620500/").status_code == 404
    assert "天水" not in text(admin.get(HOME))
    day = yesterday.astimezone(clock.SHANGHAI).date().isoformat()
    past = admin.get(HOME, {"since": day, "until": day})
    assert "天水" not in text(past)
    assert "已不在辖区内的机构" in text(past)
    assert past.context["frame"].total["activated"] == 2
    as_today = admin.get(HOME, {"since": day, "until": day, "today": "on"})
    assert as_today.context["frame"].total["activated"] == 1
    assert "已不在辖区内的机构" not in text(as_today)
    compared = text(admin.get(f"{HOME}620000/comparison/", {"one": day, "other": clock.today()}))
    assert "每一天按当天的机构关系" in compared
    assert re.search(r"已激活 2 1 -1", compared)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"since": "never"}, "请填写日期，如"),
        ({"since": "2026-03-02", "until": "2026-03-01"}, "不能晚于后一个日期"),
        ({"until": "2999-01-01"}, "不能晚于今天"),
        ({"since": "0001-01-01", "until": "2020-01-01"}, "不能早于 2015 年"),
    ],
)
def test_a_period_that_cannot_be_is_said_so(admin, asked, sentence):
    answer = admin.get(HOME, asked)
    assert sentence in text(answer)
    assert asked[next(iter(asked))] in answer.content.decode()


def test_a_goal_is_set_from_above_shown_against_the_actual_and_dropped(admin, gansu, a_learner):
    a_learner(centre=gansu.centre)
    path, due = f"{HOME}620100/goals/", (clock.today() + dt.timedelta(days=60)).isoformat()
    assert "激活率请填" in text(
        admin.post(path, {"measure": "share", "amount": 101, "due_on": due})
    )
    assert "不能早于今天" in text(
        admin.post(path, {"measure": "share", "amount": 80, "due_on": "2020-01-01"})
    )
    for amount in (70, 80):
        admin.post(path, {"measure": "share", "amount": amount, "due_on": due})
    goal = Goal.objects.get()
    assert goal.amount == 80
    assert "已达到" in text(admin.get(f"{HOME}620100/"))
    admin.post(f"{path}{goal.pk}/removal/")
    assert not Goal.objects.exists()


def test_nobody_sets_goals_for_themselves(admin):
    due = (clock.today() + dt.timedelta(days=60)).isoformat()
    answer = admin.post(f"{HOME}620000/goals/", {"measure": "share", "amount": 8, "due_on": due})
    assert "由上级机构设定" in text(answer)
    assert not Goal.objects.exists()


def test_one_press_reminds_everybody_once_in_a_while(admin, gansu, an_enrolment, a_learner):
    an_enrolment(email="first@example.org")
    an_enrolment(email=None, mobile="15412345678")
    a_learner(centre=gansu.centre)
    an_enrolment(status="graduated", email="gone@example.org")
    an_enrolment(centre=gansu.elsewhere_centre, email="far@example.org")
    page = text(admin.get(f"{HOME}620000/newcomers/"))
    assert page.count("李**") == 2
    assert "first@" not in page
    written = Message.objects.filter(letter="progress_reminder")
    for place in ("620000", "620100"):
        admin.post(f"{HOME}{place}/newcomers/round/")
        assert "正在发送" in text(admin.get(f"{HOME}{place}/newcomers/"))
        tasks.remind()
        assert [row.address for row in written] == ["first@example.org"]
    assert re.search(r"0 1 1 已完成", text(admin.get(f"{HOME}620100/newcomers/")))
    with clock.frozen(clock.now() + dt.timedelta(days=15)):
        reminders.begin(gansu.branch, by=SYSTEM)
        tasks.remind()
    assert written.all().count() == 2


def test_two_rounds_of_one_place_do_not_run_at_once(admin, an_enrolment):
    an_enrolment()
    path = f"{HOME}620000/newcomers/round/"
    admin.post(path)
    assert "上一批催办还在发送" in text(admin.post(path, follow=True))


def test_telephones_are_shown_for_a_reason_and_every_look_is_logged(admin, gansu, an_enrolment):
    row = an_enrolment(email=None, mobile="15412345678")
    an_enrolment(email="has@example.org", mobile="15487654321")
    path = f"{HOME}620000/newcomers/telephones/"
    assert "154****5678" in text(admin.get(path))
    assert "请写明查看电话号码的原因" in text(admin.post(path, {"reason": ""}))
    assert not Disclosure.objects.exists()
    shown = text(admin.post(path, {"reason": "通知激活"}))
    assert "15412345678" in shown
    assert "15487654321" not in shown
    (look,) = Disclosure.objects.all()
    assert (look.subject_id, look.what, look.reason) == (row.pk, "telephone", "通知激活")


def test_the_list_goes_on_where_it_ended(admin, gansu, an_enrolment):
    for number in range(60):
        an_enrolment(centre=[gansu.centre, gansu.far_centre][number % 2])
    page = admin.get(f"{HOME}620000/newcomers/")
    following = re.search(r'rel="next" href="([^"]+)"', page.content.decode())[1]
    rest = admin.get(f"{HOME}620000/newcomers/" + following.replace("&amp;", "&"))
    numbers = [
        re.findall(r'data-label="学号">(\d+)', each.content.decode()) for each in (page, rest)
    ]
    assert [len(each) for each in numbers] == [50, 10]
    assert len({*numbers[0], *numbers[1]}) == 60


def test_a_page_of_the_list_asks_the_same_however_long_it_is(admin, an_enrolment):
    asked = []
    admin.get(HOME)  # the footer is remembered from here on
    for count in (1, 30):
        for _number in range(count):
            an_enrolment(email=None)
        for path in (f"{HOME}620000/newcomers/", f"{HOME}620000/newcomers/telephones/"):
            with CaptureQueriesContext(connection) as queries:
                admin.get(path)
            asked.append(len(queries))
    assert asked[:2] == asked[2:]
    assert max(asked) <= 10


def test_the_workbook_holds_every_organisation_below_and_no_formula(admin, gansu, a_learner):
    gansu.centre.name_zh = "=HYPERLINK(1)"
    gansu.centre.save()
    a_learner(centre=gansu.centre)
    answer = admin.get(f"{HOME}620000/export/")
    book = load_workbook(io.BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    head, lines = rows[2], {row[1]: row for row in rows[3:]}
    assert set(lines) == {"620000", "620100", "620101", "620102", "620500", "620501"}
    assert lines["620101"][2] == "=HYPERLINK(1)"
    at = head.index("已激活")
    assert [lines[code][at] for code in ("620000", "620100", "620101", "620500")] == [1, 1, 1, 0]
    assert len(book.get_sheet_by_index(1).to_python()) >= 12


def test_the_report_has_all_of_it(admin, a_learner):
    a_learner()
    page = text(admin.get(f"{HOME}620000/report/"))
    for words in ("下属机构", "审核用时", "学习成果", "趋势数据", "制表时间"):
        assert words in page


def test_the_page_asks_few_questions_and_none_of_enrolments(admin, gansu, a_learner, an_outcome):
    an_outcome(a_learner(), "stored")
    a_learner(centre=gansu.far_centre)
    ledger.fold()
    admin.get(HOME)
    for path in (HOME, f"{HOME}620000/report/", f"{HOME}620000/comparison/?one=2026-01-01"):
        with CaptureQueriesContext(connection) as asked:
            assert admin.get(path).status_code == 200
        assert len(asked) <= 16, [query["sql"][:80] for query in asked]
        for query in asked.captured_queries:
            # Who asks is read with their own account, as on every page.
            if (
                query["sql"].startswith(("SELECT", "\nWITH"))
                and 'FROM "bank_user"' not in query["sql"]
            ):
                assert not counted_tables(query["sql"]), query["sql"][:200]


def counted_tables(sql):
    """Tables of counted rows that the plan of a query reads."""
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + sql.replace("%", "%%"), [])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    found = re.findall(
        r" on (bank_(?:enrolment|account|outcome|case|segment|decision|document))\b", plan
    )
    return set(found)
