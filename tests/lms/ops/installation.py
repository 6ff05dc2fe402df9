"""Installations for tests with real processes: a data folder, a migrated database, commands as people run them."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests import database as databases

ROOT = Path(__file__).resolve().parents[3]
KEY = "only-for-tests-" + "k" * 45
NOT_INHERITED = ("DATABASE_URL", "REDIS_URL", "DATA_DIR", "BASE_URL", "EMAIL_URL", "SECRET_KEY", "PYTEST_CURRENT_TEST")


class Installation:
    def __init__(self, data: Path, database_url: str = "", settings: str = "development") -> None:
        self.data, self.database_url, self.settings = data, database_url, settings
        self.extra: dict[str, str] = {}
        self.started: list[subprocess.Popen[str]] = []

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        own = {
            "DATA_DIR": str(self.data),
            "DATABASE_URL": self.database_url,
            "SECRET_KEY": KEY,
            "DJANGO_SETTINGS_MODULE": f"lms.settings.{self.settings}",
            "PYTHONUTF8": "1",
            "PYTHONPATH": str(ROOT),
        }
        return {**kept, **own, **self.extra}

    def run(self, *command: str, timeout: float = 120) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def manage(self, *arguments: str, timeout: float = 120) -> "subprocess.CompletedProcess[str]":
        return self.run("manage.py", *arguments, timeout=timeout)

    def python(self, code: str, *arguments: str, timeout: float = 120) -> str:
        """The output of a script that finds Django set up. It must end well."""
        done = self.run("-c", f"import django; django.setup()\n{code}", *arguments, timeout=timeout)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def start(self, *command: str, log: str = "") -> "subprocess.Popen[str]":
        """A process at the head of its own group; its lines go into the log file of that name."""
        out = (self.data / f"{log or 'out'}.log").open("a")
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        out.close()
        self.started.append(process)
        return process

    def log(self, name: str = "out") -> str:
        path = self.data / f"{name}.log"
        return path.read_text() if path.exists() else ""

    def worker(self, *include: str, concurrency: int = 2) -> "subprocess.Popen[str]":
        quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=WARNING")
        own = [part for name in include for part in ("--include", name)]
        head = ("-m", "celery", "-q", "-A", "lms.celery", "worker")
        return self.start(*head, *quiet, f"--concurrency={concurrency}", *own, log="worker")

    def beat(self) -> "subprocess.Popen[str]":
        schedule = f"--schedule={self.data / 'beat-schedule'}"
        return self.start("-m", "celery", "-q", "-A", "lms.celery", "beat", schedule, "--pidfile=", log="beat")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        if self.database_url:
            import psycopg

            with psycopg.connect(self.database_url, autocommit=True) as database:
                return database.execute(sql).fetchall()
        with closing(sqlite3.connect(self.data / "service-star.sqlite3", timeout=30)) as database:
            return database.execute(sql).fetchall()

    def execute(self, sql: str) -> None:
        if self.database_url:
            import psycopg

            with psycopg.connect(self.database_url, autocommit=True) as database:
                database.execute(sql)
            return
        with closing(sqlite3.connect(self.data / "service-star.sqlite3", timeout=30)) as database:
            database.execute(sql)
            database.commit()

    def count(self, sql: str) -> int:
        return int(self.rows(sql)[0][0])

    def end(self, process: "subprocess.Popen[str]", number: int = signal.SIGKILL) -> None:
        """The whole group: a worker's children too."""
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            return
        process.wait(timeout=20)

    def close(self) -> None:
        for process in self.started:
            self.end(process)


class Template:
    """One migrated database, from which every installation gets a copy."""

    def __init__(self, folder: Path, connection: Any) -> None:
        self.folder, self.path = folder, folder / "template.sqlite3"
        self.on_postgresql = connection.vendor == "postgresql"
        self.copies: list[str] = []
        self.url, own = "", connection.settings_dict
        if self.on_postgresql:
            access = f"{own['USER']}:{own['PASSWORD']}" if own["PASSWORD"] else own["USER"]
            self.server = f"postgres://{access}@{own['HOST']}:{own['PORT'] or 5432}"
            return
        self.path.write_bytes(databases.template().read_bytes())

    def _new(self, like: str = "") -> str:
        import psycopg

        name = f"ops_{uuid4().hex[:12]}"
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as database:
            database.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {like}" if like else ""))
        self.copies.append(name)
        return f"{self.server}/{name}"

    def copy(self, data: Path) -> Installation:
        data.mkdir()
        if not self.on_postgresql:
            (data / "service-star.sqlite3").write_bytes(self.path.read_bytes())
            return Installation(data)
        return Installation(data, self._new(like=databases.template_name() or self._migrated()))

    def _migrated(self) -> str:
        if not self.url:
            self.url = self._new()
            done = Installation(self.folder, self.url).manage("migrate", "-v0", timeout=300)
            assert done.returncode == 0, done.stderr
        return self.url.rpartition("/")[2]

    def empty(self, data: Path) -> Installation:
        """Without a database (SQLite) or with an empty one."""
        data.mkdir()
        return Installation(data, self._new() if self.on_postgresql else "")

    def remove(self) -> None:
        if not self.copies:
            return
        with ThreadPoolExecutor(len(self.copies)) as pool:  # each waits for the same checkpoint
            list(pool.map(self._drop, self.copies))

    def _drop(self, name: str) -> None:
        import psycopg

        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as database:
            database.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def wait_until(happened: Callable[[], Any], seconds: float, what: str, watch: Iterable[Any] = ()) -> None:
    """Fails with `what` when it did not happen in time, or when a watched process ended."""
    end = time.monotonic() + seconds
    while not happened():
        for process in watch:
            assert process.poll() is None, f"a process ended with {process.returncode} before: {what}"
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.05)


def children_of(pid: int) -> list[int]:
    """Also those that a thread of the process started."""
    texts = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    return [int(child) for text in texts for child in text.split()]


def use_redis(installation: Installation) -> None:
    """The Redis of this run, its queue emptied: the rest of it belongs to other tests."""
    import pytest
    from redis import Redis

    url = os.environ.get("REDIS_URL")
    if not url:
        pytest.skip("REDIS_URL is not set: run “make test-services”")
    Redis.from_url(url).delete("celery", "unacked", "unacked_index", "unacked_mutex")
    installation.extra["REDIS_URL"] = url
