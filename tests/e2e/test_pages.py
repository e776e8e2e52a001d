"""Every page, wide and narrow, light and dark: nothing that keeps anybody out."""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, get_resolver, resolve

from tests.e2e import looking, walks

# Addresses with no page of their own to look at.
NO_PAGE = {
    "account_status_leave": "a press only",
    "account_status_renewal": "a press only",
    "captcha_picture": "a picture",
    "captcha_sound": "a sound",
    "circular_attachment": "a file",
    "circular_reading": "a press only",
    "circular_reminder": "a press only",
    "circular_withdrawal": "a press only",
    "content_attachment": "a press only",
    "content_attachment_removal": "a press only",
    "content_notice_draft": "a press only",
    "device_end": "a press only",
    "devices_end_others": "a press only",
    "evidence_original": "a file",
    "evidence_page": "a picture",
    "inspection_scan": "a picture",
    "inspection_scan_original": "a file",
    "invitation_sending": "a press only",
    "invited_leave": "a press only",
    "invited_renewal": "a press only",
    "language": "a press only",
    "login_code_again": "a press only",
    "logout": "a press only",
    "my_class_acceptance": "a press only",
    "my_class_refusal": "a press only",
    "notice_attachment": "a file",
    "progress_export": "a file",
    "progress_goal_removal": "a press only",
    "progress_round": "a press only",
    "register_again": "a press only",
    "register_clear": "a press only",
    "register_later": "a press only",
    "review_lease": "a press only",
    "review_next": "a press only",
    "review_release": "a press only",
    "review_scan": "a picture",
    "review_scan_original": "a file",
    "review_undo": "a press only",
    "roster_cancel": "a press only",
    "roster_confirm": "a press only",
    "roster_forget": "a press only",
    "roster_rejected": "a file",
    "second_factor_setup": "every demo person has one; tests of the door look at it",
    "security_language": "a press only",
    "security_sessions": "a press only",
    "suspension_withdrawal": "a press only",
    "theme": "a press only",
    "tree_sheet_download": "a file",
    "work_seat": "a press only",
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def walked(browser, bank):
    """`walked(name)`: what is wrong on the pages of a walk, and the names of its addresses."""
    done = {}

    def walked(name):
        if name not in done:
            found, named = {}, set()
            with looking.window(browser, bank.url) as page:
                for place in walks.ALL[name](page, bank):
                    named.add(_name(page.url))
                    if told := looking.faults(page):
                        found[place] = told
            done[name] = found, named
        return done[name]

    return walked


def _name(url):
    try:
        return resolve(urlsplit(url).path).url_name
    except Resolver404:
        return ""


@pytest.mark.parametrize("name", walks.ALL)
def test_nothing_is_wrong_with_any_page(walked, name):
    found, _names = walked(name)
    assert found == {}


def test_every_address_with_a_page_was_looked_at(walked):
    seen = set().union(*(walked(name)[1] for name in walks.ALL))
    known = {pattern.name for pattern in _patterns(get_resolver())}
    assert known - seen == set(NO_PAGE)


def _patterns(resolver):
    for each in resolver.url_patterns:
        if hasattr(each, "url_patterns"):
            yield from _patterns(each)
        else:
            yield each


@pytest.mark.parametrize("width", [360, 767, 768, 1280])
def test_what_the_guides_name_stands_where_they_say(browser, bank, width):
    with looking.window(browser, bank.url) as page:
        walks.sign_in(page, bank.person("learner"))
        page.set_viewport_size({"width": width, "height": 900})
        for path in ("/me/", "/me/outcomes/"):
            page.goto(path)
            left = page.get_by_role("link", name="添加学习成果", exact=True)
            assert left.is_visible()
            if width >= 768:
                assert _middle(left)[0] < width / 2
        left.click()
        right = page.get_by_role("link", name="选择证书", exact=True)
        assert right.is_visible()
        if width >= 768:
            across, down = _middle(right)
            assert across > width / 2
            assert down < 450


def _middle(control):
    box = control.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_english_interface_has_words_of_its_own(browser, bank):
    with looking.window(browser, bank.url) as page:
        walks.sign_in(page, bank.person("learner"))
        page.get_by_role("button", name="English", exact=True).click()
        paths = ["/", "/agreement", "/register", "/recover", "/activate", *walks.PATHS_OF_ME]
        paths += ["/notices/", "/guides/", "/guides/storage/", "/questions/", "/contacts/"]
        left = {path: told for path in paths if (told := _chinese(page, path))}
    assert left == {}


def _chinese(page, path):
    """Words of controls that are Chinese still; names of certificates and people are data."""
    page.goto(path)
    assert page.locator("html").get_attribute("lang") == "en"
    controls = page.locator("button, label, legend, summary, nav a, .page-actions a, h1")
    names = [text.strip() for text in controls.all_inner_texts()]
    data = {"简体中文"}
    return [text for text in names if CHINESE.search(text) and text not in data]
