"""With the queue away nothing a person does fails or waits long, and the sweep does the work later."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from celery import current_app
from django.db import transaction

from lms.ops.actions import enqueue, nudge
from lms.ops.actions.jobs import RUN
from lms.ops.models import Job
from lms.ops.startup import broker_trouble
from lms.ops.tasks import sweep

module = import_module("lms.ops.actions.nudge")
pytestmark = pytest.mark.django_db(transaction=True)
CLOSED = "redis://127.0.0.1:8129/0"


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """The filesystem broker in a folder of this test."""
    use(monkeypatch, "filesystem://", folders(tmp_path))
    yield tmp_path / "queue"


def folders(where: Path) -> dict[str, Any]:
    return {
        "data_folder_in": str(where / "queue"),
        "data_folder_out": str(where / "queue"),
        "control_folder": str(where / "control"),
    }


def use(monkeypatch: pytest.MonkeyPatch, url: str, options: dict[str, Any]) -> None:
    monkeypatch.setattr(module, "_silent_until", 0.0)
    for name, value in {"broker_url": url, "broker_write_url": url, "broker_transport_options": options}.items():
        monkeypatch.setitem(current_app.conf.changes, name, value)


def messages(queue: Path) -> list[Any]:
    return [json.loads(path.read_text()) for path in sorted(queue.glob("*.msg"))] if queue.exists() else []


def test_a_nudge_leaves_after_commit_only(queue: Path) -> None:
    with transaction.atomic():
        nudge(RUN, 7)
        assert not messages(queue)
    (message,) = messages(queue)
    assert message["headers"]["task"] == RUN


def test_a_rolled_back_cause_sends_nothing(queue: Path) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        nudge(RUN, 7)
        raise RuntimeError
    assert not messages(queue)


def test_every_thread_of_the_web_server_reaches_the_same_queue(queue: Path) -> None:
    thread = threading.Thread(target=module._send, args=(RUN, (7,)))
    thread.start()
    thread.join()
    assert len(messages(queue)) == 1


def unreachable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str) -> None:
    if kind == "redis":
        use(monkeypatch, CLOSED, {"socket_connect_timeout": 2, "socket_timeout": 5})
        return
    (tmp_path / "queue").write_text("a file where the folder should be")
    use(monkeypatch, "filesystem://", folders(tmp_path))


@pytest.mark.parametrize("kind", ["redis", "filesystem"])
def test_without_a_queue_the_action_commits_quickly_and_the_sweep_does_the_work(
    kind: str, bench: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    unreachable(monkeypatch, tmp_path, kind)
    began = time.monotonic()
    for number in range(20):
        enqueue(kind="test.job", key=str(number))
    assert time.monotonic() - began < 3
    assert Job.objects.filter(state="waiting").count() == 20
    assert broker_trouble()
    sweep()
    assert Job.objects.filter(state="done").count() == 20


def test_a_queue_that_swallows_costs_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Redis that accepts and never answers: at most its time-out, once in ten seconds."""
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen(5)
        port = mute.getsockname()[1]
        use(monkeypatch, f"redis://127.0.0.1:{port}/0", {"socket_connect_timeout": 2, "socket_timeout": 2})
        began = time.monotonic()
        for number in range(5):
            nudge(RUN, number)
        assert time.monotonic() - began < 3


def test_a_message_is_never_seen_half_written(queue: Path) -> None:
    """kombu's own filesystem transport fails this: its reader meets empty files."""
    problems: list[Exception] = []
    got: list[Any] = []
    done = threading.Event()

    def read() -> None:
        with current_app.connection_for_read() as connection:
            channel = connection.channel()
            while not (done.is_set() and not list(queue.glob("*.msg"))):
                try:
                    got.append(channel._get("celery"))
                except Empty:
                    continue
                except ValueError as problem:
                    problems.append(problem)
                    return

    queue.mkdir()
    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    with current_app.connection_for_write() as connection:
        channel = connection.channel()
        for number in range(1500):
            channel._put("celery", {"body": number})
    done.set()
    for reader in readers:
        reader.join()
    assert not problems
    assert sorted(message["body"] for message in got) == list(range(1500))
    assert not list(queue.iterdir())
