"""Whether two figures of the same people go together: properties, known values, and how often the interval holds."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lms.learning.together import Verdict, interval, ranks, spearman, together

FIGURES = st.integers(0, 20).map(lambda n: n / 20)
PAIRS = st.lists(st.tuples(FIGURES, FIGURES), min_size=4, max_size=30)


@given(PAIRS)
def test_it_is_spearmans(pairs):
    found = spearman(pairs)
    if found is None:
        assert any(len(set(side)) == 1 for side in zip(*pairs, strict=True))
    else:
        assert found == pytest.approx(stats.spearmanr(pairs).statistic)


@given(st.lists(FIGURES, max_size=30))
def test_ranks_are_those_of_the_textbook(values):
    assert ranks(values) == list(stats.rankdata(values))


@given(PAIRS)
def test_it_asks_for_the_order_only_and_of_nobody_first(pairs):
    found = together(pairs)
    assert together([(other, one) for one, other in reversed(pairs)]).r == pytest.approx(found.r)
    stretched = together([(one**3, other) for one, other in pairs])
    assert stretched.r == pytest.approx(found.r) and stretched.verdict == found.verdict
    turned = together([(-one, other) for one, other in pairs])
    if found.r is not None:
        assert turned.r == pytest.approx(-found.r) and turned.low == pytest.approx(-found.high)
        assert -1 < found.low < found.high < 1


@pytest.mark.parametrize(
    ("pairs", "verdict"),
    [
        ([], Verdict.TOO_FEW),
        ([(n, n) for n in range(3)], Verdict.TOO_FEW),
        ([(n, n) for n in range(4)], Verdict.UNKNOWN),  # four people in the same order prove nothing
        ([(n, n) for n in range(5)], Verdict.CLEARLY),
        ([(n, -n) for n in range(6)], Verdict.AGAINST),
        ([(1, n) for n in range(9)], Verdict.ALIKE),
        ([(n, n * n % 11) for n in range(8)], Verdict.UNKNOWN),
        ([(n // 2, n % 2) for n in range(60)], Verdict.HARDLY),
    ],
)
def test_what_is_said(pairs, verdict):
    assert together(pairs).verdict == verdict


def test_the_interval_holds_the_truth_nine_times_in_ten():
    """Pairs of a known rank correlation: 0.58 for a bivariate normal with ρ = 0.6 (6/π · asin(ρ/2))."""
    dice, held, draws = Random(7), 0, 800
    for _ in range(draws):
        pairs = [(x := dice.gauss(0, 1), 0.6 * x + 0.8 * dice.gauss(0, 1)) for _ in range(12)]
        low, high = interval(spearman(pairs), 12)
        held += low <= 0.5819 <= high
    assert 0.86 <= held / draws <= 0.95
