"""The day's letter: who gets one and what it says. Rooms above add their lines by `add_source`."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lms.ops.kinds import Letter, NotificationKind
from lms.ops.kinds import register as register_kind
from lms.ops.models import Notification
from lms.people import queries as people
from lms.people.models import User
from lms.ui import dates

from . import queries
from .queries import Open

DAILY = "daily"
LATEST_HOUR = 18


class Line(NamedTuple):
    """One thing the letter offers: words in the active language, and a path of ours."""

    text: str
    path: str

    @property
    def url(self) -> str:
        return settings.BASE_URL + self.path


Source = Callable[[list[User], date], Mapping[int, Iterable[tuple[str, str]]]]
_SOURCES: dict[str, Source] = {}


def add_source(name: str, source: Source) -> None:
    """`source(people, day)`: (text, path) pairs by person id, in a number of queries that does not grow with them."""
    _SOURCES[name] = source


def lines_of(people: list[User], day: date) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = {}
    for source in _SOURCES.values():
        for person, lines in source(people, day).items():
            found.setdefault(person, []).extend(Line(*line) for line in lines)
    return found


def key(person: User, day: date) -> str:
    return f"{DAILY}:{person.pk}:{day.isoformat()}"


def is_time(person: User, local: datetime) -> bool:
    """From the person's hour on, until 18:00: a worker that was down does not write in the evening.

    Somebody who chose an hour after 17 has that one hour. Hours are the wall clock's, so a change of the
    clocks moves nothing, and an hour that comes twice is one and the same for the key.
    """
    return person.reminder_hour <= local.hour < max(LATEST_HOUR, person.reminder_hour + 1)


def write(row: Notification) -> Letter | None:
    """What is open now, not what was when the row was written; None when the day or the wish is over."""
    person, day = row.person, date.fromisoformat(row.args["day"])
    if not person.wants_reminders or people.today_of(person) != day:
        return None
    asked, lines = queries.open_assignments(person, day), lines_of([person], day).get(person.pk, [])
    if not asked and not lines:
        return None
    context = {
        "person": person,
        "day": day,
        "asked": [
            {"item": item, "url": settings.BASE_URL + item.activity.url, "due": dates.day(item.due_on, day)}
            for item in asked
        ],
        "lines": lines,
        "today": settings.BASE_URL + "/",
        "me": settings.BASE_URL + "/me/",
    }
    return Letter(
        subject=_subject(asked, lines),
        text=render_to_string("learning/mail/daily.txt", context),
        html=render_to_string("learning/mail/daily.html", context),
    )


def _subject(asked: Iterable[Open], lines: Iterable[Line]) -> str:
    first, *others = [*(item.activity.title for item in asked), *(line.text for line in lines)]
    if not others:
        return _("Today: %(first)s") % {"first": first}
    text = ngettext("Today: %(first)s and %(n)s more", "Today: %(first)s and %(n)s more", len(others))
    return text % {"first": first, "n": len(others)}


def register() -> None:
    reasons = {DAILY: gettext_lazy("Something waited for you on a working day, and you want the daily letter.")}
    register_kind(NotificationKind(DAILY, gettext_lazy("Daily letter"), write, reasons))
