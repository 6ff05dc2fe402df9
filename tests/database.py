"""Test databases without migrating in each worker: the first makes a template, the others copy it, under one lock.

The template lies in the folder of the run and goes with it; on PostgreSQL it is a database, dropped at the end.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from lms.settings.testing import PREFIX

Made = list[Any]


def set_up(*, keep: bool = False) -> Made:
    """`keep`: use the database of the last run where there is one."""
    with alone() as folder:
        if connection.vendor == "postgresql":
            if keep or not _side_by_side():
                return setup_databases(verbosity=0, interactive=False, keepdb=keep)
            template: _OnPostgresql | _OnSqlite = _OnPostgresql(folder)
        else:
            template = _OnSqlite(folder)
        there = keep or template.copy()
        made = setup_databases(verbosity=0, interactive=False, keepdb=there)
        if keep or not there:
            template.keep()
    return made


def tear_down(made: Made) -> None:
    teardown_databases(made, verbosity=0)


def as_migrated() -> None:
    """After a test whose transactions were real: the database as migrated, with all that migrations have put there.

    Quicker than emptying each table and making content types and permissions anew (decision 0009).
    """
    from django.contrib.contenttypes.models import ContentType  # what draws pictures needs no apps

    connection.close()
    if connection.vendor == "sqlite":
        copy(_OnSqlite(_folder()).path, Path(connection.settings_dict["NAME"]))
    elif template_name():
        _OnPostgresql(_folder()).copy()
    else:
        call_command("flush", verbosity=0, interactive=False)
    ContentType.objects.clear_cache()


def tear_down_template() -> None:
    """By the process that started the workers, after them."""
    if connection.vendor == "postgresql":
        template = _OnPostgresql(Path(os.environ["DATA_DIR"]))
        if template.made.exists():
            import psycopg  # not Django's: outside tests its connection is closed

            own = connection.settings_dict
            access = {
                "host": own["HOST"],
                "port": own["PORT"] or 5432,
                "user": own["USER"],
                "password": own["PASSWORD"],
            }
            with psycopg.connect(dbname="postgres", autocommit=True, **access) as server:
                server.execute(f'DROP DATABASE IF EXISTS "{template.name}"')
            template.made.unlink()


def template() -> Path:
    """The migrated database as a file. SQLite only."""
    return _OnSqlite(_folder()).path


def template_name() -> str:
    """The migrated database on PostgreSQL, where several workers share one; else empty."""
    made = _OnPostgresql(_folder())
    return made.name if made.made.exists() else ""


def copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _folder() -> Path:
    """Of the run: each worker's own is in it."""
    own = Path(os.environ["DATA_DIR"])
    return own.parent if _side_by_side() else own


def _side_by_side() -> bool:
    parent = Path(os.environ["DATA_DIR"]).parent
    return "PYTEST_XDIST_WORKER" in os.environ and parent.name.startswith(PREFIX)


@contextmanager
def alone() -> Iterator[Path]:
    """No other worker of the run meanwhile. Its folder."""
    folder = _folder()
    with (folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


class _OnSqlite:
    def __init__(self, folder: Path) -> None:
        self.path = folder / "template.sqlite3"

    def copy(self) -> bool:
        if not self.path.exists() or not _side_by_side():
            return False
        Path(connection.creation._get_test_db_name()).write_bytes(self.path.read_bytes())
        return True

    def keep(self) -> None:
        copy(Path(connection.settings_dict["NAME"]), self.path)
        with closing(sqlite3.connect(self.path)) as kept:
            kept.execute("PRAGMA journal_mode=DELETE")


class _OnPostgresql:
    """One server may serve several runs: the name is the run's own."""

    def __init__(self, folder: Path) -> None:
        self.made = folder / "template.made"
        self.name = f"template_{folder.name}".replace("-", "_").lower()

    def copy(self) -> bool:
        if not self.made.exists():
            return False
        self._create(connection.creation._get_test_db_name(), like=self.name)
        return True

    def keep(self) -> None:
        connection.close()
        self._create(self.name, like=connection.settings_dict["NAME"])
        self.made.touch()

    def _create(self, name: str, like: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')

    @staticmethod
    def _run(statement: str) -> None:
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement)
