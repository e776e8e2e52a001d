"""The sample is drawn by lot: reproducible, of what was decided there and then, never one's own."""

import datetime as dt
import hashlib
from uuid import UUID

import pytest

from creditbank.bank.history import SYSTEM
from creditbank.bank.history.models import Event
from creditbank.bank.inspections import draws
from creditbank.bank.organisations import trees
from creditbank.bank.reviews.models import Case
from creditbank.bank.reviews.oneself import Oneself
from tests.cast import SOMEBODY
from tests.inspecting import draw, on
from tests.refusing import refusing

pytestmark = pytest.mark.django_db


def numbers(inspection):
    return [row.case.number for row in inspection.samples.select_related("case")]


def subjects(inspection):
    return set(inspection.samples.values_list("case__subject_id", flat=True))


def test_the_lot_can_be_drawn_again_with_nothing_but_seed_and_numbers(gansu, seats, decided):
    decided(8)
    row = draw(seats.inspector, gansu.branch)
    listed = Case.objects.filter(kind="outcome").values_list("number", flat=True)
    by_hand = sorted(
        listed, key=lambda number: hashlib.sha256(f"{row.seed}{number}".encode()).digest()
    )
    assert numbers(row) == by_hand[:3]
    assert row.population == 8
    assert draws.holds(row)


def test_every_draw_has_a_seed_of_its_own_and_stays_on_record(gansu, seats, decided):
    decided(3)
    first, second = (draw(seats.inspector, gansu.branch) for _time in range(2))
    assert first.seed != second.seed
    event = Event.objects.of(first).get()
    assert event.after["seed"] == first.seed
    assert event.verb == "inspections.draws.draw"


def test_only_what_ended_there_in_the_period_is_drawn(gansu, seats, decided):
    wanted = decided(2) + decided(1, centre=gansu.other_centre, stage="rejected")
    edges = decided(1, day="2026-03-01") + decided(1, day="2026-03-15")
    decided(1, day="2026-02-28")
    decided(1, day="2026-03-16")
    decided(1, centre=gansu.far_centre)
    decided(1, stage="submitted")
    decided(1, stage="returned")
    row = draw(seats.inspector, gansu.branch, wanted=200)
    assert subjects(row) == {one.pk for one in wanted + edges}
    assert row.population == 5


def test_what_the_inspector_decided_or_submitted_is_left_out_and_counted(gansu, seats, decided):
    mine, others = decided(2), decided(3)
    Case.objects.filter(subject_id=mine[0].pk).update(person_id=seats.inspector.user_id)
    own = Oneself(frozenset({seats.inspector.user_id}))
    row = draw(seats.inspector, gansu.branch, wanted=200, oneself=own)
    assert subjects(row) == {mine[1].pk, *(one.pk for one in others)}
    assert (row.population, row.set_aside) == (4, 1)
    decider = Oneself(frozenset({UUID(SOMEBODY.actor_id)}))
    with refusing("nothing", "since"):
        draw(seats.inspector, gansu.branch, oneself=decider)


def test_accounts_are_another_kind(gansu, seats, decided):
    decided(1)
    row = draw(seats.inspector, gansu.branch, kind="account", wanted=200)
    assert set(row.samples.values_list("case__kind", flat=True)) == {"account"}


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"until": dt.date(2026, 3, 20)}, "period", "until"),
        ({"since": dt.date(2026, 3, 16)}, "period", "until"),
        ({"wanted": 0}, "wanted", "wanted"),
        ({"wanted": 201}, "wanted", "wanted"),
        ({"since": dt.date(2026, 1, 1), "until": dt.date(2026, 1, 2)}, "nothing", "since"),
    ],
)
def test_what_cannot_be_drawn_is_refused(gansu, seats, decided, changed, code, field):
    decided(1)
    with refusing(code, field):
        draw(seats.inspector, gansu.branch, **changed)


def test_nobody_inspects_themselves_nor_beyond_their_reach(gansu, seats):
    for place in (gansu.province, gansu.root, gansu.elsewhere_branch):
        with refusing("too_far", "branch"):
            draw(seats.inspector, place)


def test_after_a_move_of_organisations_the_draw_says_that_it_differs(gansu, seats, decided):
    decided(3)
    row = draw(seats.inspector, gansu.branch)
    with on("2026-03-21"):
        trees.move(gansu.centre, to=gansu.second_branch, by=SYSTEM)
        assert not draws.holds(row)
