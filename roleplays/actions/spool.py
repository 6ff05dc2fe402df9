"""Uploaded scenarios that wait to be looked at: private, never in a backup, gone after use or after a day."""

import time
from pathlib import Path
from uuid import UUID

from lms.ops.actions.files import private_path, write_private
from lms.people.models import User

FOLDER = "spool/scenarios"
KEPT_SECONDS = 24 * 3600


def spool(*, by: User, token: UUID, content: bytes) -> None:
    """Those nobody came back for go at the same time."""
    sweep_spool()
    write_private(_place(by.pk, token), content)


def spooled(*, owner: int, token: UUID) -> Path | None:
    """None when it was used, too old, or somebody else's."""
    path: Path = private_path(_place(owner, token))
    return path if path.is_file() else None


def unspool(*, owner: int, token: UUID) -> None:
    private_path(_place(owner, token)).unlink(missing_ok=True)


def sweep_spool(*, now: float | None = None) -> int:
    folder: Path = private_path(FOLDER)
    before = (time.time() if now is None else now) - KEPT_SECONDS
    old = [path for path in (folder.iterdir() if folder.is_dir() else ()) if path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _place(owner: int, token: UUID) -> str:
    return f"{FOLDER}/{owner}-{token.hex}"
