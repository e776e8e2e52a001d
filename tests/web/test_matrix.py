"""The permission matrix: everybody before every address, with what is theirs and what is not.

Generated from the addresses themselves: a new one without an answer here fails. Refused means
refused: no row is written, and no answer shows a name, a number or a count of what is out of reach.
"""

import logging
import re
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from creditbank.bank import clock
from creditbank.bank.history import SYSTEM
from creditbank.bank.organisations import trees
from creditbank.bank.organisations.models import Capacity
from creditbank.bank.organisations.roles import Role
from creditbank.bank.reviews import queue, superiors
from creditbank.bank.reviews.oneself import Oneself
from creditbank.web import gates
from creditbank.web.account import backend
from tests import cast
from tests.web import worlds
from tests.web.worlds import ARGUMENTS, EVERYWHERE, NARROWER, ONES_OWN, ONLY_HELD, Actor

pytestmark = pytest.mark.django_db
# Nothing is out of their reach.
AT_ROOT = {Role.NATIONAL_ADMIN, Role.CONTENT_EDITOR}
AT_BRANCH = {Role.OFFICER, Role.BRANCH_ADMIN}
ACTORS = ["stranger", "learner", "inactive", *(str(role) for role in Role)]
METHODS = ("get", "post")
# What would be enough to do something, were it not for the gate and the reach.
FILLED = {
    "reason": "理由",
    "answer": "答复",
    "verdict": "approve",
    "email": "somebody.new@example.org",
    "seen": "on",
    "title": "改过的",
}
TOKENS = {
    "token": "A" * 32,
    "code": "activation",
    **dict.fromkeys(("challenge_id", "notice_id", "attachment_id"), UUID(int=7)),
}
_VOLATILE = re.compile(r'(name="csrfmiddlewaretoken" value|name="outcome_id" value)="[^"]*"')
_WRITES = """
SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables
WHERE relname <> 'bank_session'
"""


def _patterns(resolver):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry)
        elif isinstance(entry, URLPattern):
            yield entry


PATTERNS = {pattern.name: pattern for pattern in _patterns(get_resolver())}
GATES = {name: pattern.callback.gate for name, pattern in PATTERNS.items()}
PLAIN = [name for name, one in PATTERNS.items() if not one.pattern.converters]
ABOUT = [name for name in PATTERNS if name not in PLAIN and GATES[name] != "public"]


def test_every_address_says_what_it_is_about():
    unknown = [name for name in ABOUT if name not in ARGUMENTS]
    assert not unknown, f"say in tests/web/worlds.py what these are about: {unknown}"
    assert set(ARGUMENTS) <= set(ABOUT)


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker, tmp_path_factory):
    """The worlds and the actors, made once and rolled back after the last test of this file."""
    logging.disable(logging.INFO)  # thousands of lines about refusals
    files = SimpleNamespace(folder=tmp_path_factory.mktemp("files"), url="")
    with (
        override_settings(STORAGE=files),
        django_db_blocker.unblock(),
        transaction.atomic(),
        clock.frozen(clock.now()),
    ):
        yield _stage()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


def _stage():
    factories = _factories()
    gansu = factories.gansu
    place = SimpleNamespace(**vars(gansu))
    place.leaving = _centre("620103", "将迁出教学点", gansu.branch)
    place.arriving = _centre("440602", "将迁入教学点", gansu.elsewhere_branch)
    worlds.furnish()
    there = {"own": worlds.build("甪直", gansu.centre, factories)}
    actors = _actors(gansu, there["own"], factories)
    _hold(actors["reviewer"], there["own"])
    seen = {"alone": _pages(actors, there["own"], AT_BRANCH)}
    there["arrived"] = worlds.build("朏明", place.arriving, factories)
    there["sibling"] = worlds.build("龘远", gansu.far_centre, factories)
    trees.move(place.arriving, to=gansu.branch, by=SYSTEM)
    trees.move(place.leaving, to=gansu.elsewhere_branch, by=SYSTEM)  # empty, not yet lived in
    superiors.follow_the_tree(by=SYSTEM)
    seen["together"] = _pages(actors, there["own"], set(Role))
    there["elsewhere"] = worlds.build("䶮外", gansu.elsewhere_centre, factories)
    trees.move(place.leaving, to=gansu.branch, by=SYSTEM)
    there["moved"] = worlds.build("㛃迁", place.leaving, factories)
    trees.move(place.leaving, to=gansu.elsewhere_branch, by=SYSTEM)
    superiors.follow_the_tree(by=SYSTEM)
    seen["crowded"] = _pages(actors, there["own"], set(Role))
    paths = {
        (page, world.name): reverse(page, kwargs=ARGUMENTS[page](world))
        for page in ABOUT
        for world in there.values()
    }
    paths |= {(page, ""): reverse(page) for page in PLAIN}
    return SimpleNamespace(worlds=there, actors=actors, seen=seen, paths=paths)


def _factories():
    """The factories of the cast, outside of any single test."""

    def plain(fixture):
        return fixture.__wrapped__ if hasattr(fixture, "__wrapped__") else fixture._fixture_function

    made = SimpleNamespace(gansu=plain(cast.gansu)(None), staff=plain(cast.staff)(None))
    made.an_enrolment = plain(cast.an_enrolment)(made.gansu)
    made.agreement = plain(cast.agreement)(None)
    made.a_learner = plain(cast.a_learner)(made.an_enrolment, made.agreement)
    made.an_outcome = plain(cast.an_outcome)(plain(cast.a_kind)(None))
    return made


def _centre(code, name, parent):
    return cast._found(code, name, parent, Capacity.STUDY_CENTRE)


def _actors(gansu, own, factories):
    found = [Actor("stranger"), Actor("learner", user=own.account.user, own=own)]
    suspended = factories.a_learner("suspended", centre=gansu.centre)
    found.append(Actor("inactive", user=suspended.user))
    for role in Role:
        place = gansu.branch if role in AT_BRANCH else gansu.province
        place = gansu.root if role in AT_ROOT else place
        user = factories.staff(role, place, name=f"职员{role.value}")
        found.append(Actor(role.value, role=role.value, place=place, user=user))
    for actor in found:
        actor.session = _session(actor)
    return {actor.name: actor for actor in found}


def _session(actor):
    if actor.user is None:
        return ""
    client = Client()
    client.force_login(actor.user, backend=backend.PATH)
    session = client.session
    session[gates.SECOND_FACTOR] = str(actor.user.pk)
    session.save()
    return session.session_key


def _hold(actor, world):
    own = Oneself(frozenset({actor.user.pk}))
    queue.take(world.case, oneself=own, by=actor.user)


def ask(actor, method, path):
    """The answer, its text, and whether anything was written; nothing of it stays."""
    client = Client(raise_request_exception=True)
    if actor.session:
        client.cookies[settings.SESSION_COOKIE_NAME] = actor.session
    block = transaction.atomic()
    block._from_testcase = True  # counting of tries asks to stand outside a transaction
    with block:
        before = _written()
        answer = client.get(path) if method == "get" else client.post(path, FILLED)
        wrote = _written() != before
        transaction.set_rollback(True)
    return answer, answer.getvalue().decode("utf-8", "ignore"), wrote


def _written():
    with connection.cursor() as cursor:
        cursor.execute(_WRITES)
        return cursor.fetchone()[0]


def _pages(actors, own, roles):
    """Every page that these roles and the learners may open, as they see it now."""
    seen = {}
    for actor in actors.values():
        if actor.role and Role(actor.role) not in roles:
            continue
        for name in [*PLAIN, *ABOUT]:
            if not actor.passes(GATES[name], "get") or GATES[name] == "public":
                continue
            told = ARGUMENTS[name](own) if name in ABOUT else {}
            if actor.reaches(own) or not told:
                text = ask(actor, "get", reverse(name, kwargs=told))[1]
                seen[actor.name, name] = _VOLATILE.sub("", text)
    return seen


@pytest.mark.parametrize("name", [name for name in ACTORS if name not in {"stranger", *AT_ROOT}])
def test_pages_are_the_same_whatever_there_is_out_of_reach(stage, name):
    """No name, number, count or order on any page depends on what its reader does not reach."""
    before, after = "together", "crowded"
    if name in {"learner", "inactive"}:
        before = "alone"
    pages = {page: text for (who, page), text in stage.seen[before].items() if who == name}
    assert pages
    for page, text in pages.items():
        assert stage.seen[after][name, page] == text, page


def test_pages_do_change_for_who_reaches_what_came(stage):
    """The comparison above can fail: what came to the subtree is seen there."""
    for who, page in (("officer", "tasks"), ("branch_admin", "staff")):
        assert stage.seen["alone"][who, page] != stage.seen["together"][who, page]


@pytest.mark.parametrize("name", ACTORS)
def test_everybody_before_every_address(stage, name):
    actor, faults = stage.actors[name], []
    hidden = [world for world in stage.worlds.values() if not actor.may_read(world)]
    words = [word for world in hidden for word in world.words]
    rows = _rows()
    for page in [*PLAIN, *ABOUT]:
        for method in METHODS:
            if GATES[page] == "public":
                continue
            for world in _before(stage, actor, page, method):
                path = stage.paths[page, world.name if world else ""]
                faults += _faults(actor, page, method, path, world, words)
    assert faults == []
    assert _rows() == rows


def _before(stage, actor, page, method):
    """The worlds in which an address is tried; whom the gate stops never comes to any of them."""
    if page not in ABOUT:
        return [None]
    if not actor.passes(GATES[page], method):
        return [stage.worlds["own"]]
    return stage.worlds.values()


def _faults(actor, page, method, path, world, words):
    answer, text, wrote = ask(actor, method, path)
    place = f"{method} {page} {world.name if world else ''} {answer.status_code}"
    passes = actor.passes(GATES[page], method)
    reached = actor.passes(NARROWER.get(page, GATES[page]), method) and (
        world is None or page in EVERYWHERE or actor.reaches(world)
    )
    if page in ONES_OWN:
        reached = world is actor.own
    text = text.replace(path, "")
    found = [f"{place} shows {word}" for word in words if word in text]
    held = actor.name == Role.REVIEWER and world is not None and world.name == "甪直"
    reads = held or page not in ONLY_HELD
    if not _answers(actor, answer, passes=passes, reached=reached, reads=reads):
        found.append(place)
    if wrote and not reached:
        found.append(f"{place} wrote")
    return found


def _answers(actor, answer, *, passes, reached, reads):
    """Whether the status is the one for this gate and this reach; scans `reads` only who holds."""
    status = answer.status_code
    if actor.user is None:
        return status == 302 and answer["Location"].startswith("/login")
    if not passes:
        return status == 403
    if not reached:
        return status in {404, 405}
    return status < 500 and status != 403 and (status != 404 or not reads)


def _rows():
    tables = [name for name in connection.introspection.table_names() if name.startswith("bank_")]
    counts = ", ".join(f"(SELECT count(*) FROM {name})" for name in sorted(tables))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return cursor.fetchone()


@pytest.mark.parametrize("name", ["stranger", "learner", "officer"])
def test_what_is_open_to_all_shows_nobody(stage, name):
    actor, faults = stage.actors[name], []
    words = [word for world in stage.worlds.values() for word in world.words]
    for page, gate in GATES.items():
        for method in METHODS if gate == "public" else ():
            converters = PATTERNS[page].pattern.converters
            path = reverse(page, kwargs={key: TOKENS[key] for key in converters})
            answer, text, _wrote = ask(actor, method, path)
            found = [word for word in words if word in text]
            if answer.status_code >= 500 or (found and actor.own is None):
                faults.append(f"{method} {page} {answer.status_code} {found}")
    assert faults == []


def test_the_auditor_sends_nothing_anywhere(stage):
    actor = stage.actors["auditor"]
    for page in [*PLAIN, *ABOUT]:
        if GATES[page].startswith("staff:") and page != "work_seat":
            told = ARGUMENTS[page](stage.worlds["own"]) if page in ABOUT else {}
            answer, _text, wrote = ask(actor, "post", reverse(page, kwargs=told))
            # A page that knows no POST says so to everybody who may see it.
            assert answer.status_code in {403, 405}, page
            assert not wrote, page
