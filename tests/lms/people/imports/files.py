"""Spreadsheets made on the spot."""

import io
from collections.abc import Iterable
from datetime import date, datetime

from openpyxl import Workbook

HEADINGS = ["Фамилия", "Имя", "Отчество", "E-mail", "Телефон", "Команда", "Роль", "Дата выхода", "Табельный номер"]


def xlsx(rows: Iterable[Iterable[object]], headings: Iterable[str] = HEADINGS) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv(text: str, encoding: str = "utf-8") -> bytes:
    return text.encode(encoding)


def thirty(team: str = "Orders") -> list[list[object]]:
    """Thirty people; two of them with something wrong: lines 8 and 21."""
    rows: list[list[object]] = [
        [
            f"Сотрудников{chr(1072 + number)}",
            "Пётр",
            "Ильич",
            f"petr{number}@example.com",
            89121230000 + number,
            team,
            "сотрудник",
            datetime(2026, 11, 2) if number % 2 else date(2026, 11, 2),
            1000 + number,
        ]
        for number in range(30)
    ]
    rows[6][1] = None
    rows[19][7] = "32.13.2026"
    return rows
