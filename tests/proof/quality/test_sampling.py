"""10,000 weeks of draws: a number a person, the minutes, the kinds of tickets, and nobody falls behind."""

import sys

import pytest

from tests.assessments.quality.sampling_simulation import simulated


def test_the_promises_of_the_draw():
    found = simulated(10_000, seed=7)
    sys.stdout.write(f"weeks {found.weeks}, over the minutes {found.over_budget}, over the number {found.over_each}\n")
    sys.stdout.write(f"colleagues apart after eight weeks at most {found.apart}\n")
    sys.stdout.write(f"kinds off by {found.off / found.weeks:.4f}, of a plain lot {found.lot_off / found.weeks:.4f}\n")
    assert found.weeks == 10_000
    assert (found.over_budget, found.over_each, found.unused) == (0, 0, 0)
    assert found.apart <= 1 and found.off < 0.8 * found.lot_off
    for place, chance in found.chance.items():
        sys.stdout.write(f"place {place}: drawn {found.drawn[place]}, expected {chance:.0f}\n")
        assert found.drawn[place] == pytest.approx(chance, rel=0.04)
