from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lms.learning.mastery import (
    ENOUGH_WEIGHT,
    HALF_LIFE_DAYS,
    WEIGHTS,
    Level,
    Piece,
    Sums,
    added,
    estimate,
    more_needed,
    moved,
    total,
)

START = date(2026, 1, 1)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
scores = st.floats(0, 1)
pieces = st.builds(Piece, scores, st.sampled_from(sorted(set(WEIGHTS.values()))), days)
histories = st.lists(pieces, min_size=1, max_size=30)


def close(left: Sums, right: Sums) -> bool:
    same = abs(left.good - right.good) <= 1e-9 and abs(left.bad - right.bad) <= 1e-9
    return same and (left.pieces, left.as_of) == (right.pieces, right.as_of)


@given(histories, st.randoms())
def test_the_order_of_arrival_does_not_matter(history, dice):
    shuffled = list(history)
    dice.shuffle(shuffled)
    assert close(total(history), total(shuffled))


@given(histories)
def test_adding_one_by_one_is_the_decayed_sum(history):
    sums = total(history)
    assert sums.as_of == max(piece.day for piece in history)
    left = [piece.weight * 0.5 ** ((sums.as_of - piece.day).days / HALF_LIFE_DAYS) for piece in history]
    assert sums.good == pytest.approx(sum(w * p.score for w, p in zip(left, history, strict=True)), abs=1e-9)
    assert sums.weight == pytest.approx(sum(left), abs=1e-9)
    assert sums.pieces == len(history)


@given(histories, days, days)
def test_moving_in_two_steps_is_moving_in_one(history, middle, end):
    """Exact but for rounding, forwards and backwards: the date the sums are stated at says nothing."""
    sums = total(history)
    once, twice = moved(sums, end), moved(moved(sums, middle), end)
    assert twice.good == pytest.approx(once.good, rel=1e-12)
    assert twice.bad == pytest.approx(once.bad, rel=1e-12)
    back = moved(moved(sums, end), sums.as_of)
    assert (back.good, back.bad) == pytest.approx((sums.good, sums.bad), rel=1e-12)


@given(pieces)
def test_half_is_left_after_the_half_life(piece):
    sums = added(None, piece)
    later = moved(sums, piece.day + timedelta(days=HALF_LIFE_DAYS))
    assert (later.good, later.bad, later.pieces) == (sums.good / 2, sums.bad / 2, 1)


@given(histories, st.integers(0, 2000))
def test_an_estimate_stays_within_bounds(history, after):
    sums = total(history)
    found = estimate(sums, sums.as_of + timedelta(days=after))
    assert 0 <= found.low < found.mean < found.high <= 1
    assert 0 <= found.weight <= sum(piece.weight for piece in history) + 1e-9
    assert found.enough == (found.weight >= ENOUGH_WEIGHT - 1e-9)
    assert found.pieces == len(history)


@given(histories, days)
def test_it_is_the_same_at_whatever_date_the_sums_are_stated(history, stated):
    sums, on = total(history), date(2031, 1, 1)
    here, there = estimate(sums, on), estimate(moved(sums, stated), on)
    assert here.mean == pytest.approx(there.mean, abs=1e-9)
    assert (here.low, here.high) == pytest.approx((there.low, there.high), abs=1e-6)


@given(histories, pieces)
def test_a_better_score_never_lowers_the_mean(history, piece):
    worse, better = (total([*history, Piece(score, piece.weight, piece.day)]) for score in (0.0, 1.0))
    on = date(2031, 1, 1)
    assert estimate(worse, on).mean <= estimate(better, on).mean


@given(histories)
def test_time_forgets(history):
    sums = total(history)
    widths, means = [], []
    for after in (0, 90, 365, 3650):
        found = estimate(sums, sums.as_of + timedelta(days=after))
        widths.append(found.weight)
        means.append(abs(found.mean - 0.5))
    assert all(earlier > later for earlier, later in pairwise(widths))
    assert means[-1] <= means[0] + 1e-9


@given(scores)
def test_one_review_is_enough_whatever_its_score(score):
    found = estimate(total([Piece(score, WEIGHTS["review"], START)]), START)
    assert found.enough
    assert more_needed(found) == 0


def test_nothing_known_is_the_prior():
    found = estimate(None, START)
    assert (found.mean, found.weight, found.enough, found.level) == (0.5, 0, False, None)
    assert (found.low, found.high) == pytest.approx((0.05, 0.95))
    assert total([]) is None


def test_figures_by_hand():
    """Two reviews, 0.8 and 1.0, the first one half-life old: good 1.2 + 3, bad 0.3; Beta(5.2, 1.3)."""
    sums = total([Piece(0.8, 3, START), Piece(1.0, 3, START + timedelta(days=90))])
    assert (sums.good, sums.bad) == pytest.approx((4.2, 0.3))
    found = estimate(sums, sums.as_of)
    assert found.mean == pytest.approx(5.2 / 6.5)
    assert (found.low, found.high) == pytest.approx((0.5137, 0.9781), abs=5e-5)


def test_the_interval_is_the_betas():
    from scipy.stats import beta

    sums = total([Piece(0.7, 2, START)] * 4)
    found = estimate(sums, START)
    assert (found.low, found.high) == pytest.approx(beta.ppf([0.05, 0.95], 1 + sums.good, 1 + sums.bad))


@pytest.mark.parametrize(
    ("score", "level"),
    [(1.0, Level.STRONG), (0.75, Level.STEADY), (0.6, Level.GROWING), (0.3, Level.STARTING), (0.0, Level.STARTING)],
)
def test_a_level_in_words(score, level):
    assert estimate(total([Piece(score, 3, START)] * 20), START).level is level


@pytest.mark.parametrize(
    ("have", "each", "more"), [(0, 0.5, 6), (1, 0.5, 4), (1.2, 0.5, 4), (2.9, 3, 1), (3, 1, 0), (9, 1, 0)]
)
def test_how_many_more_are_needed(have, each, more):
    found = estimate(Sums(have, 0, 1, START), START)
    assert more_needed(found, each) == more


@given(histories, st.sampled_from(sorted(WEIGHTS.values())))
def test_that_many_more_are_enough_and_one_fewer_is_not(history, each):
    sums = total(history)
    steps = (ENOUGH_WEIGHT - sums.weight) / each
    assume(abs(steps - round(steps)) > 1e-6)
    more = more_needed(estimate(sums, sums.as_of), each)
    for extra, enough in ((more, True), (more - 1, False)):
        if extra >= 0:
            grown = total([*history, *[Piece(0.5, each, sums.as_of)] * extra])
            assert estimate(grown, sums.as_of).enough is enough
