"""Bytes to rows: CSV (comma, semicolon or tab; UTF-8, UTF-16 or Windows-1251) and XLSX."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from . import problems
from .columns import FULL_NAME, meaning
from .problems import Problem

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_ROWS = 5000
WIDEST = 60
_OLD_EXCEL = bytes.fromhex("d0cf11e0")


@dataclass(frozen=True)
class Formula:
    text: str


@dataclass(frozen=True)
class SheetError:
    text: str


Cell = str | date | Formula | SheetError
Row = tuple[int, list[Cell]]


@dataclass(frozen=True)
class Table:
    """`rows`: line number as the spreadsheet shows it, and the cells; empty lines are left out."""

    headings: list[str]
    rows: list[Row]


class FileProblem(ValueError):
    def __init__(self, message: str, **values: object) -> None:
        self.problem = Problem(0, "", message, values)
        super().__init__(self.problem.sentence())


def read_table(content: bytes) -> Table:
    """Raises FileProblem when nothing can be made of the file."""
    if len(content) > LARGEST_FILE:
        raise FileProblem(problems.TOO_BIG, limit=LARGEST_FILE // 1024 // 1024)
    if content.startswith(_OLD_EXCEL):
        raise FileProblem(problems.OLD_EXCEL)
    rows = [row for row in _rows(content) if any(row[1])]
    if not rows:
        raise FileProblem(problems.EMPTY_FILE)
    headings = [str(cell).strip() if isinstance(cell, str) else "" for cell in rows[0][1]]
    _require_a_name(headings, content)
    if len(rows) == 1:
        raise FileProblem(problems.EMPTY_FILE)
    if len(rows) - 1 > MOST_ROWS:
        raise FileProblem(problems.TOO_MANY, count=len(rows) - 1, limit=MOST_ROWS)
    return Table(headings, rows[1:])


def _require_a_name(headings: list[str], content: bytes) -> None:
    known = {meaning(heading) for heading in headings} - {""}
    if {"given_name", FULL_NAME} & known:
        return
    guessed = not content.startswith(b"PK") and not known and _encoding(content) == "cp1251"
    raise FileProblem(problems.WRONG_ENCODING if guessed else problems.NO_NAME_COLUMN)


def _rows(content: bytes) -> Iterator[Row]:
    return _from_xlsx(content) if content.startswith(b"PK\x03\x04") else _from_csv(content)


def _from_csv(content: bytes) -> Iterator[Row]:
    text = _decoded(content)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    start = 1
    try:
        for cells in lines:
            yield start, [_text_cell(cell) for cell in cells[:WIDEST]]
            start = lines.line_num + 1
    except csv.Error as error:
        raise FileProblem(problems.BROKEN_CSV) from error


def _encoding(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1251"
    return "utf-8-sig"


def _decoded(content: bytes) -> str:
    try:
        text = content.decode(_encoding(content))
    except UnicodeDecodeError as error:
        raise FileProblem(problems.WRONG_ENCODING) from error
    if "\0" in text or "\N{REPLACEMENT CHARACTER}" in text:
        raise FileProblem(problems.WRONG_ENCODING)
    return text


def _delimiter(text: str) -> str:
    heading = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=heading.count)


def _text_cell(text: str) -> Cell:
    text = text.strip()
    return Formula(text) if text.startswith("=") else text


def _from_xlsx(content: bytes) -> Iterator[Row]:
    from openpyxl import load_workbook  # half a second, for spreadsheets only
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise FileProblem(problems.TOO_BIG, limit=LARGEST_FILE // 1024 // 1024)
        book = load_workbook(io.BytesIO(content), read_only=True)
        sheet = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
        sheet.reset_dimensions()
        yield from enumerate(_sheet_rows(sheet.iter_rows(max_col=WIDEST)), 1)
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        ParseError,
        KeyError,
        ValueError,
        TypeError,
        StopIteration,
    ) as error:
        if isinstance(error, FileProblem):
            raise
        raise FileProblem(problems.BROKEN_XLSX) from error


def _sheet_rows(rows: Iterable[Any]) -> Iterator[list[Cell]]:
    for count, row in enumerate(rows):
        if count > 20 * MOST_ROWS:
            return
        yield [_sheet_cell(cell.value, cell.data_type) for cell in row]


def _sheet_cell(value: object, kind: str) -> Cell:
    if value is None:
        return ""
    if kind == "f":
        return Formula(str(value))
    if kind == "e":
        return SheetError(str(value))
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
