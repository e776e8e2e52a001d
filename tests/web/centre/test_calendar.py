"""The holiday table: shown before it counts, and what follows from it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from creditbank.bank.calendar import working_days
from creditbank.bank.calendar.models import CalendarYear, Holiday
from creditbank.bank.history.models import Event
from creditbank.bank.reviews import tasks
from tests.bank.reviews import scene
from tests.web.centre.sheets import fields, main, page

pytestmark = pytest.mark.django_db
NEXT = "/work/calendar/2027/"
NOTICE = """一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至13日（周六）放假调休，共9天。1月31日（周日）、2月14日（周日）上班。"""


def typed(client, path=NEXT, **changes):
    return fields(page(client, path)) | changes


def follow():
    for job in ProcrastinateJob.objects.filter(task_name="reviews.recount_deadlines"):
        tasks.recount_deadlines(**job.args)


def test_a_pasted_notice_is_shown_and_counts_only_when_confirmed(keeper):
    with scene.at("2026-12-25"):
        scene.plant()
        case = scene.a_case(days=10)
    held = typed(keeper, days=NOTICE, notice="国办通知", published="on")
    told = keeper.post(NEXT, held | {"action": "preview"}).content.decode()
    assert "尚未保存" in told
    assert "春节调休上班" in told
    assert "有 1 件申请的暂定期限" in told
    assert not CalendarYear.objects.filter(year=2027).exists()
    assert fields(told)["days"] == NOTICE
    assert keeper.post(NEXT, held | {"action": "save"}).status_code == 422
    assert keeper.post(NEXT, fields(told) | {"action": "save"}).status_code == 302
    assert Holiday.objects.filter(year__year=2027).count() == 14
    due, provisional = working_days.due_at(case.submitted_at, 10)
    assert (f"{due:%F}", provisional) == ("2027-01-11", False)
    follow()
    case.refresh_from_db()
    assert (case.due_at, case.due_provisional) == (due, False)
    verbs = set(Event.objects.filter(subject="bank_holiday").values_list("verb", flat=True))
    assert "calendar.notices.replace" in verbs


def test_who_changes_a_published_year_is_warned_that_deadlines_move(keeper):
    scene.plant()
    with scene.at("2026-03-02"):
        case = scene.a_case(days=10)
    path = "/work/calendar/2026/"
    held = typed(keeper, path, day="2026-03-09", name="临时放假")
    told = keeper.post(path, held | {"add": "1"}).content.decode()
    assert "学习者已经看到的期限会改变" in told
    assert "有 1 件正在审核的申请" in told
    held = fields(told)
    assert "2026-03-09 临时放假" in held["days"]
    keeper.post(path, held | {"action": "save"})
    follow()
    case.refresh_from_db()
    assert f"{case.due_at:%F}" == "2026-03-17"


def test_a_day_is_taken_off_the_list_and_put_on_it(keeper):
    path = "/work/calendar/2026/"
    held = fields(
        keeper.post(path, typed(keeper, path) | {"remove": "2026-02-14"}).content.decode()
    )
    assert "2026-02-14" not in held["days"]
    assert Holiday.objects.filter(day="2026-02-14").exists()
    held = held | {"day": "2026-02-14", "working": "yes", "name": "春节"}
    held = fields(keeper.post(path, held | {"add": "1"}).content.decode())
    assert "2026-02-14 上班 春节" in held["days"]
    told = keeper.post(path, held | {"day": "soon", "add": "1"}).content.decode()
    assert "请按“2027-01-01”的样子填写日期" in told
    assert fields(told)["days"] == held["days"]


def test_what_cannot_be_is_told_by_line_and_cannot_be_saved(keeper):
    held = typed(keeper, days="2027-01-01 元旦\n2027-01-04 上班", published="on")
    told = keeper.post(NEXT, held | {"action": "preview"}).content.decode()
    assert "第 2 行" in told
    assert "shown" not in fields(told)
    assert keeper.post(NEXT, held | {"action": "save"}).status_code == 422
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_of_two_keepers_the_second_is_told_and_keeps_the_list(keeper):
    ready = fields(
        keeper.post(NEXT, typed(keeper, days="2027-01-01 元旦", action="preview")).content.decode()
    )
    assert keeper.post(NEXT, ready | {"action": "save"}).status_code == 302
    answer = keeper.post(NEXT, ready | {"action": "save"})
    assert answer.status_code == 409
    assert fields(answer.content.decode())["days"] == "2027-01-01 元旦"


def test_years_are_listed_with_the_one_that_is_missing(keeper):
    with CaptureQueriesContext(connection) as asked:
        told = main(page(keeper, "/work/calendar/"))
    assert len(asked) <= 6
    assert 'href="/work/calendar/2026/"' in told
    assert f'href="/work/calendar/{dt.datetime.now(dt.UTC).year + 1}/"' in told
    assert "没有登记" in told
