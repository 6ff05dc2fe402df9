"""The checker at full size: well over a thousand seeded defects of every kind, and as many clean scenarios."""

from collections import Counter

from roleplays.engine import check
from tests.roleplays.engine.clean import clean
from tests.roleplays.engine.defects import KINDS, spoil
from tests.roleplays.engine.simple import agrees
from tests.roleplays.engine.test_defects import found

CLEAN, EACH = 1000, 70


def test_every_seeded_defect_is_found_and_nothing_in_clean_scenarios() -> None:
    seeded: Counter[str] = Counter()
    missed: list[tuple[str, int]] = []
    for kind in KINDS:
        seed = 0
        while seeded[kind.__name__] < EACH:
            spoiled = spoil(clean(seed), kind, seed)
            if spoiled:
                body, at = spoiled
                report = check(body)
                agrees(report)  # every way leads there and is the shortest, by another hand
                missed += [] if found(report, at) else [(kind.__name__, seed)]
                seeded[kind.__name__] += 1
            seed += 1
    reports = [check(clean(seed)) for seed in range(CLEAN)]
    wrong = sum(len(report.findings) for report in reports)
    states = sorted(report.states for report in reports)
    print(f"\n{sum(seeded.values())} defects, {len(seeded)} kinds: {len(missed)} missed, every way shortest")  # noqa: T201
    print(f"{CLEAN} clean scenarios of {states[0]} to {states[-1]} states: {wrong} findings")  # noqa: T201
    assert not missed and not wrong and sum(seeded.values()) >= 1000
