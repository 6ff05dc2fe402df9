"""Fault runs of any size: small in the suite, full in `tests/proof/ops/`. Each returns its figures."""

import os
import signal
import time

from .installation import Installation, children_of, wait_until

WRITERS = ("-m", "tests.lms.ops.writers")
SLOW = """
import sys
from lms.ops.actions import enqueue
from tests.lms.ops.slow_kind import NAME
for n in range(int(sys.argv[1])):
    enqueue(kind=NAME, key=f"slow:{n}", args={"n": n})
"""


def many_writers(installation: Installation, *, processes: int, each: int) -> str:
    began = time.monotonic()
    done = installation.run(*WRITERS, str(processes), str(each), timeout=900)
    took = time.monotonic() - began
    assert done.returncode == 0 and "locked" not in done.stderr, done.stderr[-2000:]
    total = processes * each
    assert installation.count("SELECT count(*) FROM learning_learningrecord") == total
    assert installation.count("SELECT count(*) FROM learning_evidence") == total
    checked = installation.manage("rebuild", "--check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    return f"{processes} processes, {total} transactions in {took:.1f} s, none locked out"


def killed_workers(
    installation: Installation, *, script: str, include: str, kind: str, jobs: int, kills: int, seconds: float
) -> str:
    """Kills a worker's child inside a job, `kills` times; each job must end done, once, with one file."""
    installation.python(script, str(jobs))
    began = time.monotonic()
    worker, beat = installation.worker(include), installation.beat()
    killed: list[int] = []
    while len(killed) < kills:
        inside = wait_for_one_inside(installation, worker, killed)
        os.kill(inside, signal.SIGKILL)
        killed.append(inside)
    assert_all_done(installation, jobs, kind, seconds - (time.monotonic() - began), [worker, beat])
    took = time.monotonic() - began
    again = installation.count(f"SELECT count(*) FROM ops_job WHERE kind = '{kind}' AND attempt > 1")
    assert again >= kills, "each kill hit a job at work"
    return f"{jobs} jobs, {kills} kills inside a job: all done after {took:.1f} s, {again} taken up again"


def wait_for_one_inside(installation: Installation, worker, killed: list[int]) -> int:  # type: ignore[no-untyped-def]
    """The process id of a pool child that is in the middle of a job now."""
    found: list[int] = []

    def look() -> bool:
        mine = set(children_of(worker.pid)) - set(killed)
        found[:] = [int(path.name) for path in (installation.data / "inside").glob("*") if int(path.name) in mine]
        return bool(found)

    wait_until(look, 60, "a job at work", [worker])
    return found[0]


def assert_all_done(installation: Installation, jobs: int, kind: str, seconds: float, watch) -> None:  # type: ignore[no-untyped-def]
    done = f"SELECT count(*) FROM ops_job WHERE kind = '{kind}' AND state = 'done'"
    wait_until(lambda: installation.count(done) == jobs, seconds, f"{jobs} jobs done", watch)
    assert installation.count(f"SELECT count(*) FROM ops_job WHERE kind = '{kind}'") == jobs
    assert installation.count("SELECT count(*) FROM ops_privatefile") == jobs
    private = installation.data / "private"
    files = [path for path in private.rglob("*") if path.is_file() and path.parent.name != "spool"]
    assert len(files) == jobs
    parts = lambda: list((private / "spool").glob(".part-*"))  # noqa: E731
    wait_until(lambda: not parts(), 90, "no half-written file is left", watch)
