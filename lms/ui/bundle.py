"""One stylesheet from many component files: `ui/app.css`, joined in cascade order, so that a page asks once."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SOURCES = Path(__file__).parent / "static" / "ui"
NAME = "ui/app.css"
FOLDERS = ("tokens.css", "reset.css", "base.css", "components", "pages", "utilities.css")


def sources() -> Iterator[Path]:
    for name in FOLDERS:
        path = SOURCES / name
        yield from [path] if path.suffix else sorted(path.glob("*.css"))


def folder() -> Path:
    return Path(settings.DATA_DIR) / "bundles"


def write() -> Path:
    """Write the bundle when its content is another. Safe when several processes do it at once."""
    target = folder() / NAME
    text = joined()
    if not target.exists() or target.read_text() != text:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(f".{os.getpid()}-{id(target)}.part")
        part.write_text(text)
        part.replace(target)
    return target


def joined() -> str:
    """All sources in order, without comments and the white space that only people need."""
    text = "\n".join(path.read_text() for path in sources())
    plain = re.sub(r"\n\s+", "\n", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)).strip() + "\n"
    return re.sub(r";(?=})", "", re.sub(r"[ \t]*([{};])[ \t]*", r"\1", plain))


class BundleFinder(BaseFinder):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=folder())

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != NAME:
            return []
        found = str(write())
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Any:
        write()
        yield NAME, self.storage
