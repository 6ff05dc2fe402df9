"""Several programs as one in the foreground: their lines prefixed, one dies and all stop. Imports no Django."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO

GRACE = 7.0  # seconds to finish after SIGTERM, before SIGKILL
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux' prctl


@dataclass(frozen=True)
class Child:
    name: str
    command: Sequence[str]


@dataclass(frozen=True)
class Running:
    name: str
    process: "subprocess.Popen[str]"
    reader: threading.Thread

    @property
    def alive(self) -> bool:
        return self.process.poll() is None


class Company:
    """Starts the children, each the head of its own process group, and stops them together."""

    def __init__(self, children: Sequence[Child], out: IO[str]) -> None:
        self.children, self.out = children, out
        self.width = max(len(child.name) for child in children)
        self.running: list[Running] = []
        self.lock = threading.Lock()
        self.asked_to_stop = threading.Event()

    def run(self, when_up: Callable[[], bool], then: Callable[[], None]) -> Running | None:
        """Until a signal comes (returns None) or a child ends by itself (returns it).

        `then` is called once, as soon as `when_up` says yes.
        """
        before = {number: signal.signal(number, self._ask) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            self.running.extend(self._start(child) for child in self.children)
            return self._watch(when_up, then)
        finally:
            self._stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _ask(self, number: int, frame: object) -> None:
        self.asked_to_stop.set()

    def _start(self, child: Child) -> Running:
        process = subprocess.Popen(  # noqa: S603
            child.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )
        reader = threading.Thread(target=self._print_lines, args=(child.name, process.stdout), daemon=True)
        reader.start()
        return Running(child.name, process, reader)

    def _print_lines(self, name: str, lines: IO[str]) -> None:
        for line in lines:
            self.say(f"{name:<{self.width}} | {line.rstrip()}")

    def say(self, text: str) -> None:
        with self.lock:
            self.out.write(f"{text}\n")
            self.out.flush()

    def _watch(self, when_up: Callable[[], bool], then: Callable[[], None]) -> Running | None:
        up = False
        while not self.asked_to_stop.wait(0.1):
            dead = next((child for child in self.running if not child.alive), None)
            if dead:
                return dead
            if not up and when_up():
                up = True
                then()
        return None

    def _stop(self) -> None:
        """SIGTERM to the heads, so that each ends its own; whoever is left after the grace is killed with its group."""
        for child in self.running:
            if child.alive:
                child.process.terminate()
        end = time.monotonic() + GRACE
        while time.monotonic() < end and any(child.alive for child in self.running):
            time.sleep(0.05)
        for child in self.running:
            _kill_group(child.process)
            child.process.wait()
            child.reader.join(timeout=1)


def _kill_group(process: "subprocess.Popen[str]") -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def _end_with_parent() -> None:
    """So that killing the parent hard leaves nobody holding the port."""
    if _LIBC:
        _LIBC.prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
