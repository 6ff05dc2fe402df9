"""Figures in words, for those who read words first."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.learning.mastery import Level
from lms.learning.words import HEAT, LEVELS, TONES

PARTS: dict[str, Any] = {
    "reviews": _("Reviews of tickets"),
    "csat": _("Customers' ratings"),
    "first_response": _("First reply"),
    "resolution": _("Time to solve"),
}
CHANNELS: dict[str, Any] = {
    "chat": _("chat"),
    "e-mail": _("e-mail"),
    "phone": _("phone"),
    "form": _("form on the site"),
}


OTHERS = _("all other channels")
NO_TOPIC = _("no topic")
THEMES: dict[str, Any] = {
    "waiting": _("Waiting"),
    "quick": _("Quick help"),
    "again": _("Had to ask again"),
    "apology": _("Apology"),
    "manner": _("Manner"),
    "solution": _("Solution"),
    "money": _("Money"),
    "contact": _("Calls and contact"),
    "other": _("Anything else"),
}


def channel(name: str) -> Any:
    return CHANNELS.get(name, name or _("channel unknown"))


def level_of(percent: float) -> Level:
    return next(level for level in Level if percent >= 100 * level.value)


def word_of(percent: float) -> Any:
    return LEVELS[level_of(percent)]


def tone_of(percent: float) -> str:
    return TONES[level_of(percent)]


def heat_of(percent: float) -> int:
    return HEAT[level_of(percent)]


IMPOSSIBLE: dict[str, Any] = {
    "reply before created": _("the reply lies before the ticket was made"),
    "solved before created": _("it was solved before it was made"),
    "solved before reply": _("it was solved before the first reply"),
}
SCALE_NAMES: dict[str, Any] = {
    "auto": _("as they look: 1–5, 1–10, good and bad"),
    "good-bad": _("good and bad"),
    "5": _("1–5"),
    "10": _("1–10"),
}
FIELD_NAMES: dict[str, Any] = {
    "external_id": _("Ticket number"),
    "created_at": _("When it was made"),
    "agent": _("Who answered"),
    "agent_email": _("Their e-mail"),
    "agent_number": _("Their personnel number"),
    "customer": _("Customer (kept only as a key)"),
    "channel": _("Channel"),
    "subject": _("Subject"),
    "category": _("Topic"),
    "question": _("What the customer wrote"),
    "reply": _("What was answered"),
    "first_reply_at": _("First reply"),
    "solved_at": _("When it was solved"),
    "updated_at": _("Last change"),
    "reopened": _("How often reopened"),
    "csat": _("Rating"),
    "csat_at": _("When it was rated"),
    "csat_comment": _("Comment to the rating"),
    "first_response": _("First reply, minutes"),
    "first_response_business": _("First reply, working minutes"),
    "resolution": _("Time to solve, minutes"),
    "resolution_business": _("Time to solve, working minutes"),
}
