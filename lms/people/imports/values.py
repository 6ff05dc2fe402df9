"""One cell to one value, or a problem's message with what it says."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import available_timezones

import phonenumbers

from . import problems
from .reading import Cell, Formula, SheetError

LIMITS = {
    "full_name": 250,
    "family_name": 80,
    "given_name": 80,
    "patronymic": 80,
    "username": 60,
    "email": 254,
    "phone": 60,
    "team": 80,
    "role": 120,
    "personnel_number": 40,
    "zone": 64,
}
ROLES = {
    "member": ("member", "agent", "employee", "сотрудник", "участник", "специалист", "оператор"),
    "mentor": ("mentor", "наставник", "ментор"),
    "manager": ("manager", "lead", "team lead", "руководитель", "менеджер", "тимлид", "начальник"),
    "hr": ("hr", "hr interviewer", "кадры", "интервьюер", "эйчар"),
    "qa": ("qa", "quality", "quality reviewer", "контроль качества", "проверяющий"),
    "editor": ("editor", "редактор"),
    "administrator": ("administrator", "admin", "администратор"),
}
TEAM_ROLES = ("member", "mentor", "manager")
_ROLE_OF = {word: role for role, words in ROLES.items() for word in words}
_DATES = ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%y", "%Y.%m.%d")
_LOGIN = re.compile(r"[\w.@+-]+")
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
OLDEST = date(1940, 1, 1)


class BadValue(ValueError):
    def __init__(self, message: str, **values: object) -> None:
        self.message, self.values = message, values
        super().__init__(message)


def text_of(cell: Cell, name: str) -> str:
    if isinstance(cell, Formula):
        raise BadValue(problems.FORMULA)
    if isinstance(cell, SheetError):
        raise BadValue(problems.SHEET_ERROR, text=cell.text)
    text = " ".join(str(cell).split())
    if len(text) > LIMITS.get(name, 250):
        raise BadValue(problems.TOO_LONG, text=text[:40] + "…", limit=LIMITS[name])
    return text


def day_of(cell: Cell, today: date) -> date:
    day = cell if isinstance(cell, date) else _read_day(text_of(cell, "started_on"))
    if day > today + timedelta(days=366):
        raise BadValue(problems.FAR_DATE, text=f"{day:%d.%m.%Y}")
    if day < OLDEST:
        raise BadValue(problems.OLD_DATE, text=f"{day:%d.%m.%Y}")
    return day


def _read_day(text: str) -> date:
    for pattern in _DATES:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 (a date has no zone)
        except ValueError:
            continue
    raise BadValue(problems.UNKNOWN_DATE, text=text)


def login(text: str) -> str:
    if not _LOGIN.fullmatch(text):
        raise BadValue(problems.BAD_LOGIN, text=text)
    return text


def mail(text: str) -> str:
    if not _MAIL.fullmatch(text):
        raise BadValue(problems.BAD_MAIL, text=text)
    return text


def phone_number(text: str, country: str) -> str:
    """E.164, such as +79123456789; numbers without a country are read as that country's."""
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException as error:
        raise BadValue(problems.BAD_PHONE, text=text) from error
    if not phonenumbers.is_possible_number(number):
        raise BadValue(problems.BAD_PHONE, text=text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def zone(text: str) -> str:
    found = {name.casefold(): name for name in available_timezones()}.get(text.casefold().replace(" ", "_"))
    if not found:
        raise BadValue(problems.UNKNOWN_ZONE, text=text)
    return found


def roles(text: str) -> list[str]:
    """“manager, HR” → ["manager", "hr"]."""
    words = [word.strip() for word in re.split(r"[,;/+]", text) if word.strip()]
    for word in words:
        if word.casefold() not in _ROLE_OF:
            known = ", ".join(sorted({names[0] for names in ROLES.values()}))
            raise BadValue(problems.UNKNOWN_ROLE, text=word, known=known)
    return [_ROLE_OF[word.casefold()] for word in words]
