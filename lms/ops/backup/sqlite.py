"""SQLite: a snapshot by the online backup interface, consistent while others write."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from lms.ops import append_only

from . import places
from .ledger import ledgers
from .trouble import BackupTrouble

NAME = "database.sqlite3"
IN_USE = (
    "The database is in use. Stop the service first (systemctl stop service-star, or Ctrl-C in “serve”), then restore."
)


def dump(folder: Path) -> Path:
    if not places.sqlite_file().exists():
        raise BackupTrouble(f"There is no database at {places.sqlite_file()} yet. Run “manage.py migrate”.")
    path = folder / NAME
    with (
        closing(sqlite3.connect(places.sqlite_file(), timeout=30)) as source,
        closing(sqlite3.connect(path)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    return path


def describe(path: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(path)) as database:
        return {
            "ledgers": ledgers(database.execute, "sqlite"),
            "migrations": sorted(
                f"{app}.{name}" for app, name in database.execute("SELECT app, name FROM django_migrations")
            ),
        }


def is_whole(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as database:
        return database.execute("PRAGMA quick_check").fetchone() == ("ok",)


def guard(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        present = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        for statement in append_only.sqlite_statements(present):
            database.execute(statement)
        database.commit()


@contextmanager
def alone() -> Iterator[None]:
    """Make sure nobody else has the database open, and leave one plain file without a write-ahead log."""
    path = places.sqlite_file()
    if not path.exists():
        yield
        return
    with closing(sqlite3.connect(path, timeout=2)) as database:
        try:
            database.execute("PRAGMA locking_mode=EXCLUSIVE")
            database.execute("BEGIN EXCLUSIVE")
            database.execute("COMMIT")
            database.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            raise BackupTrouble(IN_USE) from error
        yield
