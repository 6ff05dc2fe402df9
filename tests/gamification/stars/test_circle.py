"""The pure circle: the same seed gives the same, volume does not win, and measures §4's order holds in simulation."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from gamification.stars.circle import Facts, Weights, chances, facts_from, star_of
from gamification.stars.posterior import share_prior

from .simulation import simulated

FACTS = st.builds(
    lambda person, good, bad, reviews, votes, tickets, learnt: Facts(
        person, good, good + bad, tuple(reviews), votes, tickets, learnt
    ),
    st.integers(1, 10_000),
    st.integers(0, 60),
    st.integers(0, 20),
    st.lists(st.floats(0, 100), max_size=8),
    st.integers(0, 30),
    st.integers(0, 90),
    st.integers(0, 20),
)
PEOPLE = st.lists(FACTS, max_size=14, unique_by=lambda item: item.person)


@settings(max_examples=60, deadline=None)
@given(PEOPLE, st.integers(0, 2**48), st.randoms())
def test_the_same_seed_gives_the_same_in_any_order(people, seed, dice):
    mixed = list(people)
    dice.shuffle(mixed)
    found = chances(people, Weights(), seed, 200)
    assert chances(mixed, Weights(), seed, 200) == found
    assert all(0 <= item.p_top3 <= item.p_half <= 1 for item in found)
    if len(people) > 1:
        assert star_of(found) in {None, *(item.person for item in found if item.in_circle)}


@given(FACTS)
def test_facts_go_into_a_row_and_come_back(facts):
    assert facts_from(facts.inputs()) == facts


def company(best: Facts) -> list[Facts]:
    """Eleven of the usual sort, each with 66 ratings, and one more."""
    usual = [
        Facts(n, good=55 + n % 3, rated=66, reviews=(80.0,) * 5, votes=12, tickets=66, learnt=3) for n in range(11)
    ]
    return [*usual, replace(best, person=99)]


def chance_of(best: Facts, person: int = 99) -> tuple[float, float]:
    found = next(item for item in chances(company(best), Weights(), 1) if item.person == person)
    return found.p_half, found.p_top3


def test_a_clearly_better_person_is_the_star():
    best = Facts(99, good=66, rated=66, reviews=(97.0,) * 6, votes=34, tickets=66, learnt=9)
    assert star_of(chances(company(best), Weights(), 1)) == 99


def test_without_a_clear_difference_there_is_none():
    usual = Facts(99, good=56, rated=66, reviews=(80.0,) * 5, votes=12, tickets=66, learnt=3)
    assert star_of(chances(company(usual), Weights(), 1)) is None


def test_many_tickets_are_no_advantage_by_themselves():
    few = Facts(99, good=56, rated=66, reviews=(80.0,) * 5, votes=12, tickets=66, learnt=3)
    many = Facts(99, good=280, rated=330, reviews=(80.0,) * 5, votes=60, tickets=330, learnt=3)
    assert abs(chance_of(few)[0] - chance_of(many)[0]) < 0.15


def test_little_data_says_little():
    lucky = Facts(99, good=2, rated=2, votes=1, tickets=2, learnt=3)
    proven = Facts(99, good=65, rated=66, reviews=(92.0,) * 8, votes=25, tickets=66, learnt=3)
    assert chance_of(lucky)[0] < 0.8 < chance_of(proven)[0]


def test_nobody_and_one_alone_name_nobody():
    assert chances([], Weights(), 1) == []
    alone = chances([Facts(1, good=9, rated=9)], Weights(), 1)
    assert star_of(alone) is None and not alone[0].in_circle


def test_learning_alone_names_nobody():
    found = chances([Facts(n, learnt=n) for n in range(6)], Weights(), 3)
    assert star_of(found) is None and not any(item.in_circle for item in found)


def test_of_those_exactly_alike_nobody_is_named():
    found = chances([Facts(n, tickets=10, votes=3 if n == 9 else 0) for n in range(10)], Weights(0, 0.0001, 0), 3)
    alike = [item.p_half for item in found[:9]]
    assert max(alike) - min(alike) < 0.1


def test_a_negative_weight_counts_as_none():
    people = company(Facts(99, good=66, rated=66, learnt=9))
    off, zero = Weights(1.0, 0.0, -5.0), Weights(1.0, 0.0, 0.0)
    assert chances(people, off, 4) == chances(people, zero, 4)


def test_the_spread_between_people_is_learnt_from_their_history():
    import numpy as np

    same = share_prior(np.full(30, 80.0), np.full(30, 100.0))
    apart = share_prior(np.array([60.0, 99.0] * 15), np.full(30, 100.0))
    assert same[2] < 0.05 < apart[2] and same[1] > apart[1]


def test_the_order_of_measures_4():
    """The whole simulation, with figures, runs in tests/proof/gamification."""
    found = simulated(500, seed=4, draws=200)
    assert found.points < found.raw < found.one_month < found.three_months < found.star_right
    assert found.star_right >= 0.8 and 0.2 < found.star_named < 0.45
    assert found.circle_named > 0.85 and found.circle_right > 0.85
