"""Append-only tables: triggers that refuse UPDATE, DELETE and (on PostgreSQL) TRUNCATE.

Installed by `post_migrate`, because SQLite drops them whenever a table is rebuilt, and verified at start-up.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection, models

ModelClass = TypeVar("ModelClass", bound=type[models.Model])
_MODELS: list[type[models.Model]] = []
FUNCTION = "append_only_refuse"


def append_only(model: ModelClass) -> ModelClass:
    """Class decorator: rows of this model are written once and never changed."""
    _MODELS.append(model)
    return model


def tables() -> list[str]:
    return sorted(model._meta.db_table for model in _MODELS)


def _events() -> tuple[str, ...]:
    return ("UPDATE", "DELETE", "TRUNCATE") if connection.vendor == "postgresql" else ("UPDATE", "DELETE")


def trigger_name(table: str, event: str) -> str:
    return f"append_only_{event.lower()}_{table}"


def expected_triggers() -> set[str]:
    return {trigger_name(table, event) for table in tables() for event in _events()}


def installed_triggers() -> set[str]:
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()}


def missing_triggers() -> list[str]:
    return sorted(expected_triggers() - installed_triggers())


def _postgresql(table: str, event: str) -> str:
    level = "STATEMENT" if event == "TRUNCATE" else "ROW"
    return (
        f'CREATE OR REPLACE TRIGGER "{trigger_name(table, event)}" BEFORE {event} ON "{table}" '
        f"FOR EACH {level} EXECUTE FUNCTION {FUNCTION}()"
    )


def _sqlite(table: str, event: str) -> str:
    return (
        f'CREATE TRIGGER IF NOT EXISTS "{trigger_name(table, event)}" BEFORE {event} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def sqlite_statements(present: set[str]) -> list[str]:
    return [_sqlite(table, event) for table in tables() if table in present for event in ("UPDATE", "DELETE")]


def install() -> None:
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ "
                "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
            )
        statement = _postgresql if connection.vendor == "postgresql" else _sqlite
        for table in present.intersection(tables()):
            for event in _events():
                cursor.execute(statement(table, event))


def remove() -> None:
    present = installed_triggers()
    with connection.cursor() as cursor:
        for table in tables():
            for event in _events():
                name = trigger_name(table, event)
                if name in present:
                    on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                    cursor.execute(f'DROP TRIGGER "{name}"{on}')


@contextmanager
def lifted() -> Iterator[None]:
    """Only for emptying a database in tests, removing the demo and restoring a backup."""
    remove()
    try:
        yield
    finally:
        install()


def install_after_migrate(**kwargs: Any) -> None:
    install()
