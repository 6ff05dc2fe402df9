"""Agreement of several raters: against published figures and by properties."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.learning.agreement import alpha, from_median, mean_kappa, severity, weighted_kappa, with_interval

# Krippendorff's own example (Computing Krippendorff's Alpha-Reliability, 2011, section C): ordinal α = 0.815.
KNOWN = [
    {"A": 1, "C": 1, "B": 1},
    {"A": 2, "B": 2, "C": 3, "D": 2},
    {"A": 3, "B": 3, "C": 3, "D": 3},
    {"A": 3, "B": 3, "C": 3, "D": 3},
    {"A": 2, "B": 2, "C": 2, "D": 2},
    {"A": 1, "B": 2, "C": 3, "D": 4},
    {"A": 4, "B": 4, "C": 4, "D": 4},
    {"A": 1, "B": 1, "C": 2, "D": 1},
    {"A": 2, "B": 2, "C": 2, "D": 2},
    {"B": 5, "C": 5, "D": 5},
    {"C": 1, "D": 1},
    {"C": 3},
]

units = st.lists(
    st.dictionaries(st.integers(1, 4), st.sampled_from([0, 25, 50, 75, 100]), min_size=1, max_size=4), max_size=12
)


def test_alpha_as_published():
    assert alpha(KNOWN) == pytest.approx(0.815, abs=0.001)


def test_kappa_by_hand():
    # two raters, 0/1: seen (0,0) (1,1) (0,1) (1,1): disagreement 1/4, by chance 1/2·3/4 + 1/2·1/4 = 1/2
    assert weighted_kappa([(0, 0), (1, 1), (0, 1), (1, 1)]) == pytest.approx(0.5)
    assert weighted_kappa([(1, 1), (1, 1)]) is None and weighted_kappa([]) is None
    assert mean_kappa([{1: 0, 2: 0}, {1: 1, 2: 1}, {3: 5}]) == 1


def test_distance_from_the_median():
    assert from_median([{1: 0, 2: 50, 3: 100}, {1: 7}]) == pytest.approx(100 / 3)
    assert from_median([{1: 7}]) is None


@given(units)
def test_full_agreement_is_one_and_nothing_exceeds_it(found):
    for measure in (alpha, mean_kappa):
        value = measure(found)
        assert value is None or value <= 1 + 1e-9
    same = [dict.fromkeys(unit, place % 3) for place, unit in enumerate(found)]
    value = alpha(same)
    assert value is None or value == pytest.approx(1)


@given(units, st.permutations([1, 2, 3, 4]))
def test_who_is_who_does_not_matter(found, names):
    renamed = [{names[rater - 1]: value for rater, value in unit.items()} for unit in found]
    for measure in (alpha, mean_kappa, from_median):
        one, other = measure(found), measure(renamed)
        assert (one is None and other is None) or one == pytest.approx(other)


def test_an_interval_holds_its_value_and_comes_out_the_same_again():
    dice = random.Random(3)
    found = [{1: (a := dice.randrange(5)), 2: min(4, a + dice.randrange(2)), 3: a} for _ in range(20)]
    agreed = with_interval(alpha, found)
    assert agreed and agreed.low <= agreed.value <= agreed.high and agreed == with_interval(alpha, found)
    assert with_interval(alpha, found[:2]).low is None
    assert with_interval(alpha, [{1: 1}]) is None


def test_who_is_stricter():
    found = [{1: 50 + n, 2: 60 + n, 3: 62 + n} for n in (0, 5, 9, 20)]
    strict = severity(found, 1)
    assert strict.mean == pytest.approx(-11) and strict.n == 4 and strict.sure
    assert not severity(found[:2], 1).sure and severity(found[:2], 1).low is None
    assert severity([{1: 5}], 1) is None and severity(found, 9) is None
    assert sum(severity([{1: 0, 2: 8}], rater).mean for rater in (1, 2)) == 0
