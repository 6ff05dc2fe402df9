"""Packages (ZIP, APPNOTE 6.3) that come from outside: looked at whole, in memory, before one byte is unpacked.

Nothing is ever written to disk, so a path that leaves the package could do no harm; such a package is refused all the
same, for nobody makes one by accident.
"""

import io
import re
import stat
import struct
import zipfile
import zlib

from . import problems
from .problems import Problem, Refused

LARGEST = 60_000_000  # bytes as it comes: packages carry pictures and films
MOST_FILES = 5_000
LARGEST_LIST = 1_000_000  # bytes of the package's own list of files
LARGEST_PART = 8_000_000  # bytes of one file that is read
LARGEST_WHOLE = 400_000_000  # bytes of all files, unpacked
BOMB, BOMB_FROM = 200, 1_000_000  # times larger than packed; small files may be packed well
END = b"PK\x05\x06"
PACKED = (".zip", ".h5p", ".jar", ".gz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".tgz", ".zst")
DRIVE = re.compile(r"^[a-zA-Z]:")


def open_package(data: bytes) -> zipfile.ZipFile:
    """Raises `Refused` for what is no package, or no safe one."""
    if len(data) > LARGEST:
        raise _refused(problems.TOO_LARGE, most=LARGEST // 1_000_000)
    _look_at_end(data)
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error) as error:
        raise _refused(problems.ZIP_BROKEN) from error
    _look_at_files(package)
    return package


def part_of(package: zipfile.ZipFile, name: str) -> bytes:
    """One file of it. Raises `Refused` when it is missing, damaged or larger than it says."""
    try:
        info = package.getinfo(name)
    except KeyError as error:
        raise _refused(problems.ZIP_WITHOUT, name=name) from error
    if info.file_size > LARGEST_PART:
        raise _refused(problems.ZIP_BOMB, name=name)
    try:
        with package.open(info) as file:
            found = file.read(LARGEST_PART + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _refused(problems.ZIP_BROKEN) from error
    if len(found) > LARGEST_PART:
        raise _refused(problems.ZIP_BOMB, name=name)
    return found


def _refused(message: str, **values: object) -> Refused:
    return Refused([Problem(0, message, values)])


def _look_at_end(data: bytes) -> None:
    """The record at the end says how long the list of files is: before the list is read."""
    at = data.rfind(END, max(0, len(data) - 66_000))
    if at < 0 or len(data) < at + 22:
        raise _refused(problems.NOT_ZIP)
    count, size = struct.unpack_from("<HI", data, at + 10)
    if count > MOST_FILES or size > LARGEST_LIST:
        raise _refused(problems.ZIP_MANY, most=MOST_FILES)


def _look_at_files(package: zipfile.ZipFile) -> None:
    infos = package.infolist()
    if len(infos) > MOST_FILES:
        raise _refused(problems.ZIP_MANY, most=MOST_FILES)
    seen: set[str] = set()
    for info in infos:
        message = _wrong(info) or (problems.ZIP_TWICE if info.filename in seen else "")
        if message:
            raise _refused(message, name=info.orig_filename[:80].encode("utf-8", "replace").decode())
        seen.add(info.filename)
    if sum(info.file_size for info in infos) > LARGEST_WHOLE:
        raise _refused(problems.ZIP_BOMB, name="…")


def _wrong(info: zipfile.ZipInfo) -> str:
    name = info.orig_filename
    if not name or "\0" in name or "\\" in name or name.startswith("/") or DRIVE.match(name) or ".." in name.split("/"):
        return problems.ZIP_PLACE
    mode = info.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return problems.ZIP_LINK
    if info.flag_bits & 0x1:
        return problems.ZIP_LOCKED
    if info.file_size > BOMB_FROM and info.file_size > BOMB * max(1, info.compress_size):
        return problems.ZIP_BOMB
    if name.lower().endswith(PACKED):
        return problems.ZIP_NESTED
    return ""
