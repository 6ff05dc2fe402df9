"""A worker killed in the middle of its work costs time, never a job, a file or a second copy."""

import os
import signal
from pathlib import Path

import pytest

from . import faults
from .installation import Installation, children_of, use_redis, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
SLOW = {"script": faults.SLOW, "include": "tests.lms.ops.slow_kind", "kind": "test.slow"}


def test_on_the_filesystem_broker(installation: Installation) -> None:
    faults.killed_workers(installation, **SLOW, jobs=12, kills=3, seconds=60)
    queue = installation.data / "broker" / "queue"  # a sweep may have sent for a job twice: that is read, and dropped
    wait_until(lambda: not list(queue.glob("*celery.msg")), 20, "no message is left")


@pytest.mark.proof
def test_a_worker_whose_idle_children_are_killed_goes_on(installation: Installation) -> None:
    """With kombu's own filesystem broker it would stand still for ever: the children share a lock."""
    done = "SELECT count(*) FROM ops_job WHERE state = 'done'"
    installation.python(faults.SLOW, "1")
    worker = installation.worker(SLOW["include"])
    wait_until(lambda: installation.count(done) == 1, 60, "the worker is at work", [worker])
    wait_until(lambda: doing(worker.pid).count("pipe") == 2, 30, "idle children", [worker])
    for child in children_of(worker.pid):
        os.kill(child, signal.SIGKILL)
    installation.python(faults.SLOW, "3")
    wait_until(lambda: installation.count(done) == 3, 20, "the jobs are done, without a sweep", [worker])


def doing(worker: int) -> str:
    return " ".join(Path(f"/proc/{child}/wchan").read_text() for child in children_of(worker))


@pytest.fixture
def redis(installation: Installation) -> None:
    use_redis(installation)


@pytest.mark.services
def test_on_redis(installation: Installation, redis: None) -> None:
    faults.killed_workers(installation, **SLOW, jobs=12, kills=3, seconds=60)
