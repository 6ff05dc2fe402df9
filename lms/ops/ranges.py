"""A part of a file, as players ask for it to jump to a second (RFC 9110, one range)."""

import re
from collections.abc import Iterator
from typing import BinaryIO

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
BLOCK = 64 * 1024


def wanted(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte; None for the whole, also of a range that says nothing. Raises ValueError beyond the end."""
    found = RANGE.fullmatch(header.strip())
    if not found or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = int(first), min(int(last or size), size - 1)
    if start >= size or start > end:
        raise ValueError("beyond the end")
    return start, end


def part(file: BinaryIO, first: int, last: int) -> Iterator[bytes]:
    """Those bytes, and the file closed."""
    with file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (block := file.read(min(BLOCK, left))):
            left -= len(block)
            yield block
