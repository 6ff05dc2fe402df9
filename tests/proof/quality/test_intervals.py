"""“Usually 71–84” holds nine times in ten: 10,000 simulated months, in companies of every shape (decision 0017)."""

import pytest

from .simulation import covered

SHAPES = ((8,), (3, 4), (5, 6, 12), (4, 4, 4, 4, 4), (30, 20), (2, 2))


def test_the_interval_of_the_period_score_covers_the_truth() -> None:
    found = {shape: covered(2000, 17, shape) for shape in SHAPES}
    for shape, (held, seen) in found.items():
        print(f"teams of {shape}: {held / seen:.3f} of {seen} months")  # noqa: T201
    held, seen = (sum(pair[n] for pair in found.values()) for n in (0, 1))
    print(f"altogether {held / seen:.3f} of {seen}")  # noqa: T201
    assert seen >= 10_000 and 0.88 <= held / seen <= 0.92


@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_of_company_is_far_off(shape: tuple[int, ...]) -> None:
    held, seen = covered(2000, 3, shape)
    assert 0.86 <= held / seen <= 0.94
