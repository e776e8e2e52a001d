import pytest

from creditbank.web.organisation import charts


@pytest.mark.parametrize(
    ("largest", "top"),
    [(0, "4"), (3, "4"), (5, "8"), (38.7, "40"), (41, "80"), (97, "100"), (1234, "2,000")],
)
def test_the_axis_ends_at_a_neat_number_above_all_values(largest, top):
    assert charts.line([largest], ["now"]).across[-1].label == top


def test_larger_is_higher_nothing_has_no_dot_and_all_of_it_is_inside():
    chart = charts.line([None, 10, 20, 5], list("abcd"))
    (x1, y1), (x2, y2), (x3, y3) = chart.dots
    assert x1 < x2 < x3 <= chart.right
    assert y2 < y1 < y3 <= chart.floor
    assert chart.points.count(",") == 3


def test_of_many_points_only_some_are_named():
    chart = charts.line([1] * 12, [str(number) for number in range(12)])
    assert [tick.label for tick in chart.below] == ["0", "2", "4", "6", "8", "10"]
