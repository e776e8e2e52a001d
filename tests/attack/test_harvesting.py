"""A scripted stranger learns nothing about anybody: by words, by work, by time; and is slowed down."""

import collections
import random

import pytest
from django.test import Client

from tests.attack import weighing
from tests.attack.stranger import PAGES, STATES, Subject, Visit
from tests.cast import a_number

pytestmark = pytest.mark.django_db


def visited(page, subject, address="198.51.100.7"):
    visit = Visit(subject, address)
    PAGES[page].walk(visit)
    return visit


@pytest.mark.parametrize("page", PAGES)
def test_words_headers_and_cookies_are_the_same_for_all(page, people, unlimited):
    for group in PAGES[page].groups:
        seen = {}
        for kind in sorted(group):
            unlimited()
            seen[kind] = visited(page, people(kind)).seen
        first = next(iter(seen.values()))
        assert {kind: told for kind, told in seen.items() if told != first} == {}


@pytest.mark.parametrize("page", PAGES)
def test_the_database_is_asked_the_same_for_all(page, people, unlimited):
    Client().get("/")  # what a process keeps for a minute is there from now on
    for group in PAGES[page].groups:
        asked = {}
        for kind in sorted(group):
            unlimited()
            asked[kind] = visited(page, people(kind)).asked
        first = next(iter(asked.values()))
        assert len(first) > 1
        assert {kind: told for kind, told in asked.items() if told != first} == {}


def test_found_and_not_found_cost_the_same_number_of_statements(people, unlimited):
    costs = set()
    for kind in ("unknown", "enrolled", "active"):
        unlimited()
        costs.add(len(visited("search", people(kind)).asked))
    assert len(costs) == 1


# What would be worth knowing about a number, page by page.
SAMPLED = [
    ("sign-in by number", "unknown", "active"),
    ("initial password by number", "unknown", "new"),
    ("recovery", "unknown", "active"),
    ("activation", "enrolled", "active"),
]
PAIRS = [
    *SAMPLED,
    ("registration", "unknown", "closed"),
    ("sign-in by number", "unknown", "new"),
    ("sign-in by number", "unknown", "suspended"),
    ("sign-in by address", "unknown", "active"),
    ("initial password by address", "unknown", "new"),
    ("search", "enrolled", "active"),
    ("activation", "enrolled", "pending_review"),
]


@pytest.mark.parametrize(("page", "one", "other"), SAMPLED)
def test_time_tells_nothing(page, one, other, people, unlimited):
    assert not weighing.always_differ(timed(page, (one, other), people, unlimited, 4, 20))


@pytest.mark.trial
@pytest.mark.parametrize(("page", "one", "other"), PAIRS)
def test_time_tells_nothing_after_hundreds_of_tries(page, one, other, people, unlimited):
    assert not weighing.always_differ(timed(page, (one, other), people, unlimited, 40, 400))


def timed(page, kinds, people, unlimited, crowd, times):
    """A measurement of so many visits to each of two crowds, in turns of random order."""
    crowds = {kind: [people(kind) for _one in range(crowd)] for kind in kinds}
    for kind in kinds:
        visited(page, crowds[kind][0])

    def measure():
        seconds = {kind: [] for kind in kinds}
        for at in range(times):
            for kind in random.sample(kinds, 2):
                unlimited()
                visit = visited(page, crowds[kind][at % crowd])
                seconds[kind].append(visit.seconds)
        return seconds[kinds[0]], seconds[kinds[1]]

    return measure


def test_the_scale_itself_weighs():
    """Three milliseconds on fifty would be seen, none would not."""
    chance = random.Random(5)

    def sample(extra):
        return [0.05 + extra + chance.expovariate(1 / 0.002) for _time in range(40)]

    assert weighing.always_differ(lambda: (sample(0), sample(0.003)))
    assert not weighing.always_differ(lambda: (sample(0), sample(0)))


def sort_out(page, subjects):
    """What the script can do with all answers: put the subjects that were answered alike together."""
    heaps = collections.defaultdict(set)
    for place, subject in enumerate(subjects):
        visit = visited(page, subject, f"203.0.113.{place % 250}")
        heaps[tuple(visit.seen)].add(subject.kind)
    return list(heaps.values())


def crowd(people, unknown, known):
    subjects = [people(kind) for kind in sorted(STATES) for _one in range(known)]
    subjects += [Subject("unknown", a_number(), f"{at}@example.com") for at in range(unknown)]
    random.shuffle(subjects)
    return subjects


@pytest.mark.parametrize("page", ["recovery", "search"])
def test_many_answers_sorted_into_heaps_sort_nobody_out(page, people):
    heaps = sort_out(page, crowd(people, 40, 1))
    assert sorted(heaps, key=len) == sorted(map(set, PAGES[page].groups), key=len)


@pytest.mark.trial
@pytest.mark.parametrize("page", [name for name in PAGES if name != "activation"])
def test_ten_thousand_answers_sort_nobody_out(page, people, unlimited):
    subjects = crowd(people, 9920, 10)
    heaps = []
    for at in range(0, len(subjects), 250):
        unlimited()
        heaps += [heap for heap in sort_out(page, subjects[at : at + 250]) if heap not in heaps]
    together = [
        set().union(*(heap for heap in heaps if heap & group)) for group in PAGES[page].groups
    ]
    assert together == list(map(set, PAGES[page].groups))


# Page, how many answers one address gets within the window, whether each costs a captcha.
@pytest.mark.parametrize(
    ("page", "most", "has_captcha"),
    [("search", 500, True), ("recovery", 300, True), ("sign-in by number", 600, False)],
)
def test_one_address_is_slowed_down(page, most, has_captcha, people, unlimited):
    from creditbank.bank.limits.models import Limit

    visited(page, people("unknown"))
    Limit.objects.filter(hits=1).update(hits=most - 1)
    assert "尝试的次数太多了" not in visited(page, people("unknown")).seen[-1]
    told = visited(page, people("unknown")).seen[0]
    assert "尝试的次数太多了" in told
    assert ("captcha" in told) == has_captcha


@pytest.mark.parametrize("kind", ["unknown", "active"])
def test_one_number_is_slowed_down_the_same_whoever_it_is(kind, people):
    from creditbank.bank.limits.models import Limit

    subject = people(kind)
    visited("sign-in by number", subject, "203.0.113.1")
    Limit.objects.filter(hits=1).update(hits=99)  # from everywhere together
    told = [visited("sign-in by number", subject, f"203.0.113.{at}").seen[0] for at in (2, 3)]
    assert ["尝试的次数太多了" in one for one in told] == [False, True]


@pytest.mark.parametrize("kind", ["unknown", "active", "new"])
def test_however_often_a_code_is_guessed_the_answer_stays_the_same(kind, people):
    subject = people(kind)
    visit = Visit(subject)
    visit.post("/login", name=f"S{subject.number}", password=subject.number[-6:])
    for _time in range(7):
        visit.post("/login/code", code="000000")
    assert len(set(visit.seen[1:])) == 1
    assert "验证码不正确或已经失效" in visit.seen[-1]


def test_a_search_without_a_captcha_answers_nothing(people):
    visit = Visit(people("active"))
    visit.client.post("/activate", {"agree": "on"})
    visit.post("/activate/number", number=visit.subject.number)
    visit.post("/activate/number", number=visit.subject.number, captcha_id="x", captcha="demo")
    assert all("(200," in told for told in visit.seen)


def test_a_failed_sign_in_says_the_same_in_every_language(people, unlimited):
    pages = set()
    for kind in ("unknown", "active", "pending_review"):
        for language in ("zh-hans", "en", "fr", "\u0000", "en;q=0.1,zh;q=0.9"):
            unlimited()
            visit = Visit(people(kind))
            visit.client.cookies["language"] = "en" if language == "en" else "zh-hans"
            visit.client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
            PAGES["sign-in by number"].walk(visit)
            pages.add((language == "en", *visit.seen))
    assert len(pages) == 2
