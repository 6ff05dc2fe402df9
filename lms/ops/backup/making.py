import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from . import places, postgresql, sqlite
from .archive import add, add_manifest, files_below
from .trouble import BackupTrouble

PATTERN = "service-star-*.tar.gz"
PART = ".part-"
STALE = timedelta(days=1)
Say = Callable[[str], None]


def make_backup(
    *, to: Path | None = None, keep: int = 14, at: datetime | None = None, say: Say = lambda line: None
) -> dict[str, Any]:
    """Returns {"file", "bytes", "files", "ledgers"}. In the default folder only the newest `keep` stay."""
    at = at or timezone.now()
    target = to or places.backups() / f"service-star-{at:%Y-%m-%d-%H%M%S}.tar.gz"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        manifest = _write(target, at, say)
    except OSError as error:
        raise BackupTrouble(
            f"{target} cannot be written: {error.strerror or error}. Free some space, or name another place with --to."
        ) from error
    if to is None:
        _forget_old(keep)
    return {
        "file": str(target),
        "bytes": target.stat().st_size,
        "files": len(manifest["files"]),
        "ledgers": manifest["ledgers"],
    }


def _write(target: Path, at: datetime, say: Say) -> dict[str, Any]:
    _sweep(target.parent, at)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=PART) as folder:
        say("Taking a snapshot of the database")
        database, description = _dump(Path(folder))
        part = Path(folder) / "archive"
        part.touch(mode=0o600)
        with part.open("wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as tar:
                manifest = _fill(tar, database, description, at, say)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, target)
    return manifest


def _dump(folder: Path) -> tuple[Path, dict[str, Any]]:
    if connection.vendor == "postgresql":
        return postgresql.dump(folder)
    path = sqlite.dump(folder)
    return path, sqlite.describe(path)


def _fill(tar: tarfile.TarFile, database: Path, description: dict[str, Any], at: datetime, say: Say) -> dict[str, Any]:
    files = {database.name: add(tar, database, database.name)}
    for name, folder in places.folders().items():
        say(f"Adding {name}")
        for path, inside in files_below(folder, name, places.LEFT_OUT):
            files[inside] = add(tar, path, inside)
    manifest = {
        "format": 1,
        "version": _version(),
        "made_at": at.isoformat(),
        "vendor": connection.vendor,
        "database": database.name,
        "files": {name: entry for name, entry in files.items() if entry},
        **description,
    }
    add_manifest(tar, manifest)
    return manifest


def _version() -> str:
    try:
        return version("service-star")
    except PackageNotFoundError:
        return ""


def _sweep(folder: Path, at: datetime) -> None:
    """What a killed backup left."""
    for part in folder.glob(f"{PART}*"):
        if part.stat().st_mtime < (at - STALE).timestamp():
            shutil.rmtree(part, ignore_errors=True)


def _forget_old(keep: int) -> None:
    for old in sorted(places.backups().glob(PATTERN))[: -max(keep, 1)]:
        old.unlink()
