"""Uploaded staff lists that wait to be confirmed: private, one folder, gone after use or after a day."""

import time
from pathlib import Path
from uuid import UUID

from lms.ops.actions.files import private_path, write_private
from lms.people.models import User

FOLDER = "spool/people-import"
KEPT_SECONDS = 24 * 3600


def spool(*, by: User, token: UUID, content: bytes) -> None:
    _sweep(older_than=time.time() - KEPT_SECONDS)
    write_private(_place(by, token), content)


def spooled(*, by: User, token: UUID) -> bytes | None:
    """None when it was used, too old, or somebody else's."""
    path = private_path(_place(by, token))
    return path.read_bytes() if path.is_file() else None


def unspool(*, by: User, token: UUID) -> None:
    private_path(_place(by, token)).unlink(missing_ok=True)


def empty_spool() -> None:
    _sweep(older_than=float("inf"))


def _sweep(older_than: float) -> None:
    folder: Path = private_path(FOLDER)
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.stat().st_mtime < older_than:
            path.unlink(missing_ok=True)


def _place(by: User, token: UUID) -> str:
    return f"{FOLDER}/{by.pk}-{token.hex}"
