"""Which heading means which field, in Russian and English, as staff lists in the wild call them."""

import re
from collections.abc import Sequence

FULL_NAME = "full_name"
COLUMNS: dict[str, tuple[str, ...]] = {
    FULL_NAME: ("full name", "name and surname", "фио", "ф и о", "сотрудник", "имя и фамилия", "фамилия имя отчество"),
    "family_name": ("family name", "last name", "surname", "фамилия"),
    "given_name": ("given name", "first name", "name", "имя"),
    "patronymic": ("patronymic", "middle name", "отчество"),
    "username": ("sign in name", "login", "username", "user name", "логин", "имя для входа", "учетная запись"),
    "email": ("e mail", "email", "mail", "почта", "электронная почта", "эл почта", "адрес электронной почты"),
    "phone": ("phone", "phone number", "mobile", "телефон", "мобильный", "мобильный телефон", "номер телефона"),
    "team": ("team", "department", "group", "команда", "отдел", "группа", "подразделение"),
    "role": ("role", "roles", "роль", "роли"),
    "started_on": (
        "first day",
        "first working day",
        "start date",
        "hired",
        "hire date",
        "дата выхода",
        "первый день",
        "первый рабочий день",
        "дата приема",
        "дата найма",
        "принят",
    ),
    "personnel_number": (
        "personnel number",
        "employee number",
        "employee id",
        "staff number",
        "табельный номер",
        "табельный",
        "таб номер",
        "таб",
    ),
    "zone": ("time zone", "timezone", "zone", "часовой пояс"),
}
_BY_HEADING = {heading: name for name, headings in COLUMNS.items() for heading in headings}


def meaning(heading: str) -> str:
    """The field a heading stands for, or "": case, ё, punctuation, № and remarks in brackets do not matter."""
    text = re.sub(r"\(.*?\)", " ", heading.casefold().replace("ё", "е"))
    return _BY_HEADING.get(" ".join(re.sub(r"[^\w]+|_", " ", text).split()), "")


def places(headings: Sequence[str]) -> tuple[dict[str, int], list[tuple[str, str]], list[str]]:
    """Field → column place; pairs of headings that mean the same; headings that mean nothing to us."""
    found: dict[str, int] = {}
    twice, unknown = [], []
    for place, heading in enumerate(headings):
        name = meaning(heading)
        if not name:
            unknown += [heading] if heading else []
        elif name in found:
            twice.append((headings[found[name]], heading))
        else:
            found[name] = place
    return found, twice, unknown
