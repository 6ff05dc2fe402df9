"""What an installation needs, checked before it serves. Every refusal says what is wrong and the cure.

Some findings look at which settings are in use, so that `make run` and the tests stay quiet.
"""

import ctypes
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import ENVIRONMENT_VARIABLE, settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured

KEY_LENGTH = 50
NEW_KEY = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
OLDEST_SQLITE = (3, 35, 0)  # RETURNING
LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0")
PACKAGES = "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 fonts-paratype"


def in_production() -> bool:
    return os.environ.get(ENVIRONMENT_VARIABLE) == "lms.settings.production"


def _check(*tags: str) -> Any:
    def decorate(check: Any) -> Any:
        REGISTERED.append(check)
        return register(check, *tags)

    return decorate


REGISTERED: list[Any] = []


@_check(Tags.security)
def secret_key(**kwargs: Any) -> Sequence[CheckMessage]:
    try:
        key = settings.SECRET_KEY
    except ImproperlyConfigured:
        key = ""
    if len(key) >= KEY_LENGTH:
        return []
    what = f"is only {len(key)} characters long" if key else "is missing"
    return [
        Error(
            f"SECRET_KEY {what}: sessions and links could be forged.",
            hint=f"Make one with “{NEW_KEY}” and put it into .env as SECRET_KEY=…",
            id="ops.E001",
        )
    ]


@_check(Tags.security)
def base_url(**kwargs: Any) -> Sequence[CheckMessage]:
    if not in_production():
        return []
    parts = urlsplit(settings.BASE_URL)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return [
            Error(
                f"BASE_URL is “{settings.BASE_URL}”, which is not an address.",
                hint="Write the address people type, for instance BASE_URL=https://learn.example.com",
                id="ops.E002",
            )
        ]
    if parts.scheme == "https":
        return []
    hint = "Put Caddy or nginx with a certificate in front and set BASE_URL=https://… (docs/running.md)."
    if parts.hostname in LOOPBACK:
        return [Warning("BASE_URL is this machine only: nobody else can come in.", hint=hint, id="ops.W002")]
    return [
        Error(
            f"BASE_URL {settings.BASE_URL} is not https: passwords would cross the network in the open.",
            hint=hint,
            id="ops.E003",
        )
    ]


@_check(Tags.security)
def mail(**kwargs: Any) -> Sequence[CheckMessage]:
    if not in_production() or not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return []
    return [
        Warning(
            "EMAIL_URL is not set: letters are written into files and reach nobody.",
            hint="Set EMAIL_URL=smtp://user:password@mail.example.com:587?tls=1 and EMAIL_FROM in .env.",
            id="ops.W003",
        )
    ]


@_check(Tags.files)
def data_folder(**kwargs: Any) -> Sequence[CheckMessage]:
    folder = Path(settings.DATA_DIR)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".check-"):
            return []
    except OSError as error:
        return [
            Error(
                f"The data folder {folder} cannot be written: {error.strerror or error}.",
                hint="Give it to the user the service runs as (chown), or set DATA_DIR to another folder.",
                id="ops.E004",
            )
        ]


@_check(Tags.compatibility)
def redis_address(**kwargs: Any) -> Sequence[CheckMessage]:
    url = settings.CELERY_BROKER_URL
    if urlsplit(url).scheme in ("redis", "rediss", "filesystem"):
        return []
    return [
        Error(
            "REDIS_URL does not begin with redis:// or rediss://.",
            hint="Write REDIS_URL=redis://127.0.0.1:6379/0, or leave it out to use files as the queue.",
            id="ops.E005",
        )
    ]


@_check(Tags.compatibility)
def pdf_libraries(**kwargs: Any) -> Sequence[CheckMessage]:
    if all(_loads(name) for name in LIBRARIES) or _weasyprint_loads():
        return []
    return [Error("The Pango libraries are missing: certificates cannot be made.", hint=PACKAGES, id="ops.E006")]


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _weasyprint_loads() -> bool:
    """Slower, but knows what the libraries are called on other systems."""
    try:
        import_module("weasyprint")
    except OSError:
        return False
    return True


@_check(Tags.compatibility)
def fonts(**kwargs: Any) -> Sequence[CheckMessage]:
    lister = shutil.which("fc-list")
    if lister is None or settings.TESTING:
        return []
    found = subprocess.run([lister, "PT Sans", "family"], capture_output=True, check=False).stdout  # noqa: S603
    if found.strip():
        return []
    return [
        Warning(
            "The PT Sans font is missing: certificates fall back to a font that may lack Cyrillic or ₽.",
            hint=PACKAGES,
            id="ops.W006",
        )
    ]


@_check(Tags.compatibility)
def sqlite_version(**kwargs: Any) -> Sequence[CheckMessage]:
    is_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    if not is_sqlite or sqlite3.sqlite_version_info >= OLDEST_SQLITE:
        return []
    return [
        Error(
            f"SQLite {sqlite3.sqlite_version} is too old: 3.35 or newer is needed.",
            hint="Use Debian 12 or newer, or set DATABASE_URL to PostgreSQL.",
            id="ops.E007",
        )
    ]


@_check(Tags.compatibility)
def time_zones(**kwargs: Any) -> Sequence[CheckMessage]:
    try:
        ZoneInfo("Europe/Moscow")
    except ZoneInfoNotFoundError:
        return [
            Error(
                "The time zone data is missing: working days cannot be counted.",
                hint="sudo apt-get install tzdata, or pip install tzdata into the environment.",
                id="ops.E008",
            )
        ]
    return []


@_check(Tags.compatibility)
def processes(**kwargs: Any) -> Sequence[CheckMessage]:
    if 1 <= settings.CELERY_WORKER_CONCURRENCY <= 8 * (os.cpu_count() or 1):
        return []
    return [
        Error(
            f"WORKER_PROCESSES is {settings.CELERY_WORKER_CONCURRENCY}, which this machine cannot run.",
            hint="Set WORKER_PROCESSES to the number of processors, usually 2.",
            id="ops.E009",
        )
    ]


def static_files() -> Sequence[CheckMessage]:
    """At start-up only: as a system check it would forbid the command that mends it."""
    needs_manifest = "Manifest" in settings.STORAGES["staticfiles"]["BACKEND"]
    if not (in_production() and needs_manifest) or (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return []
    return [
        Error(
            f"The style sheets and scripts are not in {settings.STATIC_ROOT}: every page would fail.",
            hint="Run “manage.py collectstatic --no-input”.",
            id="ops.E010",
        )
    ]


AT_START = (*REGISTERED, static_files)
