import datetime as dt

import pytest
from stdnum.cn import ric

from creditbank.cli.demo import names


@pytest.fixture(scope="module")
def crowd():
    return list(names.people(7, 5000))


def test_nobody_shares_a_number_an_address_or_a_mobile(crowd):
    for field in ("number", "email", "mobile"):
        assert len({getattr(person, field) for person in crowd}) == len(crowd)


def test_numbers_tell_birth_and_sex_and_have_a_right_check_digit(crowd):
    for person in crowd:
        assert person.number[:6] == "659011"
        assert person.number[6:14] == f"{person.born:%Y%m%d}"
        assert person.sex == ("男" if int(person.number[16]) % 2 else "女")
        assert person.number[-1] == ric.calc_check_digit(person.number)
        assert person.born < dt.date(2000, 1, 1)


def test_addresses_end_in_example_domains_and_mobiles_in_an_unassigned_range(crowd):
    for person in crowd:
        assert person.email.isascii()
        assert person.email.partition("@")[2] in names.DOMAINS
        assert person.mobile.startswith("154")
        assert len(person.mobile) == 11


def test_some_names_are_hard_a_rare_character_an_interpunct_two_surname_characters(crowd):
    everything = "".join(person.name for person in crowd)
    assert {character for character, _ in names.RARE} <= set(everything)
    assert any("·" in person.name for person in crowd)
    assert any(person.name.startswith("欧阳") for person in crowd)


def test_both_sexes_and_all_ages_occur(crowd):
    women = sum(person.sex == "女" for person in crowd)
    assert 2000 < women < 3000
    assert {person.born.year for person in crowd} == set(range(1958, 2000))


def test_the_same_seed_gives_the_same_people():
    assert list(names.people(5, 50)) == list(names.people(5, 50)) != list(names.people(6, 50))
