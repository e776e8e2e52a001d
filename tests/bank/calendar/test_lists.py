"""Lists of days as administrators write and paste them."""

import datetime as dt

import pytest

from creditbank.bank.calendar import lists, notices
from creditbank.bank.calendar.lists import Day
from creditbank.bank.calendar.models import CalendarYear, Holiday
from creditbank.bank.history import SYSTEM
from tests.refusing import refusing

NOTICE = """国务院办公厅关于2026年部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班。
"""


@pytest.mark.django_db
def test_the_notice_as_it_is_published_gives_the_days_that_the_library_knows():
    """The bank is born with the library's table; the pasted notice is another way to the same days."""
    reading = lists.read(NOTICE, 2026)
    assert reading.problems == []
    assert len(reading.skipped) == 2
    held = Holiday.objects.filter(year__year=2026)
    assert [(one.day, one.working) for one in reading.days] == [
        (one.day, one.working) for one in held
    ]
    assert {(one.day, one.name_zh, one.name_en) for one in reading.days} == {
        (one.day, one.name_zh, one.name_en) for one in held
    }


@pytest.mark.django_db
def test_every_year_of_the_bank_is_written_and_read_without_a_loss():
    for year in CalendarYear.objects.all():
        days = [Day(one.day, one.working, one.name_zh) for one in year.days.all()]
        reading = lists.read(lists.written(days), year.year)
        assert (reading.days, reading.problems, reading.skipped) == (days, [], [])


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("2027-01-01 至 2027-01-03 元旦", ["01-01", "01-02", "01-03"]),
        ("2027/1/1-2027/1/3 元旦", ["01-01", "01-02", "01-03"]),
        ("２０２７年１月１日至３日　元旦", ["01-01", "01-02", "01-03"]),
        ("2027-01-01 to 2027-01-02 元旦", ["01-01", "01-02"]),
        ("元旦: 1月1日、1月3日放假", ["01-01", "01-03"]),
    ],
)
def test_spans_and_single_days_are_told_apart(line, days):
    reading = lists.read(line, 2027)
    assert [one.day.strftime("%m-%d") for one in reading.days] == days
    assert {(one.name_zh, one.working) for one in reading.days} == {("元旦", False)}


def test_a_make_up_day_says_what_it_makes_up_where_that_is_told():
    reading = lists.read("2027-01-31 上班 春节\n2027-02-14 上班\n2027-02-20 work", 2027)
    assert [(one.working, one.name_zh, one.name_en) for one in reading.days] == [
        (True, "春节调休上班", "Spring Festival"),
        (True, "调休上班", ""),
        (True, "调休上班", ""),
    ]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("2027-01-01 元旦\n2027-13-01 元旦", 2, "不存在"),
        ("2月30日放假", 1, "不存在"),
        ("2026-12-31 元旦", 1, "不在 2027 年"),
        ("2027-01-04 上班", 1, "本来就是工作日"),
        ("2027-01-02 元旦\n2027-01-02 上班", 2, "又写了上班"),
    ],
)
def test_what_cannot_be_is_told_with_its_line(text, line, word):
    ((number, told),) = lists.read(text, 2027).problems
    assert number == line
    assert word in told


def test_a_span_backwards_or_endless_fills_no_calendar():
    assert len(lists.read("2027-01-01 至 2027-12-31 元旦", 2027).days) < 70
    assert len(lists.read("2027-03-05 至 2027-03-01 元旦", 2027).days) == 2


@pytest.mark.django_db
class TestReplacing:
    """The verb that makes a list count."""

    def test_days_come_change_and_go_and_the_history_says_so(self):
        days = [Day(dt.date(2030, 1, 1), False, "元旦"), Day(dt.date(2030, 1, 2), False, "元旦")]
        year = notices.replace(2030, days, published=False, notice="", seen=None, by=SYSTEM)
        first = Holiday.objects.get(day="2030-01-01").pk
        days = [days[0], Day(dt.date(2030, 1, 5), True, "调休上班")]
        notices.replace(2030, days, published=True, notice="通知", seen=year.stamp, by=SYSTEM)
        held = list(Holiday.objects.filter(year__year=2030).values_list("day", "working"))
        assert held == [(dt.date(2030, 1, 1), False), (dt.date(2030, 1, 5), True)]
        assert Holiday.objects.get(day="2030-01-01").pk == first
        assert CalendarYear.objects.get(year=2030).published

    def test_the_second_of_two_is_told(self):
        stamp = CalendarYear.objects.get(year=2026).stamp
        notices.replace(2026, [], published=True, notice="一", seen=stamp, by=SYSTEM)
        with refusing("edited_meanwhile"):
            notices.replace(2026, [], published=True, notice="二", seen=stamp, by=SYSTEM)
        with refusing("edited_meanwhile"):
            notices.replace(2026, [], published=True, notice="三", seen=None, by=SYSTEM)
        assert CalendarYear.objects.get(year=2026).notice == "一"
