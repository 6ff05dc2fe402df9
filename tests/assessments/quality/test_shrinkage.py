"""Few values are drawn towards everybody's, many stand for themselves (measures §3)."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.quality.scoring import ScorePrior, SharePrior, shrunk_mean, shrunk_rate
from assessments.quality.shrinkage import CSAT_PRIOR, REVIEW_PRIOR, score_priors, share_priors


def test_kappa_is_how_many_ratings_the_history_weighs():
    assert SharePrior(0.8, 0.1).kappa == pytest.approx(0.8 * 0.2 / 0.01 - 1)


def test_the_share_is_drawn_by_kappa():
    prior = SharePrior(0.8, 0.1)
    assert shrunk_rate(3, 3, prior).value == pytest.approx((3 + 0.8 * 15) / (3 + 15))


def test_the_score_is_drawn_by_trust():
    prior = ScorePrior(75, 6, 18)
    trust = 36 / (36 + 18**2 / 4)
    assert shrunk_mean(95, 4, prior).value == pytest.approx(trust * 95 + (1 - trust) * 75)
    assert shrunk_mean(0, 0, prior).value == 75


@given(st.integers(0, 200), st.integers(0, 200))
def test_a_share_lies_between_its_own_and_everybodys(good, bad):
    found = shrunk_rate(good, good + bad, CSAT_PRIOR)
    own = good / (good + bad) if good + bad else CSAT_PRIOR.mean
    low, high = sorted([own, CSAT_PRIOR.mean])
    assert low - 1e-9 <= found.value <= high + 1e-9
    assert 0 <= found.low <= found.value <= found.high <= 1


@given(st.floats(0, 100), st.integers(1, 500))
def test_more_reviews_are_trusted_more(mean, n):
    less, more = shrunk_mean(mean, n, REVIEW_PRIOR), shrunk_mean(mean, n + 1, REVIEW_PRIOR)
    assert abs(more.value - mean) <= abs(less.value - mean) + 1e-9
    assert 0 <= less.low <= less.high <= 100


def moments(values):
    return len(values), sum(values), sum(value * value for value in values)


pairs = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12)


@given(st.dictionaries(st.integers(1, 3), pairs, max_size=3))
def test_a_prior_can_be_made_of_anything(teams):
    found = share_priors({team: [(good, good + bad) for good, bad in rows] for team, rows in teams.items()})
    for prior in found.values():
        assert 0 < prior.mean < 1 and prior.spread > 0 and prior.kappa >= 0


@given(st.dictionaries(st.integers(1, 3), st.lists(st.lists(st.floats(0, 100), max_size=12), max_size=12), max_size=3))
def test_a_score_prior_can_be_made_of_anything(teams):
    found = score_priors({team: [moments(row) for row in rows] for team, rows in teams.items()}, REVIEW_PRIOR)
    for prior in found.values():
        assert -1e-6 <= prior.mean <= 100 + 1e-6 and prior.spread > 0 and prior.noise > 0


def test_before_there_is_a_history_nothing_is_said():
    assert share_priors({1: [(9, 10)] * 4}) == {}
    assert score_priors({1: [moments([80.0] * 6)] * 4}, REVIEW_PRIOR) == {}


def test_true_differences_are_found_behind_luck():
    dice = random.Random(7)
    levels = [dice.gauss(75, 8) for _ in range(60)]
    rows = [moments([dice.gauss(level, 15) for _ in range(20)]) for level in levels]
    prior = score_priors({1: rows}, REVIEW_PRIOR)[1]
    assert 6 < prior.spread < 10.5 and 13 < prior.noise < 17


def test_each_team_is_drawn_to_its_own_mean_and_a_small_one_widely():
    weak, strong = [(60, 100)] * 12, [(90, 100)] * 3
    found = share_priors({1: weak, 2: strong, 3: [(5, 10)] * 2})
    assert found[1].mean == pytest.approx(0.6) and found[2].mean == pytest.approx(0.9)
    assert 3 not in found and 0.6 < found[None].mean < 0.9
    assert found[2].spread > found[1].spread


def test_the_interval_holds_nine_times_in_ten():
    dice, prior, held = random.Random(3), ScorePrior(75, 7, 18), 0
    for _ in range(2000):
        level = dice.gauss(75, 7)
        found = shrunk_mean(sum(dice.gauss(level, 18) for _ in range(6)) / 6, 6, prior)
        held += found.low <= level <= found.high
    assert 0.87 < held / 2000 < 0.93


shares = st.builds(SharePrior, st.floats(0.05, 0.95), st.floats(0.01, 0.2))
scores = st.builds(ScorePrior, st.floats(0, 100), st.floats(0.5, 30), st.floats(0.5, 40))


@given(shares, st.integers(0, 300), st.integers(0, 300))
def test_a_rate_is_drawn_from_its_own_towards_the_teams(prior, good, bad):
    found = shrunk_rate(good, good + bad, prior)
    low, high = sorted([good / (good + bad) if good + bad else prior.mean, prior.mean])
    assert low - 1e-9 <= found.value <= high + 1e-9


@given(shares, st.integers(0, 100), st.integers(1, 100))
def test_another_good_rating_never_lowers_a_rate(prior, good, bad):
    assert shrunk_rate(good + 1, good + bad, prior).value >= shrunk_rate(good, good + bad, prior).value


@given(scores, st.floats(0, 100), st.integers(0, 300))
def test_a_mean_is_drawn_from_its_own_towards_the_teams(prior, mean, n):
    low, high = sorted([mean if n else prior.mean, prior.mean])
    assert low - 1e-9 <= shrunk_mean(mean, n, prior).value <= high + 1e-9


@given(shares, scores)
def test_without_anything_it_is_the_teams_with_very_many_its_own(share, score):
    assert shrunk_rate(0, 0, share).value == pytest.approx(share.mean)
    assert shrunk_rate(300_000, 1_000_000, share).value == pytest.approx(0.3, abs=0.01)
    assert shrunk_mean(12, 0, score).value == score.mean
    far = shrunk_mean(12, 100_000_000, score)
    assert far.value == pytest.approx(12, abs=0.1) and far.high - far.low < 0.1


@given(scores, st.floats(0, 100), st.integers(1, 300))
def test_more_reviews_never_widen_the_range(prior, mean, n):
    less, more = shrunk_mean(mean, n, prior), shrunk_mean(mean, n + 1, prior)
    assert more.high - more.value <= less.high - less.value + 1e-9 or more.high == 100
