import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditbank.bank import identity
from creditbank.bank.identity import Kind


@pytest.mark.parametrize(
    ("number", "masked", "sign_in"),
    [
        ("110000199003071023", "110***********1023", "S110****1023"),
        ("KAZ110090123105", "KAZ********3105", "SKAZ****3105"),
        ("E12345678", "E******78", "SE****78"),
        ("1234", "****", "S****"),
        ("", "", "S****"),
    ],
)
def test_numbers_are_masked(number, masked, sign_in):
    assert identity.mask(number) == masked
    assert identity.mask_sign_in(number) == sign_in


def test_a_fingerprint_is_taken_of_class_country_and_number():
    document = identity.read("65901119900422903x")
    told = identity.canonical_for_fingerprint(document)
    assert told == "resident|CHN|65901119900422903X"
    passport = identity.read("e1234 5678", Kind.PASSPORT, country="KAZ")
    assert identity.canonical_for_fingerprint(passport) == "passport|KAZ|E12345678"


def test_two_spellings_have_one_fingerprint():
    one, other = (
        identity.read("６５９０１１１９９９０７１１９９４ｘ"),
        identity.read("65901119990711994X"),
    )
    assert identity.canonical_for_fingerprint(one) == identity.canonical_for_fingerprint(other)
    assert (one.normalised, other.normalised) == (True, False)


def test_the_initial_password_is_the_last_six():
    assert identity.last_six("65901119900422903X") == "22903X"


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (dt.date(2026, 2, 6), 35),
        (dt.date(2026, 2, 7), 36),
        (dt.date(1990, 2, 7), 0),
    ],
)
def test_age_counts_completed_years(day, age):
    assert identity.read("659011199002079015").age_on(day) == age


def test_someone_born_on_leap_day_ages_on_the_first_of_march():
    document = identity.read(identity.generate(born=dt.date(1996, 2, 29)))
    assert document.age_on(dt.date(2023, 2, 28)) == 26
    assert document.age_on(dt.date(2023, 3, 1)) == 27


@given(
    born=st.dates(dt.date(1930, 1, 1), dt.date(1999, 12, 31)),
    sequence=st.integers(0, 999),
)
def test_generated_numbers_are_read_back(born, sequence):
    document = identity.read(identity.generate(born=born, sequence=sequence))
    assert document.birth_date == born
    assert document.region == "659011"
    assert (document.sex == identity.Sex.MALE) is bool(sequence % 2)
    assert document.warnings == ()


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_and_one_spelling_stays(text):
    once = identity.canonical(text)
    try:
        document = identity.read(text)
    except identity.reading.Refused:
        return
    assert document.number == once == identity.canonical(once)


def test_an_old_number_can_be_shown_as_it_would_be_today():
    today = identity.upgraded("659011900207901")
    assert today == "659011199002079015"
    assert identity.read(today).number == today


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("居民身份证", Kind.RESIDENT),
        (" 身份证 ", Kind.RESIDENT),
        ("港澳居民居住证", Kind.HONG_KONG_MACAO),
        ("台湾居民居住证", Kind.TAIWAN),
        ("外国人永久居留身份证", Kind.FOREIGN_RESIDENT),
        ("护照", Kind.PASSPORT),
        ("passport", Kind.PASSPORT),
        ("军官证", None),
        ("", None),
    ],
)
def test_rosters_name_the_kind_in_words(words, kind):
    assert identity.kind_called(words) is kind


def test_countries_are_found_by_letters_and_digits():
    canada = identity.country("CAN")
    assert canada is not None
    assert canada is identity.country("124")
    assert (canada.name, canada.english) == ("加拿大", "Canada")
    assert identity.country("XYZ") is None
