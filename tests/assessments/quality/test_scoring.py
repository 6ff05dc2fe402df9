"""The formulas of measures §1–2, by example and by property."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.quality.periods import Part, likely_mean, weakest_link, weighted_mean
from assessments.quality.scoring import (
    NORMS,
    Category,
    Estimate,
    Norm,
    category_score,
    internal_quality_score,
    metric_score,
    missing,
    review_score,
)
from assessments.quality.times import typical

CARD = [
    Category("greet", 10, 5, may_skip=True),
    Category("listen", 20, 5),
    Category("solve", 40, 4, critical=True),
    Category("thank", 30, 2),
]


def test_a_category_is_its_place_between_lowest_and_highest():
    assert [category_score(n, 5) for n in range(1, 6)] == [0, 25, 50, 75, 100]
    assert [category_score(n, 2) for n in (1, 2)] == [0, 100]
    assert round(category_score(2, 4), 2) == 33.33


@pytest.mark.parametrize(("chosen", "scale"), [(0, 5), (6, 5), (1, 1)])
def test_off_the_scale_is_refused(chosen, scale):
    with pytest.raises(ValueError, match="scale"):
        category_score(chosen, scale)


def test_a_review_is_the_weighted_mean():
    scored = review_score(CARD, {"greet": 5, "listen": 3, "solve": 4, "thank": 2})
    assert scored.total == (100 * 10 + 50 * 20 + 100 * 40 + 100 * 30) / 100
    assert scored.failed == ()


def test_what_is_left_out_leaves_both_sums():
    scored = review_score(CARD, {"greet": None, "listen": 3, "solve": 4, "thank": 1})
    assert scored.total == pytest.approx((50 * 20 + 100 * 40) / 90)
    assert "greet" not in scored.percents


def test_a_critical_category_below_the_middle_makes_it_nothing():
    scored = review_score(CARD, {"greet": 5, "listen": 5, "solve": 2, "thank": 2})
    assert (scored.total, scored.failed) == (0, ("solve",))
    assert review_score([Category("x", 5, 5, critical=True)], {"x": 3}).total == 50


def test_everything_left_out_is_no_review():
    assert review_score(CARD, {"greet": None}).total is None


def test_what_still_waits_for_an_answer():
    assert missing(CARD, {"listen": 4, "greet": None, "solve": None}) == ["solve", "thank"]


ratings = st.fixed_dictionaries(
    {
        "greet": st.none() | st.integers(1, 5),
        "listen": st.integers(1, 5),
        "solve": st.integers(1, 4),
        "thank": st.integers(1, 2),
    }
)


@given(ratings)
def test_a_review_lies_between_its_lowest_and_highest_category(chosen):
    scored = review_score(CARD, chosen)
    values = scored.percents.values()
    if scored.failed:
        assert scored.total == 0
    else:
        assert min(values) - 1e-9 <= scored.total <= max(values) + 1e-9


@given(ratings, st.sampled_from(["listen", "solve", "thank"]))
def test_a_better_rating_never_makes_a_review_worse(chosen, uid):
    scale = next(item.scale for item in CARD if item.uid == uid)
    better = {**chosen, uid: min(scale, chosen[uid] + 1)}
    assert review_score(CARD, better).total >= review_score(CARD, chosen).total - 1e-9


def test_iqs_is_the_plain_mean():
    assert internal_quality_score([100, 0, 50]) == 50
    assert internal_quality_score([]) is None


@pytest.mark.parametrize(
    ("name", "value", "score"),
    [
        ("first_response", 40, 0),
        ("first_response", 24, 50),
        ("first_response", 10, 100),
        ("first_response", 17, 75),
        ("first_response", 400, 0),
        ("first_response", 0, 100),
        ("csat", 0.5, 0),
        ("csat", 0.75, 50),
        ("csat", 0.9, 100),
        ("csat", 0.2, 0),
        ("solved_per_session", 2, 25),
        ("repeat_contact", 0.15, 25),
        ("resolution", 75, 75),
        ("retention", 0.85, 75),
    ],
)
def test_seed_002s_straight_lines(name, value, score):
    assert metric_score(value, NORMS[name]) == pytest.approx(score)


@given(st.floats(0, 500), st.floats(0, 500))
def test_less_time_never_scores_less(a, b):
    norm = NORMS["first_response"]
    assert metric_score(min(a, b), norm) >= metric_score(max(a, b), norm) and 0 <= metric_score(a, norm) <= 100


@pytest.mark.parametrize("points", [(1, 1, 2), (1, 3, 2), (3, 1, 2)])
def test_a_norm_goes_one_way(points):
    with pytest.raises(ValueError, match="rise or fall"):
        Norm(*points)


def part(name, n, raw, score):
    return Part(name, n, raw, score, Estimate(score, score - 10, score + 10))


def test_a_part_counts_from_five_on_and_says_how_many_are_missing():
    few, many = part("reviews", 3, 40, 40), part("csat", 30, 0.8, 66)
    assert (few.enough, few.missing, many.enough, many.missing) == (False, 2, True, 0)
    assert weighted_mean([few, many], {"reviews": 50, "csat": 30}) == 66
    assert weighted_mean([few], {"reviews": 50}) is None


def test_nothing_compensates_for_a_missed_norm():
    parts = [part("reviews", 9, 90, 90), part("csat", 30, 0.6, 20), part("first_response", 30, 12, 93)]
    targets = {"reviews": 75, "csat": 0.75, "first_response": 24}
    name, reached = weakest_link(parts, targets, {"first_response"})
    assert (name, round(reached, 3)) == ("csat", 0.8)
    assert weakest_link([], targets) is None


def test_the_interval_of_a_mean_is_narrower_than_of_its_parts():
    parts = [part("reviews", 9, 80, 80), part("csat", 30, 0.8, 60)]
    found = likely_mean(parts, {"reviews": 1, "csat": 1})
    assert found.value == 70 and 5 < found.value - found.low < 10
    assert likely_mean([part("reviews", 2, 80, 80)], {"reviews": 1}) is None


def test_one_forgotten_ticket_does_not_spoil_a_month():
    assert typical([5, 6, 7, 3000]) == 6.5
    assert typical([]) is None


@given(st.integers(2, 5).flatmap(lambda scale: st.tuples(st.integers(1, scale), st.just(scale))))
def test_a_category_goes_from_0_to_100_in_even_steps(pair):
    chosen, scale = pair
    assert 0 <= category_score(chosen, scale) <= 100
    assert category_score(1, scale) == 0 and category_score(scale, scale) == 100
    if chosen > 1:
        step = category_score(chosen, scale) - category_score(chosen - 1, scale)
        assert step == pytest.approx(100 / (scale - 1))


cards = st.lists(
    st.tuples(st.integers(0, 100), st.integers(2, 5), st.booleans(), st.integers(0, 4)), min_size=1, max_size=8
)


@given(cards, st.integers(0, 100), st.integers(2, 5))
def test_a_category_left_out_is_as_if_it_were_not_on_the_checklist(rows, weight, scale):
    card = [Category(str(n), w, s, critical) for n, (w, s, critical, _) in enumerate(rows)]
    chosen = {str(n): min(point + 1, s) for n, (_w, s, _critical, point) in enumerate(rows)}
    more = Category("more", weight, scale, critical=True, may_skip=True)
    assert review_score([*card, more], {**chosen, "more": None}) == review_score(card, chosen)


@given(cards)
def test_a_review_keeps_within_0_and_100_and_a_critical_miss_makes_it_0(rows):
    card = [Category(str(n), w, s, critical) for n, (w, s, critical, _) in enumerate(rows)]
    scored = review_score(card, {str(n): min(point + 1, s) for n, (_w, s, _critical, point) in enumerate(rows)})
    missed = any(item.critical and scored.percents[item.uid] < 50 for item in card)
    assert bool(scored.failed) == missed
    if missed:
        assert scored.total == 0
    elif scored.total is not None:
        assert 0 <= scored.total <= 100 + 1e-9


@given(st.lists(st.floats(0, 100), min_size=1, max_size=40))
def test_iqs_lies_between_its_reviews(totals):
    assert min(totals) - 1e-9 <= internal_quality_score(totals) <= max(totals) + 1e-9


@given(st.sampled_from(sorted(NORMS)), st.floats(-10, 1000), st.floats(-10, 1000))
def test_a_metric_keeps_within_0_and_100_and_better_never_scores_less(name, a, b):
    norm = NORMS[name]
    worse, better = sorted([a, b], reverse=norm.less_is_better)
    assert 0 <= metric_score(worse, norm) <= metric_score(better, norm) <= 100
    assert [metric_score(x, norm) for x in (norm.bad, norm.average, norm.best)] == [0, 50, 100]
