"""The formulas: by hand, by properties, and Student's t against scipy's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from assessments.interviews import panel
from assessments.interviews.panel import Item, Value

ITEMS = [Item("a", "empathy"), Item("b", "empathy"), Item("c", "initiative")]
SCORES = st.integers(1, 5)
RATINGS = st.lists(st.dictionaries(st.sampled_from("abc"), SCORES), max_size=5)


def test_the_mechanical_mean_by_hand():
    found = panel.result(ITEMS, [{"a": 4, "b": 2, "c": 5}, {"a": 5, "b": 2, "c": 3}])
    assert found.questions == {"a": Value(4.5, 4, 5, 2), "b": Value(2, 2, 2, 2), "c": Value(4, 3, 5, 2)}
    assert found.mean == pytest.approx(3.5)
    assert found.competencies["empathy"] == Value(3.25, 2, 5, 4)
    assert found.competencies["initiative"].mean == 4
    assert found.interviewers == 2


def test_the_interval_by_hand():
    """Means 4.5, 2, 4: standard deviation √1.75, t(2) = 2.92."""
    found = panel.result(ITEMS, [{"a": 4, "b": 2, "c": 5}, {"a": 5, "b": 2, "c": 3}])
    half = 2.92 * (1.75 / 3) ** 0.5
    assert found.interval == pytest.approx((3.5 - half, 5.0))


def test_a_weight_counts_as_so_many_questions_in_the_mean():
    heavy = [Item("a", "empathy", 3), Item("c", "initiative", 1)]
    assert panel.result(heavy, [{"a": 5, "c": 1}]).mean == 4


def test_two_questions_are_too_few_for_an_interval():
    assert panel.result(ITEMS[:2], [{"a": 4, "b": 2}]).interval is None


def test_nobody_rated_anything():
    assert panel.result(ITEMS, []) is None and panel.result(ITEMS, [{}, {}]) is None


def test_what_was_not_asked_leaves_the_sums():
    found = panel.result(ITEMS, [{"a": 5}, {"a": 3, "c": 2}])
    assert set(found.questions) == {"a", "c"} and found.mean == pytest.approx((4 + 2) / 2)
    assert found.questions["c"].n == 1


def test_two_steps_apart_is_worth_talking_about():
    assert Value(3, 2, 4, 2).far_apart and not Value(3.5, 3, 4, 2).far_apart


def test_the_weakest_first_and_only_those_below():
    values = {"x": Value(3.4, 1, 5, 2), "y": Value(2, 1, 3, 2), "z": Value(3.5, 3, 4, 2), "w": Value(2, 2, 2, 2)}
    assert panel.weakest(values) == ["y", "w", "x"]


@pytest.mark.parametrize("freedom", [1, 2, 5, 7, 13, 30])
def test_the_table_is_students(freedom):
    assert panel.t95(freedom) == pytest.approx(stats.t.ppf(0.95, freedom), abs=5e-4)


@given(RATINGS)
def test_everything_stays_between_one_and_five(ratings):
    found = panel.result(ITEMS, ratings)
    if found is None:
        assert not any(ratings)
        return
    for value in (*found.questions.values(), *found.competencies.values()):
        assert 1 <= value.low <= value.mean <= value.high <= 5
    if found.interval:
        low, high = found.interval
        assert 1 <= low <= found.mean + 1e-9 and found.mean - 1e-9 <= high <= 5


@given(st.lists(st.fixed_dictionaries(dict.fromkeys("abc", SCORES)), min_size=1, max_size=5), st.randoms())
def test_the_order_of_interviewers_says_nothing(ratings, dice):
    mixed = ratings[:]
    dice.shuffle(mixed)
    assert panel.result(ITEMS, mixed).mean == pytest.approx(panel.result(ITEMS, ratings).mean)


@given(st.fixed_dictionaries(dict.fromkeys("abc", SCORES)))
def test_one_interviewer_alone_is_enough(ratings):
    found = panel.result(ITEMS, [ratings])
    assert found.interviewers == 1 and found.mean == pytest.approx(sum(ratings.values()) / 3)
    assert not any(value.far_apart for value in found.questions.values())
