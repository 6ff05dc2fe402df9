from hypothesis import given
from hypothesis import strategies as st

from gamification.points.levels import band, level, needed, ranked


@given(st.integers(0, 1_000_000))
def test_a_level_holds_its_points(points):
    found = level(points)
    assert needed(found.number) <= points < needed(found.number + 1)
    assert found.left > 0 and 0 <= found.share < 100


def test_the_first_levels():
    assert [needed(n) for n in range(1, 6)] == [0, 100, 300, 600, 1000]
    assert level(299).number == 2 and level(300).number == 3


def test_ties_share_a_rank():
    rows = ranked([("a", 5), ("b", 9), ("c", 5), ("d", 1)])
    assert [(row.rank, row.who) for row in rows] == [(1, "b"), (2, "a"), (2, "c"), (4, "d")]


@given(st.lists(st.integers(-20, 20)))
def test_a_rank_is_one_more_than_those_with_more(points):
    for row in ranked(enumerate(points)):
        assert row.rank == 1 + sum(other > row.points for other in points)


def test_a_band_reaches_two_up_and_two_down():
    rows = ranked(enumerate(range(10, 0, -1)))
    assert [row.rank for row in band(rows, 4)] == [3, 4, 5, 6, 7]
    assert [row.rank for row in band(rows, 0)] == [1, 2, 3]
    assert [row.rank for row in band(rows, 9)] == [8, 9, 10]
