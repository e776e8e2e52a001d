"""Markup that is drawn once and remembered must stay what it would be if it were drawn each time."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from creditbank.web import markup

DUE = dt.datetime(2026, 3, 4, 15, 59, 59, tzinfo=dt.UTC)


@pytest.mark.parametrize("order", [1, -1])
def test_a_text_that_only_looks_like_safe_markup_is_still_escaped(order):
    word = f"<b>{order}</b>"
    for label in (mark_safe(word), word)[::order]:
        drawn = markup.badge("good", label)
        assert (word in drawn) == isinstance(label, SafeString)


def test_a_deadline_speaks_the_language_of_its_reader():
    with translation.override("zh-hans"):
        assert "剩余 3 个工作日" in markup.deadline(DUE, left=3)
        assert markup.day(DUE) == "2026年3月4日"
    with translation.override("en"):
        assert "剩余" not in markup.deadline(DUE, left=3)
        assert markup.day(DUE) == "March 4, 2026"


def test_a_deadline_is_told_by_the_day_in_china():
    late = dt.datetime(2026, 3, 4, 16, 0, 0, tzinfo=dt.UTC)
    with translation.override("zh-hans"):
        assert markup.day(late) == "2026年3月5日"
        assert "2026年3月5日" in markup.deadline(late)


def test_a_link_is_marked_only_on_its_own_page():
    told = Template('{% nav_link "/me/" "a" exact=True %}')
    drawn = [
        told.render(Context({"request": RequestFactory().get(path)}))
        for path in ("/me/", "/me/outcomes/", "/me/")
    ]
    assert [("aria-current" in one) for one in drawn] == [True, False, True]
