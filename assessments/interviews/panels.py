"""What hiring says on Today, to whoever has an interview waiting. One query."""

from collections.abc import Mapping
from typing import Any

from lms.home.panels import Panel, Today, register_today
from lms.learning import reminders

from . import queries

SHOWN = 4


def own_interviews(today: Today) -> Mapping[str, Any] | None:
    rows = list(queries.waiting_for(today.person)[:SHOWN])
    return {"interviews": rows} if rows else None


def register() -> None:
    panel = Panel("interviews", "main", 12, "interviews/panels/own.html", own_interviews, feature="hiring")
    register_today(panel)
    reminders.add_source("interviews", queries.reminder_lines)
