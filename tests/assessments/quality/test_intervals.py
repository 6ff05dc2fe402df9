"""A small run of the simulation `make proof` does at full size."""

from tests.proof.quality.simulation import covered


def test_the_interval_of_the_period_score_covers_the_truth() -> None:
    pairs = [covered(400, 17, shape) for shape in ((8,), (3, 4), (30, 20))]
    held, seen = (sum(pair[n] for pair in pairs) for n in (0, 1))
    assert 0.87 <= held / seen <= 0.94
