import hashlib
import math
import os
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from lms.ops.models import PrivateFile

PART = ".part-"
PART_SECONDS = 60  # writing one file from memory never takes this long


def store_file(
    *,
    kind: str,
    path: str,
    content: bytes,
    download_name: str,
    content_type: str,
    owner: Any = None,
    at: datetime | None = None,
) -> PrivateFile:
    """Write below the private folder and record it. The same path again replaces the content (a retry)."""
    write_private(path, content)
    file, _ = PrivateFile.objects.update_or_create(
        path=path,
        defaults={
            "kind": kind,
            "download_name": download_name,
            "content_type": content_type,
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "owner": owner,
            "created_at": at or timezone.now(),
        },
    )
    return file


def write_private(path: str, content: bytes | Iterable[bytes]) -> Path:
    """Whole or not at all: a temporary file in the spool, then a rename. `content` may come in pieces."""
    target = private_path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    spool().mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=spool(), prefix=PART)
    with os.fdopen(handle, "wb") as file:
        file.writelines([content] if isinstance(content, bytes) else content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, target)
    return target


def spool() -> Path:
    """For what is on its way: below the private folder, so that a rename is enough; never backed up."""
    return Path(settings.PRIVATE_ROOT) / "spool"


def sweep_parts(*, at: datetime | None = None) -> int:
    """Remove what workers killed while writing left behind."""
    before = (at or timezone.now()).timestamp() - PART_SECONDS
    old = [part for part in spool().glob(f"{PART}*") if _modified(part) < before]
    for part in old:
        part.unlink(missing_ok=True)
    return len(old)


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return math.inf


def private_path(path: str) -> Path:
    root = Path(settings.PRIVATE_ROOT).resolve()
    target = (root / path).resolve()
    if not target.is_relative_to(root):
        raise ValueError(f"{path} leaves the private folder")
    return target


def remove_file(*, file: PrivateFile) -> None:
    private_path(file.path).unlink(missing_ok=True)
    file.delete()
