"""Is everything that serves people alive? Each finding is one part, well or with a sentence on what is wrong."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection

from . import append_only, heartbeat
from .startup import broker_trouble

OLDEST_SWEEP = timedelta(minutes=5)
LEAST_FREE = 500_000_000  # bytes


@dataclass(frozen=True)
class Finding:
    name: str
    trouble: str

    @property
    def ok(self) -> bool:
        return not self.trouble

    @property
    def words(self) -> str:
        return self.trouble or "ok"


def findings() -> list[Finding]:
    return [Finding(name, trouble()) for name, trouble in PARTS.items()]


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return f"The database does not answer ({type(error).__name__})."
    return ""


def _guards() -> str:
    try:
        missing = append_only.missing_triggers()
    except DatabaseError as error:
        return f"The guards cannot be read ({type(error).__name__})."
    return f"The append-only guard {missing[0]} is missing. Run “manage.py migrate”." if missing else ""


def _sweep() -> str:
    try:
        age = heartbeat.age()
    except heartbeat.unreachable() as error:
        return f"The cache does not answer ({type(error).__name__})."
    if age is None:
        return "Worker and beat have not run yet. Start both."
    if age > OLDEST_SWEEP:
        minutes = int(age.total_seconds() // 60)
        return f"The last sweep was {minutes} minutes ago. Look whether worker and beat run."
    return ""


def _disk() -> str:
    free = shutil.disk_usage(settings.DATA_DIR).free
    return "" if free >= LEAST_FREE else f"Only {free // 1_000_000} MB are free for {settings.DATA_DIR}."


PARTS: dict[str, Callable[[], str]] = {
    "database": _database,
    "append-only guards": _guards,
    "queue": broker_trouble,
    "worker and beat": _sweep,
    "disk": _disk,
}
