"""What customers said, on the lead's page. One query a panel."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.home.panels import Panel, TeamDay, Today, register_team, register_today

from . import queries

FEATURE = "star"
WEEK = timedelta(days=7)
SHOWN = 5


def thanks(today: Today) -> Mapping[str, Any] | None:
    """What customers wrote to this person lately."""
    rows = list(queries.words_for(today.person).filter(day__gt=today.day - WEEK)[:2])
    return {"rows": rows} if rows else None


def concerns(day: TeamDay) -> Mapping[str, Any] | None:
    rows = list(queries.open_concerns(day.people))
    return {"rows": rows[:SHOWN], "count": len(rows)} if rows else None


def team_thanks(day: TeamDay) -> Mapping[str, Any] | None:
    """Thanks of the last seven days, and the way to everybody's card."""
    rows = list(queries.votes_since(day.people, day.day - WEEK + timedelta(days=1)))
    return {"rows": rows, "count": sum(row.thanks for row in rows)} if rows else None


def register() -> None:
    title = _("Thanks in seven days")
    register_today(
        Panel(
            "thanks", "side", 35, "stars/panels/thanks.html", thanks, FEATURE, lazy=True, title=_("Customers thank you")
        )
    )
    register_team(
        Panel("concerns", "main", 12, "stars/panels/concerns.html", concerns, feature=FEATURE),
        Panel("thanks", "side", 40, "stars/panels/team_thanks.html", team_thanks, FEATURE, lazy=True, title=title),
    )
