"""What the company sets for ticket quality, from a day on; what depends on it is counted anew."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from assessments.quality.models import Ticket
from assessments.quality.queries.advice import LOOP
from assessments.quality.queries.hours import HOURS
from lms.people import queries as people
from lms.people.actions import set_setting
from lms.people.models import Team, User

from .rollups import count_days

LIMITS = "quality.limits"


@transaction.atomic
def set_rules(*, values: Mapping[str, Any], by: User, valid_from: date, at: datetime | None = None) -> list[str]:
    """Writes those that differ from what holds on that day; returns their keys."""
    held = people.settings_on(valid_from)
    changed = [key for key, value in values.items() if held[key] != value]
    for key in changed:
        set_setting(key=key, value=values[key], by=by, valid_from=valid_from, at=at)
    if LIMITS in changed:
        _count_since(valid_from, {})
    return changed


@transaction.atomic
def set_hours(
    *, team: Team, hours: Mapping[str, Any] | None, by: User, valid_from: date, at: datetime | None = None
) -> None:
    """{days: [0–6], opens, closes, holidays}; None: by the clock. Tickets made from that day on are timed anew."""
    value = dict(people.settings_on(valid_from)[HOURS])
    value[str(team.pk)] = dict(hours) if hours else None
    set_setting(key=HOURS, value=value, by=by, valid_from=valid_from, at=at)
    _count_since(valid_from, {"team": team})


@transaction.atomic
def set_loop(*, team: Team, itself: bool, by: User, at: datetime | None = None) -> None:
    """What happens when a category is low twice in a row: the lead is asked, or the practice is asked for by itself."""
    value = {**people.settings_on()[LOOP], str(team.pk): "assign" if itself else "propose"}
    set_setting(key=LOOP, value=value, by=by, at=at)


def _count_since(day: date, which: Mapping[str, Any]) -> None:
    rows = Ticket.objects.filter(solved_on__gte=day, agent__isnull=False, **which)
    places = rows.order_by().values_list("agent_id", "solved_on").distinct()
    count_days({(agent, day) for agent, day in places if agent and day})
