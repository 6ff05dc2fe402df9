"""Mutations, a share of them: `tests/proof/roleplays` takes a thousand and more.

Every seeded defect is found, with a way to it that can be walked and is the shortest, and nothing is found in clean
scenarios. What the checker says is held against `simple`, which looks at one state after the other.
"""

import pytest

from roleplays.engine import Report, check

from .clean import clean
from .defects import KINDS, spoil
from .simple import Place, agrees

EACH = 3


def found(report: Report, at: Place) -> bool:
    kind, node, number = at
    named = [finding for finding in report.findings if finding.kind == kind]
    return any(node in ("", finding.node) and number in (0, finding.number) for finding in named)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_seeded_defect_is_found_with_the_shortest_way_to_it(kind):
    done = 0
    for seed in range(20):
        spoiled = spoil(clean(seed), kind, seed)
        if spoiled and done < EACH:
            body, at = spoiled
            report = check(body)
            assert found(report, at), (seed, at, report.findings)
            agrees(report)
            done += 1
    assert done == EACH


def test_nothing_is_found_in_clean_ones():
    for seed in range(40):
        report = check(clean(seed))
        assert report.findings == () and report.bounds
        agrees(report)
