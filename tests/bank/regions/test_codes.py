import pytest

from creditbank.bank import regions


def test_a_current_code_has_a_name_and_no_last_year():
    haidian = regions.find("110108")
    assert haidian is not None
    assert (haidian.name, haidian.first_year, haidian.last_year) == ("海淀区", 1980, None)
    assert haidian.is_current


def test_a_retired_code_keeps_its_last_name_and_year():
    jianggan = regions.find("330104")
    assert jianggan is not None
    assert (jianggan.name, jianggan.last_year) == ("江干区", 2020)
    assert not jianggan.is_current


@pytest.mark.parametrize("code", ["990011", "000000", "65901", "6590110", "", "浙江省", "710000"])
def test_a_code_that_never_was_is_not_found(code):
    assert regions.find(code) is None
    assert not regions.existed(code, 2000)


def test_a_renamed_place_has_its_name_of_the_year():
    region = regions.find("120110")
    assert region is not None
    assert region.name_in(1985) == "东郊区"
    assert region.name_in(2026) == region.name == "东丽区"


@pytest.mark.parametrize(
    ("code", "year", "answer"),
    [
        ("659011", 2020, False),
        ("659011", 2021, True),
        ("659011", 2026, True),
        ("110103", 2009, True),
        ("110103", 2010, False),
        ("512100", 1982, True),
        ("330104", 2022, False),
        ("500000", 1996, False),
        ("500000", 1997, True),
    ],
)
def test_a_code_was_in_force_in_its_years_only(code, year, answer):
    assert regions.existed(code, year) is answer


@pytest.mark.parametrize(
    ("code", "full_name"),
    [
        ("330106", "浙江省杭州市西湖区"),
        ("110101", "北京市东城区"),
        ("441900", "广东省东莞市"),
        ("659011", "新疆维吾尔自治区新星市"),
        ("620000", "甘肃省"),
    ],
)
def test_the_path_leads_from_the_province_down(code, full_name):
    region = regions.find(code)
    assert region is not None
    assert region.full_name == full_name
    assert region.path[-1] is region


@pytest.mark.parametrize("code", ["130171", "320576", "232761", "460321", "620201"])
def test_zones_of_the_statisticians_are_no_regions(code):
    assert regions.find(code) is None


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (regions.HONG_KONG, "香港特别行政区"),
        (regions.MACAO, "澳门特别行政区"),
        (regions.TAIWAN, "台湾省"),
    ],
)
def test_the_codes_of_residence_permits_are_known(code, name):
    region = regions.find(code)
    assert region is not None
    assert region.name == name


def test_a_lasting_name_wins_over_a_short_one_inside_it():
    region = regions.find("430300")
    assert region is not None
    assert region.is_current
    assert region.name == "湘潭市"
    assert region.first_year == 1980
