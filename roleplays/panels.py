"""What roleplays say on the lead's page."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.home.panels import Panel, TeamDay, register_team

from . import queries, words


def official_runs(day: TeamDay) -> Mapping[str, Any] | None:
    """Talks for the record of the last 30 days. Practice is nobody's business but one's own."""
    rows = queries.official_runs(day.people, day.now)
    return {"rows": [(run, *words.outcome(run.score or 0)) for run in rows]} if rows else None


def register() -> None:
    register_team(
        Panel(
            "roleplays", "main", 45, "roleplays/panels/team.html", official_runs, lazy=True, title=_("For the record")
        )
    )
