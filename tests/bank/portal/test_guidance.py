"""Guides, questions and contacts: delivered once, edited afterwards."""

import pytest

from creditbank.bank.history import SYSTEM, Someone
from creditbank.bank.history.models import Event
from creditbank.bank.portal import contacts, guides, questions
from creditbank.bank.portal.models import Contact, Guide, Question
from creditbank.cli import reference
from tests.refusing import refusing

pytestmark = pytest.mark.django_db
EDITOR = Someone("1", "editor")


def test_the_bank_starts_with_four_guides_and_the_questions_people_ask_first():
    assert reference.load()["texts"] > 0
    codes = list(Guide.objects.values_list("code", flat=True))
    assert codes == ["activation", "registration", "storage", "conversion"]
    assert all(row.title_zh and row.title_en and row.text_en for row in Guide.objects.all())
    first = {"not_found", "usual_email", "which_outcomes", "how_to_convert", "no_rule"}
    assert first <= set(Question.objects.values_list("code", flat=True))


def test_what_was_edited_stays_when_the_bank_is_brought_up_to_date():
    reference.load()
    guide, question = Guide.objects.get(code="storage"), Question.objects.get(code="no_rule")
    guides.edit(guide, seen=0, title_zh="改过", title_en="", text_zh="改过", text_en="", by=EDITOR)
    told = {name: getattr(question, name) for name in ("topic", "position", "question_en")}
    questions.edit(
        question,
        seen=0,
        by=EDITOR,
        question_zh="改过？",
        answer_zh="改过",
        answer_en="",
        is_public=False,
        **told,
    )
    assert reference.load()["texts"] == 0
    assert Guide.objects.get(code="storage").text_zh == "改过"
    assert not Question.objects.get(code="no_rule").is_public
    assert [one.verb for one in Event.objects.of(guide)] == [
        "portal.guides.seed",
        "portal.guides.edit",
    ]


def test_questions_are_found_by_every_word_in_either_language():
    reference.load()
    assert {row.code for row in questions.search("邮箱 找回")} == {"usual_email", "first_password"}
    assert "not_found" in {row.code for row in questions.search("enrolled YEAR")}
    assert questions.search("没有人会问的") == []
    Question.objects.filter(code="usual_email").update(is_public=False)
    assert "usual_email" not in {row.code for row in questions.search("邮箱")}


def test_two_who_edit_a_guide_do_not_overwrite_each_other():
    reference.load()
    guide = Guide.objects.get(code="storage")
    words = {"title_zh": "一", "title_en": "", "text_zh": "一", "text_en": ""}
    guides.edit(guide, seen=0, by=EDITOR, **words)
    with refusing("edited_meanwhile"):
        guides.edit(guide, seen=0, by=SYSTEM, **words | {"text_zh": "二"})
    assert Guide.objects.get(code="storage").text_zh == "一"


ADDRESS = {"email": "", "hours_zh": "", "hours_en": "", "address_zh": "", "address_en": ""}


def test_the_hotline_is_the_contacts_else_the_responsible_persons(gansu):
    gansu.province.responsible_phone = "0931-555-0100"
    gansu.province.save()
    with_number = {one.organisation.code: one.telephone for one in contacts.lines()}
    assert with_number == {"000000": "", "440000": "", "620000": "0931-555-0100"}
    contacts.edit(gansu.province, seen=0, telephone="0931-555-0199", **ADDRESS, by=EDITOR)
    assert contacts.lines()[-1].telephone == "0931-555-0199"
    with refusing("edited_meanwhile"):
        contacts.edit(gansu.province, seen=0, telephone="0931-555-0111", **ADDRESS, by=EDITOR)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"telephone": "call us"}, "telephone_wrong"),
        ({"telephone": "javascript:1"}, "telephone_wrong"),
        ({"telephone": ""}, "unreachable"),
    ],
)
def test_a_contact_that_reaches_nobody_is_refused(gansu, told, code):
    with refusing(code):
        contacts.edit(gansu.province, seen=0, **ADDRESS | told, by=EDITOR)
    assert not Contact.objects.exists()
