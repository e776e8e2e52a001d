import datetime as dt

import pytest

from creditbank.bank import clock, identity
from creditbank.bank.identity import Kind, Sex
from creditbank.bank.refusals import Refused
from tests.bank.identity.numbers import ACCEPTED, FOREIGN, REJECTED, Accepted, Rejected


@pytest.fixture(autouse=True)
def _on_a_day_in_2026():
    with clock.frozen(dt.datetime(2026, 11, 24, 12, tzinfo=clock.SHANGHAI)):
        yield


@pytest.mark.parametrize("case", ACCEPTED, ids=lambda case: f"{case.raw!r}-{case.said}")
def test_a_number_that_may_exist_is_read(case: Accepted):
    document = identity.read(case.raw, case.said)
    assert document.kind == case.kind
    assert document.number == case.number
    assert document.warnings == case.warnings
    assert document.normalised is (case.raw != case.number)
    assert set(document.warnings) <= set(identity.WARNINGS)


@pytest.mark.parametrize("case", REJECTED, ids=lambda case: f"{case.raw[:30]!r}-{case.said}")
def test_a_number_that_cannot_exist_is_refused_with_a_sentence(case: Rejected):
    with pytest.raises(Refused) as caught:
        identity.read(case.raw, case.said)
    assert caught.value.code == case.code
    assert caught.value.field == "number"
    assert str(caught.value).endswith("。") or "）" in str(caught.value)


def test_every_reason_has_a_sentence_of_its_own():
    sentences = {}
    for case in REJECTED:
        with pytest.raises(Refused) as caught:
            identity.read(case.raw, case.said)
        sentences.setdefault(str(caught.value), set()).add(case.code)
    assert all(len(codes) == 1 for codes in sentences.values())


def test_the_list_is_long_enough():
    assert len(ACCEPTED) + len(REJECTED) >= 110


def test_a_resident_number_tells_birth_sex_and_region():
    document = identity.read("659011199002079015")
    assert document.birth_date == dt.date(1990, 2, 7)
    assert document.sex is Sex.MALE
    assert document.region == "659011"
    assert (document.country, document.nationality) == ("CHN", None)
    assert identity.read("659011199005299048").sex is Sex.FEMALE


def test_a_foreigners_card_tells_nationality_and_province():
    document = identity.read("911124198108030024")
    assert document.kind is Kind.FOREIGN_RESIDENT
    assert (document.nationality, document.country) == ("CAN", "CHN")
    assert document.region == "110000"
    assert document.birth_date == dt.date(1981, 8, 3)


def test_the_card_of_2017_leaves_birth_and_sex_to_be_typed():
    document = identity.read("KAZ110090123105")
    assert (document.birth_date, document.sex, document.nationality) == (None, None, "KAZ")
    assert document.age_on(dt.date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("wrong", "warning"),
    [
        ("KAZ110090123104", "check_unproven"),
        ("KAZ110090122105", "check_unproven"),
        ("KAZ110900123105", "check_unproven"),
        ("AKZ110090123105", "country_unknown"),
    ],
)
def test_a_slip_on_a_card_of_2017_is_shown_to_the_reviewer(wrong, warning):
    assert identity.read(wrong, FOREIGN).warnings == (warning,)


def test_a_passport_has_the_country_that_was_chosen():
    assert identity.read("C01X00T47", Kind.PASSPORT, country="deu").country == "DEU"
    assert identity.read("C01X00T47", Kind.PASSPORT).country == ""
    with pytest.raises(Refused) as caught:
        identity.read("C01X00T47", Kind.PASSPORT, country="XYZ")
    assert (caught.value.code, caught.value.field) == ("country", "country")


def test_born_today_in_shanghai_is_not_the_future():
    with clock.frozen(dt.datetime(2026, 11, 23, 16, 30, tzinfo=dt.UTC)):
        newborn = identity.generate(born=dt.date(2026, 11, 24))
        assert identity.read(newborn).birth_date == dt.date(2026, 11, 24)
        with pytest.raises(Refused):
            identity.read(identity.generate(born=dt.date(2026, 11, 25)))


def test_a_document_does_not_print_its_number():
    assert repr(identity.read("659011199002079015")) == "<Document resident 659***********9015>"


def test_every_single_digit_slip_is_refused():
    right = "659011199002079015"
    for place, digit in enumerate(right):
        for other in set("0123456789") - {digit}:
            with pytest.raises(Refused):
                identity.read(right[:place] + other + right[place + 1 :])
