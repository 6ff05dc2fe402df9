"""Help desks in small: HTTP servers that answer as their public documentation says, with the faults of real ones.

`World` is what really happened; each emulator shows it in its system's shape. Time is the world's own.
"""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from time import monotonic
from typing import Any
from urllib.parse import parse_qs, urlsplit

START = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
AGENTS = (7, 8, 9, 10)
NAMES = {7: "Борис Орлов", 8: "Anna Kim", 9: "Вера Белова", 10: "John Smith"}


@dataclass
class Case:
    number: int
    created: datetime
    updated: datetime
    agent: int
    customer: int
    subject: str
    talk: list[tuple[str, datetime, str]] = field(default_factory=list)
    solved: datetime | None = None
    reopened: int = 0
    rating: str = ""  # good or bad
    rated: datetime | None = None
    before: "Case | None" = None


class World:
    """Things happen one after another. `rating_touches`: whether a rating moves the ticket's last change."""

    def __init__(self, seed: int, *, rating_touches: bool = True, reopens: bool = True) -> None:
        self.rng, self.now, self.cases = random.Random(seed), START, {}
        self.cases: dict[int, Case] = {}
        self.rating_touches, self.reopens = rating_touches, reopens
        self.happened = 0

    def happen(self, times: int) -> None:
        for _ in range(times):
            self.now += timedelta(seconds=self.rng.randint(1, 80))
            self._one()
            self.happened += 1

    def _one(self) -> None:
        kind = self.rng.choices(("create", "say", "solve", "rate", "reopen", "reassign"), (30, 20, 25, 15, 5, 5))[0]
        recent = list(self.cases.values())[-150:]
        wanted = [case for case in recent if _fits(kind, case)] if kind != "create" else []
        if not wanted or (kind == "reopen" and not self.reopens):
            self._create()
        else:
            self._change(kind, self.rng.choice(wanted))

    def _create(self) -> None:
        number = 1000 + len(self.cases)
        customer = self.rng.randint(100, 400)
        text = f"Заказ {number} не пришёл. Пишите canary{customer}@example.com или +7 912 345-67-89."
        self.cases[number] = Case(
            number=number,
            created=self.now,
            updated=self.now,
            agent=self.rng.choice(AGENTS),
            customer=customer,
            subject=f"Посылка {number}",
            talk=[("customer", self.now, text)],
        )

    def _change(self, kind: str, case: Case) -> None:
        case.before = deepcopy(case)
        case.before.before = None
        touched = True
        if kind == "say":
            case.talk.append((self.rng.choice(("customer", "agent")), self.now, f"Слова {self.happened}"))
        elif kind == "solve":
            case.solved = self.now
            case.talk.append(("agent", self.now, "Отправили новую."))
        elif kind == "rate":
            case.rating, case.rated = self.rng.choice(("good", "good", "bad")), self.now
            touched = self.rating_touches
        elif kind == "reopen":
            case.solved, case.reopened = None, case.reopened + 1
        else:
            case.agent = self.rng.choice(AGENTS)
        if touched:
            case.updated = self.now


def _fits(kind: str, case: Case) -> bool:
    return bool(case.solved) == (kind in ("rate", "reopen"))


class Emulator:
    """One server. `faulty`: 429, 500, broken lines, doubles and disorder; `down`: nothing but 500; `locked`: 401."""

    SLOW_DOWN = (429, {"error": "too many"})

    def __init__(self, world: World, seed: int = 1) -> None:
        self.world, self.rng, self.lock = world, random.Random(seed), Lock()
        self.faulty = self.down = self.locked = False
        self.calls, self.waited, self.owed, self.too_early = 0, 0.0, 0.0, 0
        self.told_at = 0.0  # who is told a moment on a busy machine has really waited for a part of it
        self.secrets: set[str] = set()
        self.retry_header: Callable[[float], str] = lambda seconds: str(int(seconds))

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
        raise NotImplementedError

    def allowed(self, headers: Any, path: str) -> bool:
        raise NotImplementedError

    def pause(self, seconds: float) -> None:
        """Instead of sleeping."""
        self.waited += seconds

    def respond(self, handler: BaseHTTPRequestHandler, method: str, body: bytes) -> None:
        with self.lock:
            self.calls += 1
            self.too_early += self.waited + monotonic() - self.told_at < self.owed
            status, data, headers = self._decide(handler, method, body)
        if status == 0:
            handler.close_connection = True
            return
        content = data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode()
        handler.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    def _decide(self, handler: Any, method: str, body: bytes) -> tuple[int, Any, dict[str, str]]:
        parts = urlsplit(handler.path)
        if self.down:
            return 500, b"<html>Down</html>", {}
        if self.locked or not self.allowed(handler.headers, parts.path):
            return 401, {"error": "Couldn't authenticate you"}, {}
        fault = self.rng.random() if self.faulty else 1.0
        if fault < 0.03:
            return self._slow_down()
        if fault < 0.045:
            return 500, b"<html>Sorry</html>", {}
        if fault < 0.055:
            return 0, None, {}
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        return (*self.answer(method, parts.path, query, json.loads(body) if body else None), {})

    def _slow_down(self) -> tuple[int, Any, dict[str, str]]:
        wait = self.rng.choice((1.0, 2.0, 5.0))
        self.owed, self.told_at = self.waited + wait, monotonic()
        status, data = self.SLOW_DOWN
        if self.rng.random() < 0.3:
            when = datetime.now(UTC) + timedelta(seconds=wait + 1)
            return status, data, {"Retry-After": format_datetime(when, usegmt=True)}
        return status, data, {"Retry-After": str(int(wait))}

    def disorderly(self, cases: list[Case]) -> list[Case]:
        """Some twice, some in an older version too, in any order."""
        if not self.faulty or not cases:
            return cases
        extra = self.rng.sample(cases, min(3, len(cases)))
        older = [case.before for case in extra if case.before]
        mixed = [*cases, *extra[:1], *older]
        self.rng.shuffle(mixed)
        return mixed


@contextmanager
def served(emulator: Emulator) -> Iterator[str]:
    """Its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            self.connection.setsockopt(6, 1, 1)  # TCP_NODELAY

        def do_GET(self) -> None:
            emulator.respond(self, "GET", b"")

        def do_POST(self) -> None:
            emulator.respond(self, "POST", self.rfile.read(int(self.headers.get("Content-Length") or 0)))

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def z(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def by_change(cases: dict[int, Case], since: datetime) -> list[Case]:
    return sorted((case for case in cases.values() if case.updated >= since), key=lambda c: (c.updated, c.number))


def basic(headers: Any) -> str:
    """user:password, as sent."""
    import base64

    kind, _, given = headers.get("Authorization", "").partition(" ")
    return base64.b64decode(given).decode() if kind == "Basic" else ""
