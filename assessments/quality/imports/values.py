"""One value read from a file: moments, minutes, ratings. Raises BadValue with the cure."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from . import problems
from .problems import BadValue

_RUSSIAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_GOOD = {"good", "хорошо", "нравится", "like", "положительная", "да", "yes", "довольный", "👍"}
_BAD = {"bad", "плохо", "не нравится", "dislike", "отрицательная", "нет", "no", "недовольный", "👎"}
_NONE = {"", "offered", "unoffered", "-", "–", "—", "нет оценки", "none", "null", "nan", "n/a", "не оценено"}


@lru_cache(maxsize=512)  # in one line the same moment often stands twice
def moment(value: object, zone: ZoneInfo, formats: tuple[str, ...] = ()) -> datetime:
    """With a zone: its own, else the company's. `formats`: of the map, tried before those we know."""
    if isinstance(value, datetime):
        found = value
    elif isinstance(value, date):
        found = datetime.combine(value, time())
    else:
        found = _parsed(str(value).strip(), formats)
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _parsed(text: str, formats: Sequence[str]) -> datetime:
    if not formats and text[4:5] == "-":
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    for pattern in formats:
        try:
            return datetime.strptime(text, pattern)  # noqa: DTZ007  the zone is added by the caller
        except ValueError:
            continue
    try:
        if _ISO.match(text):
            return datetime.fromisoformat(text.replace(" UTC", "+00:00") if text[-1] == "C" else text)
        if match := _RUSSIAN.fullmatch(text):
            day, month, year, hour, minute, second = (int(part or 0) for part in match.groups())
            return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  the zone is added by the caller
    except ValueError:
        pass
    raise BadValue(problems.BAD_DATE, text=text[:40])


def minutes(value: object) -> float:
    try:
        number = float(str(value).replace(",", ".").replace("\N{NO-BREAK SPACE}", "").replace(" ", ""))
    except ValueError as error:
        raise BadValue(problems.BAD_NUMBER, text=str(value)[:40]) from error
    if not 0 <= number < 10_000_000:
        raise BadValue(problems.BAD_NUMBER, text=str(value)[:40])
    return number


def count(value: object) -> int:
    text = str(value).strip().removesuffix(".0")
    if not text.isascii() or not text.isdigit() or int(text) > 1000:
        raise BadValue(problems.BAD_COUNT, text=str(value)[:40])
    return int(text)


@lru_cache(maxsize=1000)
def rating(value: object, scale: str = "auto") -> float | None:
    """0–1; None when nobody rated. `scale`: good-bad, 5, 10, or auto (words, 1–5, above that 1–10)."""
    text = str(value).strip().casefold()
    if text in _NONE:
        return None
    if text in _GOOD or text.startswith("good"):
        return 1.0
    if text in _BAD or text.startswith("bad"):
        return 0.0
    number = text.removesuffix(".0").partition("/")[0].strip()
    top = {"5": 5, "10": 10}.get(scale) or (5 if number.isdigit() and int(number) <= 5 else 10)
    if scale == "good-bad" or not number.isascii() or not number.isdigit() or not 1 <= int(number) <= top:
        raise BadValue(problems.BAD_RATING, text=str(value)[:40])
    return (int(number) - 1) / (top - 1)


def short(value: object, limit: int) -> str:
    text = str(value).strip()
    if len(text) > limit:
        raise BadValue(problems.TOO_LONG, limit=limit)
    return text


def since(start: datetime, end: datetime | None) -> float | None:
    """Minutes between; None when it has not ended, or would have ended before it began."""
    if end is None or end < start:
        return None
    return round((end - start).total_seconds() / 60, 2)
