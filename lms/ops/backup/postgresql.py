"""PostgreSQL: pg_dump of one exported snapshot; loading replaces all tables in one transaction."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from lms.ops.append_only import FUNCTION

from .ledger import ledgers
from .trouble import BackupTrouble

NAME = "database.dump"


def _run(*command: str) -> None:
    if shutil.which(command[0]) is None:
        raise BackupTrouble(f"{command[0]} is missing: sudo apt-get install postgresql-client.")
    done = subprocess.run(  # noqa: S603
        command, env={**os.environ, **_address()}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        raise BackupTrouble(f"{command[0]} did not succeed: {lines[0]}")


def _address() -> dict[str, str]:
    settings = connection.settings_dict
    options = settings["OPTIONS"]
    wanted = {
        "PGHOST": settings["HOST"] or options.get("host"),
        "PGPORT": settings["PORT"] or options.get("port"),
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGDATABASE": settings["NAME"],
        "PGSSLMODE": options.get("sslmode"),
    }
    return {name: str(value) for name, value in wanted.items() if value}


def dump(folder: Path) -> tuple[Path, dict[str, Any]]:
    """The dump and its description, both of the same moment."""
    if not has_tables():
        raise BackupTrouble("The database is empty: there is nothing to back up. Run “manage.py migrate”.")
    path = folder / NAME
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run("pg_dump", "-Fc", f"--snapshot={snapshot}", "--no-owner", "--no-privileges", f"--file={path}")
        return path, _describe(cursor)


def describe() -> dict[str, Any]:
    with transaction.atomic(), connection.cursor() as cursor:
        return _describe(cursor)


def _describe(cursor: Any) -> dict[str, Any]:
    cursor.execute("SET LOCAL TIME ZONE 'UTC'")

    def query(sql: str) -> Any:
        cursor.execute(sql)
        return cursor

    migrations = query("SELECT app, name FROM django_migrations").fetchall()
    return {
        "ledgers": ledgers(query, "postgresql"),
        "migrations": sorted(f"{app}.{name}" for app, name in migrations),
    }


def refuse_when_in_use() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        if cursor.fetchone()[0]:
            raise BackupTrouble(
                "The database is in use. Stop the service first (systemctl stop service-star), then restore."
            )


def has_tables() -> bool:
    return bool(connection.introspection.table_names())


def load(path: Path) -> None:
    """Replace every table by those of the dump, in one transaction."""
    script = path.with_suffix(".sql")
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(path))
    _script(*_drop(), "-f", str(script))


def empty() -> None:
    _script(*_drop())


def _drop() -> list[str]:
    tables = ", ".join(f'"{name}"' for name in connection.introspection.table_names())
    connection.close()
    commands = ["-c", f"DROP FUNCTION IF EXISTS {FUNCTION}() CASCADE"]
    return (["-c", f"DROP TABLE {tables} CASCADE"] if tables else []) + commands


def _script(*parts: str) -> None:
    _run("psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", *parts)
