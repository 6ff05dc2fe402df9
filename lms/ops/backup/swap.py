"""Puts new files and folders in the place of old ones: all or none, also when it is killed half-way.

The old ones wait beside their place until everything is in; a marker file says what is going on.
"""

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path


def _aside(path: Path) -> Path:
    return path.with_name(f".before-restore-{path.name}")


def incoming(path: Path) -> Path:
    """Where the new one is prepared: beside its place, so that a rename is enough."""
    return path.with_name(f".restored-{path.name}")


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def swap(paths: Iterable[Path], marker: Path, *, dump: Path | None = None) -> None:
    """Every `incoming(path)` takes the place of its path. Call `settle` when all is well, else `put_back`.

    `dump`: what else must be loaded to be where we were, for whoever undoes this after a crash.
    """
    paths = list(paths)
    for path in paths:
        _remove(_aside(path))  # of an earlier one that was killed while tidying up
    part = marker.with_suffix(".part")
    existed = {str(path): path.exists() for path in paths}
    part.write_text(json.dumps({"existed": existed, "dump": str(dump or "")}))
    part.replace(marker)
    for path in paths:
        if path.exists():
            os.rename(path, _aside(path))
        os.rename(incoming(path), path)


def dump_of(marker: Path) -> Path | None:
    name = json.loads(marker.read_text())["dump"]
    return Path(name) if name else None


def put_back(marker: Path) -> None:
    """Undo a swap at whatever point it stopped."""
    if not marker.exists():
        return
    for name, existed in json.loads(marker.read_text())["existed"].items():
        path = Path(name)
        if _aside(path).exists():
            _remove(path)
            os.rename(_aside(path), path)
        elif not existed and not incoming(path).exists():
            _remove(path)
        _remove(incoming(path))
    marker.unlink()


def settle(marker: Path) -> None:
    names = json.loads(marker.read_text())["existed"]
    marker.unlink()
    for name in names:
        _remove(_aside(Path(name)))
