"""What roleplays say on the lead's page."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.home.panels import Panel, TeamDay, register_team

from . import queries, words


def shown_runs(day: TeamDay) -> Mapping[str, Any] | None:
    """Talks of the last 30 days for the record, and those somebody asked feedback for. Other practice stays private."""
    rows = queries.shown_runs(day.people, day.now)
    return {"rows": [(run, *words.outcome(run.score or 0)) for run in rows]} if rows else None


def register() -> None:
    title = _("Roleplays of the team")
    register_team(Panel("roleplays", "main", 45, "roleplays/panels/team.html", shown_runs, lazy=True, title=title))
