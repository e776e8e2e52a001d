"""Notices: public by the clock, and nobody overwrites what they have not seen."""

import datetime as dt

import pytest

from creditbank.bank import clock
from creditbank.bank.history import Someone
from creditbank.bank.history.models import Event
from creditbank.bank.portal import notices
from creditbank.bank.portal.models import Notice
from creditbank.bank.portal.notices import Content
from tests.refusing import refusing

pytestmark = pytest.mark.django_db
EDITOR, OTHER = Someone("1", "editor"), Someone("2", "other editor")
NOON = dt.datetime(2026, 3, 2, 12, 0, tzinfo=clock.SHANGHAI)
MINUTE = dt.timedelta(minutes=1)


def written(**told):
    return notices.write(Content(**({"title_zh": "公告", "text_zh": "内容"} | told)), by=EDITOR)


def public_at(instant):
    with clock.frozen(instant):
        return list(Notice.objects.public())


def test_it_appears_at_its_minute_and_disappears_at_its_minute():
    notice = written(publish_from=NOON, publish_until=NOON + 10 * MINUTE)
    seconds = dt.timedelta(seconds=1)
    assert public_at(NOON - seconds) == []
    assert public_at(NOON) == [notice]
    assert public_at(NOON + 10 * MINUTE - seconds) == [notice]
    assert public_at(NOON + 10 * MINUTE) == []


@pytest.mark.parametrize(
    ("told", "at", "state"),
    [
        ({}, NOON, "draft"),
        ({"publish_from": NOON}, NOON - MINUTE, "scheduled"),
        ({"publish_from": NOON}, NOON, "public"),
        ({"publish_from": NOON, "publish_until": NOON + MINUTE}, NOON + MINUTE, "ended"),
    ],
)
def test_where_a_notice_stands_the_clock_says(told, at, state):
    with clock.frozen(at):
        assert written(**told).state == state


def test_the_newest_stand_first():
    old, new = written(publish_from=NOON - MINUTE), written(publish_from=NOON)
    assert public_at(NOON) == [new, old]


def test_withdrawn_is_gone_at_once_and_can_be_taken_up_as_a_draft():
    notice = written(publish_from=NOON)
    notices.withdraw(notice, seen=notice.revision, reason="写错了", by=EDITOR)
    assert public_at(NOON + MINUTE) == []
    assert notice.state == "withdrawn"
    with refusing("withdrawn"):
        notices.edit(notice, Content("新", "新"), seen=notice.revision, by=EDITOR)
    notices.take_up(notice, seen=notice.revision, by=EDITOR)
    assert Notice.objects.get().state == "draft"
    with refusing("not_withdrawn"):
        notices.take_up(notice, seen=notice.revision, by=EDITOR)


def test_of_two_who_edit_the_second_is_told_and_the_first_stays():
    notice = written()
    mine, theirs = Notice.objects.get(), Notice.objects.get()
    notices.edit(theirs, Content("他们的", "内容"), seen=theirs.revision, by=OTHER)
    with refusing("edited_meanwhile"):
        notices.edit(mine, Content("我的", "内容"), seen=mine.revision, by=EDITOR)
    notice.refresh_from_db()
    assert (notice.title_zh, notice.revision) == ("他们的", 1)
    notices.edit(mine, Content("我的", "内容"), seen=1, by=EDITOR)
    assert Notice.objects.get().title_zh == "我的"


def test_the_history_tells_who_changed_what_and_why():
    notice = written()
    notices.edit(notice, Content("第二稿", "内容"), seen=0, by=OTHER)
    notices.withdraw(notice, seen=1, reason="过时", by=EDITOR)
    told = [(one.verb, one.actor_label, one.reason) for one in Event.objects.of(notice)]
    assert told == [
        ("portal.notices.write", "editor", ""),
        ("portal.notices.edit", "other editor", ""),
        ("portal.notices.withdraw", "editor", "过时"),
    ]
    assert Event.objects.of(notice)[1].before["title_zh"] == "公告"


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        ({"title_zh": " "}, "title_missing", "title_zh"),
        ({"text_zh": ""}, "text_missing", "text_zh"),
        ({"publish_until": NOON}, "end_without_beginning", "publish_from"),
        (
            {"publish_from": NOON, "publish_until": NOON},
            "ends_before_it_begins",
            "publish_until",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused_at_its_field(told, code, field):
    with refusing(code, field):
        written(**told)
    assert not Notice.objects.exists()
