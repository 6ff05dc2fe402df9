"""Measures §4 at full size: how often each way of choosing one finds a true top-three person of twelve."""

import sys

from tests.gamification.stars.simulation import simulated


def test_the_order_and_the_figures_of_measures_4():
    found = simulated(6000, seed=1, draws=2000)
    for name, value in vars(found).items():
        sys.stdout.write(f"{name:>14}  {value:.1%}\n")
    assert found.points < found.raw < found.one_month < found.three_months < found.star_right
    assert 0.24 < found.points < 0.33 and 0.40 < found.raw < 0.50
    assert 0.52 < found.one_month < 0.62 and 0.68 < found.three_months < 0.80
    assert 0.84 < found.star_right < 0.93 and 0.25 < found.star_named < 0.40
    assert found.circle_named > 0.88 and 0.85 < found.circle_right < 0.95
