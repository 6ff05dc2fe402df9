"""Dates and lengths of time as people say them, in the language that is active."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

NEAR = 6
DAY = {"en": "j F", "ru": "j E"}
DAY_YEAR = {"en": "j F Y", "ru": "j E Y"}


def duration(seconds: float | None) -> str:
    """Seconds as “40 s”, “5 min”, “1 h 20 min”."""
    if seconds is None:
        return ""
    whole = max(0, round(seconds))
    if whole < 60:
        return _("%(n)d s") % {"n": whole}
    minutes = round(whole / 60)
    if minutes < 60:
        return _("%(n)d min") % {"n": minutes}
    hours, rest = divmod(minutes, 60)
    if not rest:
        return _("%(n)d h") % {"n": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


def local_date(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def day(value: date | datetime | None, today: date | None = None) -> str:
    """“today”, “tomorrow”, “yesterday”, a weekday's name within six days ahead, else “23 November”."""
    if value is None:
        return ""
    target, now = local_date(value), today or timezone.localdate()
    apart = (target - now).days
    if apart in (-1, 0, 1):
        return (_("yesterday"), _("today"), _("tomorrow"))[apart + 1]
    if 1 < apart <= NEAR:
        name = date_format(target, "l")
        return name.lower() if _language() == "ru" else name  # Russian weekdays are common nouns
    return long_date(target, with_year=target.year != now.year)


def long_date(value: date | datetime, *, with_year: bool = False) -> str:
    """“23 November”, «23 ноября»; with the year when it is not this one."""
    formats = DAY_YEAR if with_year else DAY
    return date_format(local_date(value), formats.get(_language(), formats["en"]))


def weekday_date(value: date | datetime) -> str:
    """“Monday, 23 November”."""
    target = local_date(value)
    return f"{date_format(target, 'l')}, {long_date(target)}"


def clock(value: datetime) -> str:
    """“14:05” where the person lives."""
    return timezone.localtime(value).strftime("%H:%M") if timezone.is_aware(value) else value.strftime("%H:%M")


def days_left(value: date | datetime, today: date | None = None) -> str:
    """“3 days left”, “today”, “2 days ago”."""
    apart = (local_date(value) - (today or timezone.localdate())).days
    if apart == 0:
        return _("today")
    if apart > 0:
        return ngettext("%(n)d day left", "%(n)d days left", apart) % {"n": apart}
    return ngettext("%(n)d day ago", "%(n)d days ago", -apart) % {"n": -apart}


def _language() -> str:
    return (get_language() or "en").split("-")[0]
