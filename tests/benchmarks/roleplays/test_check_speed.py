"""How long the checker takes for 500 nodes, by the number of states: printed (`-s`), the machine's mood left out.

What is asserted holds on any machine: time does not grow faster than the states do. The promise is a second for
100,000 states on one core; the bound here is a generous multiple of it.
"""

from time import process_time

from roleplays.engine import Report, check

from .large import NODES, SIZES, large

MOST_SECONDS = 10


def timed(spread: tuple[int, int, int]) -> tuple[float, Report]:
    """Seconds this process worked, the better of two."""
    body, seconds = large(NODES, spread), []
    for _ in range(2):
        start = process_time()
        report = check(body)
        seconds.append(process_time() - start)
    return min(seconds), report


def test_a_large_scenario_is_checked_while_one_waits():
    check(large(20, (1, 0, 0)))  # what is loaded once is not what is measured
    found = {size: timed(spread) for size, spread in SIZES.items()}
    print()  # noqa: T201
    for seconds, report in found.values():
        nodes, each = len(report.script.nodes), 1e6 * seconds / report.states
        print(f"{nodes} nodes, {report.states:>7} states: {seconds:.3f} s, {each:.1f} µs each")  # noqa: T201
        assert report.bounds and nodes >= NODES
    (least, few), (most, many) = found[1_000], found[100_000]
    assert many.states >= 90_000 and few.states <= 1_500
    assert most < MOST_SECONDS and most / least < many.states / few.states
