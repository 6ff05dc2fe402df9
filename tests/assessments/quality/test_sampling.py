"""The draw of a week: what it promises holds, and it can be drawn again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.quality.sampling import Choosable, Frame, draw, draw_week, ordered, seats, weeks_to_see

from .sampling_simulation import simulated

piles = st.dictionaries(st.integers(1, 9), st.sets(st.integers(1, 10_000), max_size=20), max_size=6)
frames = st.builds(
    Frame,
    st.dictionaries(st.integers(1, 9), st.lists(st.integers(1, 10_000), unique=True, max_size=20), max_size=6),
    st.dictionaries(st.integers(1, 9), st.integers(0, 9), max_size=6),
    st.integers(0, 30),
)


@given(piles, st.integers(1, 5), st.integers(0, 2**40))
def test_a_fair_sample_can_be_drawn_again(tickets, each, seed):
    chosen = draw(tickets, each, seed)
    assert chosen == draw({agent: sorted(rows, reverse=True) for agent, rows in tickets.items()}, each, seed)
    assert len(chosen) == sum(min(each, len(rows)) for rows in tickets.values())


def test_everybody_has_the_same_chance():
    drawn = [draw({1: range(10)}, 1, seed)[0] for seed in range(4000)]
    assert all(320 < drawn.count(ticket) < 480 for ticket in range(10))


@given(frames, st.integers(1, 5), st.integers(0, 2**40))
def test_a_week_keeps_within_its_minutes_and_its_number_a_person(frame, each, seed):
    chosen = draw_week(frame, each, seed)
    assert chosen == draw_week(Frame.read(frame.stored()), each, seed)
    possible = sum(min(each, len(rows)) for rows in frame.tickets.values())
    assert len(chosen) == min(frame.seats, possible)


@given(frames, st.integers(1, 3), st.integers(0, 2**40))
def test_nobody_gets_a_second_before_everybody_has_a_first(frame, each, seed):
    alone = {agent: [agent * 100_000 + n for n in range(len(rows))] for agent, rows in frame.tickets.items()}
    chosen = draw_week(Frame(alone, frame.had, frame.seats), each, seed)
    counts = {agent: sum(pk // 100_000 == agent for pk in chosen) for agent in alone}
    for agent, rows in alone.items():
        others = [counts[other] for other in alone if other != agent]
        assert counts[agent] == len(rows) or counts[agent] >= max(others, default=0) - 1


def test_who_had_fewest_of_late_comes_first():
    frame = Frame({agent: range(agent * 10, agent * 10 + 9) for agent in (1, 2, 3)}, {1: 4, 2: 1, 3: 3}, 2)
    for seed in range(20):
        assert {pk // 10 for pk in draw_week(frame, 1, seed)} == {2, 3}


def test_the_order_is_by_rating_channel_length_and_age():
    day = date(2026, 1, 5)
    rows = [
        Choosable(1, 7, "phone", 1.0, 10, day),
        Choosable(2, 7, "chat", None, 10, day),
        Choosable(3, 7, "chat", 0.2, 5000, day),
        Choosable(4, 7, "chat", 0.2, 10, day),
        Choosable(5, 8, "chat", None, 10, day),
    ]
    assert ordered(rows) == {7: [4, 3, 2, 1], 8: [5]}


def test_a_thousand_weeks():
    """At full size in `make proof`."""
    found = simulated(1000)
    assert (found.over_budget, found.over_each, found.unused) == (0, 0, 0)
    assert found.apart <= 1
    assert found.off < 0.8 * found.lot_off
    for place, chance in found.chance.items():
        assert found.drawn[place] == pytest.approx(chance, rel=0.12)


def test_what_can_be_told():
    assert weeks_to_see(2) == 9  # 2(1.645 · 18 / 10)² = 17.5 reviews before and as many after
    assert weeks_to_see(14) == 2 and weeks_to_see(0) is None
    assert (seats(30, 8), seats(30, 3), seats(2, 8)) == (3, 10, 0)
