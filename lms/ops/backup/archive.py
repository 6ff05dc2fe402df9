"""The archive: a .tar.gz of the database, the files and, last, `manifest.json` with a SHA-256 per file."""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from .trouble import BackupTrouble

MANIFEST = "manifest.json"


class _Hashed:
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(size)
        self.digest.update(piece)
        return piece


def files_below(folder: Path, name: str, left_out: frozenset[str]) -> Iterator[tuple[Path, str]]:
    """(path, name in the archive) of every file, without the folders named in `left_out`."""
    for entry in sorted(folder.iterdir()) if folder.is_dir() else ():
        inside = f"{name}/{entry.name}"
        if inside in left_out or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from files_below(entry, inside, left_out)
        elif entry.is_file():
            yield entry, inside


def add(tar: tarfile.TarFile, path: Path, name: str) -> dict[str, Any] | None:
    """Put one file in. Returns its entry of the manifest, or None when it was removed meanwhile."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None
    with file:
        info = tarfile.TarInfo(name)
        status = os.fstat(file.fileno())
        info.size, info.mtime, info.mode = status.st_size, status.st_mtime, 0o600
        hashed = _Hashed(file)
        tar.addfile(info, hashed)  # type: ignore[arg-type]
    return {"size": info.size, "sha256": hashed.digest.hexdigest()}


def add_manifest(tar: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    content = json.dumps(manifest, indent=1, sort_keys=True).encode()
    info = tarfile.TarInfo(MANIFEST)
    info.size, info.mode = len(content), 0o600
    tar.addfile(info, io.BytesIO(content))


def unpack(archive: Path, folder: Path) -> dict[str, Any]:
    """Unpack whole, then compare every file with the manifest, which is returned."""
    try:
        with tarfile.open(archive, "r:gz") as tar:
            tar.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    except FileNotFoundError as error:
        name = MANIFEST if archive.exists() else str(archive)
        raise BackupTrouble(f"{name} is not there: this is not a backup of Service Star.") from error
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise BackupTrouble(f"{archive} cannot be read: {error}. Take another backup.") from error
    _compare(folder, manifest, archive)
    return manifest


def _compare(folder: Path, manifest: dict[str, Any], archive: Path) -> None:
    if manifest.get("format") != 1:
        raise BackupTrouble(f"{archive} was written by a newer version of this program. Upgrade first.")
    found = {name for _, name in files_below(folder, "", frozenset())}
    expected = {f"/{name}" for name in (*manifest["files"], MANIFEST)}
    odd = sorted(found ^ expected)
    if odd:
        raise BackupTrouble(f"{archive} is damaged: {odd[0][1:]} is {'extra' if odd[0] in found else 'missing'}.")
    for name, entry in manifest["files"].items():
        with (folder / name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != entry["sha256"]:
                raise BackupTrouble(f"{archive} is damaged: {name} is not what was backed up.")
