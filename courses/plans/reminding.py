"""What the daily letter says of plans."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.people.models import User
from lms.ui import dates

from . import queries
from .models import PersonStep


def reminder_lines(readers: Iterable[User], day: date) -> dict[int, list[tuple[str, str]]]:
    """For each person the steps due today or tomorrow: (text, path)."""
    return {
        person: [(_said(step, when, day), _path(step)) for step, when in steps]
        for person, steps in queries.due_soon(readers, day).items()
    }


def _said(step: PersonStep, when: date, day: date) -> str:
    return _("%(what)s, due %(day)s by your plan") % {"what": step.title, "day": dates.day(when, day)}


def _path(step: PersonStep) -> str:
    return reverse("plan") if step.signed else step.activity.url
