from creditbank.bank import regions
from creditbank.bank.regions.codes import table


def test_thirty_one_provinces_can_be_chosen():
    names = [province.name for province in regions.provinces()]
    assert len(names) == 31
    assert names[0] == "北京市"
    assert "香港特别行政区" not in names


def test_prefectures_are_those_of_the_province_today():
    names = [region.name for region in regions.prefectures("620000")]
    assert "兰州市" in names
    assert len(names) == 14
    assert regions.prefectures("110000") == ()


def test_counties_are_the_current_ones():
    codes = {region.code for region in regions.counties("330100")}
    assert "330113" in codes
    assert not codes & {"330104", "330121"}
    assert regions.counties("441900") == ()
    assert regions.counties("330106") == ()


def test_one_step_down_from_a_province_without_a_prefecture_come_counties():
    assert [region.name for region in regions.children("110000")][:2] == ["东城区", "西城区"]
    assert "659011" in {region.code for region in regions.children("650000")}


def test_every_current_place_is_reached_by_steps_from_a_province():
    reached = set()
    for province in regions.provinces():
        for region in regions.children(province.code):
            reached |= {region.code, *(lower.code for lower in regions.children(region.code))}
    current = {r.code for r in table().values() if r.is_current and not r.is_province}
    assert reached == current
