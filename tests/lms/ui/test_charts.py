from hypothesis import given
from hypothesis import strategies as st

from lms.ui import charts

numbers = st.lists(st.integers(-1000, 1000), min_size=1, max_size=40)


def test_nothing_draws_nothing() -> None:
    assert charts.line([]) is None
    assert charts.line([None, None]) is None
    assert charts.bars([]) == []


def test_higher_values_stand_higher() -> None:
    drawn = charts.line([("June", 10), ("July", 20)], low=0, high=20, height=100)
    assert drawn is not None
    assert [point.y for point in drawn.points] == [50, 0]
    assert drawn.path == "M0 50 L320 0"


@given(numbers)
def test_every_point_stays_inside_the_box(values: list[int]) -> None:
    drawn = charts.line(values, width=320, height=120)
    assert drawn is not None
    assert all(0 <= point.x <= 320 and 0 <= point.y <= 120 for point in drawn.points)
    assert all(0 <= y <= 120 for y, _value in drawn.ticks)


@given(st.floats(-1e6, 1e6), st.floats(0.1, 1e6))
def test_a_share_is_a_percentage(value: float, maximum: float) -> None:
    assert 0 <= charts.share(value, maximum) <= 100


def test_the_longest_bar_is_full() -> None:
    assert [bar.percent for bar in charts.bars([("a", 5), ("b", 10)])] == [50, 100]
    assert charts.bars([("a", 5)], maximum=20)[0].percent == 25


def test_a_band_needs_a_pair_for_each_point() -> None:
    assert charts.line([1, 2], band=[(0, 2)]).band == ""  # type: ignore[union-attr]
    assert charts.line([1, 2], band=[(0, 2), (1, 3)]).band.endswith("Z")  # type: ignore[union-attr]
