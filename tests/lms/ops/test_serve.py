"""Web, worker and beat as one foreground command, with real processes."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from .installation import Installation, children_of, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(installation: Installation, port: int, *more: str) -> "subprocess.Popen[str]":
    return installation.start("manage.py", "serve", "--port", str(port), *more)


def up(installation: Installation, process: "subprocess.Popen[str]") -> None:
    wait_until(lambda: "Ctrl-C stops." in installation.log(), 60, "the banner", [process])


def gone(pids: list[int]) -> bool:
    return not any(alive(pid) for pid in pids)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def family(process: "subprocess.Popen[str]") -> list[int]:
    own = children_of(process.pid)
    return own + [pid for head in own for pid in children_of(head)]


def free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_it_serves_prints_the_banner_and_stops_cleanly_on_ctrl_c(installation: Installation, port: int) -> None:
    banner = installation.data / "banner.txt"
    banner.write_text("Sign in as anna\n")
    for stale in ("beat-schedule", "beat.pid"):
        (installation.data / stale).write_text("left by a killed run")
    process = serve(installation, port, "--banner-file", str(banner))
    up(installation, process)
    assert "Sign in as anna\nhttp://127.0.0.1" in installation.log()
    assert not (installation.data / "beat.pid").exists()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=30) as page:
        assert page.status == 200
    assert len(children_of(process.pid)) == 3
    pids = family(process)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0
    assert time.monotonic() - began < 10
    assert gone(pids) and free(port)
    assert installation.log().rstrip().endswith("Stopped.")


def test_when_one_part_dies_all_stop_and_it_says_which(installation: Installation, port: int) -> None:
    process = serve(installation, port, "--no-worker", "--workers", "1")
    up(installation, process)
    (web,) = children_of(process.pid)
    pids = family(process)
    os.kill(web, signal.SIGKILL)
    assert process.wait(timeout=20) == 1
    assert "The web process ended by itself (code -9), so all stopped." in installation.log()
    wait_until(lambda: gone(pids) and free(port), 5, "its children are gone too")


def test_a_second_one_in_the_same_folder_and_a_taken_port_are_refused(installation: Installation, port: int) -> None:
    process = serve(installation, port, "--no-worker", "--workers", "1")
    up(installation, process)
    taken = installation.manage("serve", "--port", str(port), "--no-worker")
    assert taken.returncode == 1 and f"127.0.0.1:{port} cannot be used" in taken.stderr
    second = installation.manage("serve", "--port", str(port + 1), "--no-worker")
    assert second.returncode == 1 and "already runs from" in second.stderr
    pids = family(process)
    process.kill()  # even so nobody is left holding the port
    wait_until(lambda: gone(pids) and free(port), 15, "the children follow their parent")


def test_a_queue_that_does_not_answer_is_refused_but_the_web_alone_may_run(installation: Installation) -> None:
    installation.extra["REDIS_URL"] = "redis://127.0.0.1:8129/0"
    done = installation.manage("serve", "--port", "8123")
    assert done.returncode == 1 and "The queue does not answer" in done.stderr and "Traceback" not in done.stderr
