"""Beyond two million states the checker stops, says so and names what to make coarser: time and memory printed.

Each in a process of its own, so that the memory is that of one check; seconds are those it worked.
"""

import json
import subprocess
import sys

import pytest

MOST_SECONDS, MOST_MEGABYTES = 30, 2000
CHILD = """
import json, resource, sys, time
from roleplays.engine import check
from tests.proof.roleplays import shapes
body = getattr(shapes, sys.argv[1])()
start = time.process_time()
report = check(body)
seconds, peak = time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
found = [[finding.kind, finding.detail] for finding in report.errors]
print(json.dumps({"seconds": seconds, "peak": peak, "states": report.states, "errors": found}))
"""


@pytest.mark.parametrize(
    ("shape", "error"),
    [
        ("wide", "too_large"),
        ("counters", "too_large"),
        ("many_counters", "too_large"),
        ("very_many_flags", "too_large"),
        ("odometer", "too_large"),
        ("just_below", ""),
    ],
)
def test_it_stops_in_time(shape: str, error: str) -> None:
    done = subprocess.run([sys.executable, "-c", CHILD, shape], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    said = ", ".join(": ".join(pair) for pair in found["errors"]) or "sound"
    print(f"\n{shape}: {found['states']} states, {found['seconds']:.1f} s, {found['peak']:.0f} MB, {said}", end="")  # noqa: T201
    assert [kind for kind, _names in found["errors"]] == ([error] if error else [])
    assert all(names for _kind, names in found["errors"])
    assert found["seconds"] < MOST_SECONDS and found["peak"] < MOST_MEGABYTES
