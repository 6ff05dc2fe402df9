"""A file to rows, one after the other: CSV (comma, semicolon or tab; UTF-8, or UTF-16 with its mark), XLSX, and JSON
(a list of objects, or an object a line). What is read is not kept: memory does not grow with the file."""

import codecs
import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from . import problems
from .problems import FileProblem

LARGEST_FILE = 60 * 1024 * 1024
WIDEST = 60
LOOKED_AT = 100
CHUNK = 64 * 1024
_OLD_EXCEL = bytes.fromhex("d0cf11e0")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SPACE = " \t\r\n,"
_BEGIN = re.compile(r"[^\s,\[\]]")
_DECODER = json.JSONDecoder()
Row = tuple[int, list[Any]]


@dataclass(frozen=True)
class Table:
    """`rows`: line number as the spreadsheet shows it (of JSON: the item's), and the cells; empty lines are left out.

    `items`: the places are items of a list.
    """

    headings: list[str]
    rows: Iterator[Row]
    items: bool = False


def read_table(content: bytes | BinaryIO) -> Table:
    """Raises FileProblem, with the line where one is known; that may come late, while the rows are read."""
    file = io.BytesIO(content) if isinstance(content, bytes) else content
    start = start_of(file)
    if start.startswith(_OLD_EXCEL):
        raise FileProblem(problems.OLD_EXCEL)
    if start.lstrip(codecs.BOM_UTF8 + b" \t\r\n")[:1] in (b"[", b"{"):
        return _from_json(file)
    rows = _from_xlsx(file) if start.startswith(b"PK\x03\x04") else _from_csv(file)
    filled = (row for row in rows if any(cell not in ("", None) for cell in row[1]))
    first = list(islice(filled, 2))
    if len(first) < 2:
        raise FileProblem(problems.EMPTY)
    return Table([str(cell or "").strip() for cell in first[0][1]], chain(first[1:], filled))


def start_of(file: BinaryIO) -> bytes:
    start = file.read(512)
    file.seek(0)
    return start


# text ------------------------------------------------------------------------


def decoded(content: bytes, message: str = problems.ENCODING) -> str:
    """The whole of a small file. Names the line where the letters stop being UTF-8."""
    return "".join(lines_of(io.BytesIO(content), message))


def lines_of(file: BinaryIO, message: str = problems.ENCODING) -> Iterator[str]:
    """Lines with their ends."""
    source: Iterable[Any] = file
    if start_of(file).startswith(_UTF16):
        source = io.TextIOWrapper(file, encoding="utf-16", newline="")
    number = 1
    try:
        for number, line in enumerate(source, 1):
            text = line if isinstance(line, str) else line.decode("utf-8-sig" if number == 1 else "utf-8")
            if "\0" in text or "\N{REPLACEMENT CHARACTER}" in text:
                raise FileProblem(message, line=number)
            yield text
    except UnicodeDecodeError as error:
        raise FileProblem(message, line=number) from error
    finally:
        if isinstance(source, io.TextIOWrapper):
            source.detach()


def _from_csv(file: BinaryIO) -> Iterator[Row]:
    lines = lines_of(file)
    begin: list[str] = []
    for line in lines:
        begin.append(line)
        if line.strip():
            break
    heading = begin[-1] if begin else ""
    cells_of = csv.reader(chain(begin, lines), delimiter=max(",;\t", key=heading.count))
    start = 1
    try:
        for cells in cells_of:
            yield start, [cell.strip() for cell in cells[:WIDEST]]
            start = cells_of.line_num + 1
    except csv.Error as error:
        raise FileProblem(problems.BROKEN_CSV, line=start) from error


# sheets ----------------------------------------------------------------------


def _from_xlsx(file: BinaryIO) -> Iterator[Row]:
    from openpyxl import load_workbook  # half a second, for spreadsheets only
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(file) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > 10 * LARGEST_FILE:
                raise FileProblem(problems.TOO_BIG, limit=LARGEST_FILE // 1024 // 1024)
        book = load_workbook(file, read_only=True, data_only=True)
        sheet = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(max_col=WIDEST, values_only=True), 1):
            yield number, [cell.strip() if isinstance(cell, str) else cell for cell in cells]
    except FileProblem:
        raise
    except (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError, StopIteration) as e:
        raise FileProblem(problems.BROKEN_XLSX) from e


# JSON ------------------------------------------------------------------------


def _from_json(file: BinaryIO) -> Table:
    """Headings are the keys of the first hundred objects; of an object inside, “requester.email”."""
    flat = (_flat(item) for item in objects_of(file))
    first = list(islice(flat, LOOKED_AT))
    if not first:
        raise FileProblem(problems.EMPTY)
    headings = list(dict.fromkeys(key for item in first for key in item))[:WIDEST]
    rows = ((place, [item.get(key, "") for key in headings]) for place, item in enumerate(chain(first, flat), 1))
    return Table(headings, rows, items=True)


def _flat(item: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in item.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{prefix}{key}.")
        elif isinstance(value, list):
            found[prefix + key] = ", ".join(str(part) for part in value if not isinstance(part, dict | list))
        else:
            found[prefix + key] = value.strip() if isinstance(value, str) else "" if value is None else value
    return found


def objects_of(file: BinaryIO) -> Iterator[dict[str, Any]]:
    """One after the other, of a list or a line each. Raises FileProblem."""
    text, last, line = "", "", 1
    opened = None
    source = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        while more := _read(source, line):
            text += more
            opened = text.lstrip()[:1] == "[" if opened is None else opened
            end = 0
            for item, ends in _whole(text):
                yield item
                end = ends
            line, last = line + text.count("\n", 0, end), text.rstrip()[-1:]
            text = text[end:]
        rest = text.strip(_SPACE + "[]")
        if rest or (opened and last != "]"):
            raise FileProblem(problems.BROKEN_JSON, line=line, why=_why(rest))
    finally:
        source.detach()


def _read(source: io.TextIOWrapper, line: int) -> str:
    try:
        return source.read(CHUNK)
    except UnicodeDecodeError as error:
        raise FileProblem(problems.JSON_ENCODING, line=line) from error


def _whole(text: str) -> Iterator[tuple[dict[str, Any], int]]:
    """Objects that end within the text, each with where it ends."""
    at = 0
    while found := _BEGIN.search(text, at):
        if found[0] != "{":
            raise FileProblem(problems.NOT_LIST)
        try:
            item, at = _DECODER.raw_decode(text, found.start())
        except json.JSONDecodeError:
            return
        yield item, at


def _why(rest: str) -> str:
    try:
        json.loads(rest or "{}")
    except json.JSONDecodeError as error:
        return error.msg
    return "it ends too early"
