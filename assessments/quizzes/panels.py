"""What quizzes say on the lead's page. One query."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.home.panels import Panel, TeamDay, register_team

from . import queries


def team_quizzes(day: TeamDay) -> Mapping[str, Any] | None:
    rows = queries.team_quizzes(day.people)
    return {"quizzes": rows, "people": len(day.people), "team": day.team} if rows else None


def register() -> None:
    register_team(Panel("quizzes", "side", 40, "quizzes/panels/team.html", team_quizzes, lazy=True, title=_("Quizzes")))
