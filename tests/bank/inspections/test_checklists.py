"""Checklists are published in versions; an inspection keeps the one it was drawn with."""

import pytest
from django.utils.translation import override

from creditbank.bank.inspections import checklists
from tests.inspecting import draw
from tests.refusing import refusing

pytestmark = pytest.mark.django_db
ASKED = [{"zh": "材料齐全", "en": "Complete"}, {"zh": "结论正确", "en": ""}]


@pytest.mark.parametrize("kind", ["account", "outcome"])
def test_the_bank_brings_questions_in_both_languages(gansu, kind):
    known = checklists.current(gansu.province, kind)
    assert (known.version, known.organisation) == (0, None)
    assert len(known.questions) >= 5
    assert all(one["zh"] and one["en"] for one in known.questions)


def test_an_organisation_has_its_own_else_the_nearest_above(gansu, seats):
    by = seats.inspector.user
    checklists.publish(gansu.root, "outcome", ASKED[:1], seen=0, by=by)
    assert checklists.current(gansu.province, "outcome").organisation == gansu.root
    checklists.publish(gansu.province, "outcome", ASKED, seen=0, by=by)
    checklists.publish(gansu.province, "outcome", ASKED[1:], seen=1, by=by)
    known = checklists.current(gansu.province, "outcome")
    assert (known.organisation, known.version) == (gansu.province, 2)
    assert known.questions == ASKED[1:]
    assert checklists.current(gansu.elsewhere, "outcome").organisation == gansu.root
    assert checklists.current(gansu.province, "account").version == 0


def test_an_inspection_keeps_the_questions_it_was_drawn_with(gansu, seats, decided):
    decided(1)
    by = seats.inspector.user
    checklists.publish(gansu.province, "outcome", ASKED, seen=0, by=by)
    row = draw(seats.inspector, gansu.branch)
    checklists.publish(gansu.province, "outcome", ASKED[:1], seen=1, by=by)
    row.refresh_from_db()
    assert (row.questions, row.checklist_version) == (ASKED, 1)


def test_the_second_of_two_who_publish_is_told(gansu, seats):
    by = seats.inspector.user
    checklists.publish(gansu.province, "outcome", ASKED, seen=0, by=by)
    with refusing("edited_meanwhile"):
        checklists.publish(gansu.province, "outcome", ASKED, seen=0, by=by)


@pytest.mark.parametrize(
    "asked", [[], [{"zh": "", "en": "only English"}], [{"zh": "长" * 201, "en": ""}], ASKED * 16]
)
def test_questions_that_cannot_be_asked_are_refused(gansu, seats, asked):
    with refusing("questions", "questions"):
        checklists.publish(gansu.province, "outcome", asked, seen=0, by=seats.inspector.user)


def test_a_question_is_told_in_the_readers_language():
    with override("en"):
        assert [checklists.told(one) for one in ASKED] == ["Complete", "结论正确"]
    with override("zh-hans"):
        assert checklists.told(ASKED[0]) == "材料齐全"
