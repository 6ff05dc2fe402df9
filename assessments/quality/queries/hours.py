"""Working hours of teams as the company set them, and minutes within them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from lms.people import queries as people
from lms.people.calendar import Calendar, DatedRoster, Shift, Weekly
from lms.people.models import Team

HOURS = "quality.hours"


@dataclass(frozen=True)
class Hours:
    """From `since` on; `week` None: from then on by the clock."""

    since: date
    week: Weekly | None
    holidays: bool


@dataclass(frozen=True)
class TeamHours:
    """All that held for one team, oldest first."""

    dated: tuple[Hours, ...]
    calendar: Calendar

    def minutes(self, start: datetime, end: datetime | None) -> float | None:
        """None before hours were set, after they were given up, and without an end."""
        day = start.astimezone(self.calendar.zone).date()
        held = [hours for hours in self.dated if hours.since <= day]
        if end is None or not held or held[-1].week is None:
            return None
        return self.calendar.working_seconds(start, end) / 60


def week_of(data: dict[str, Any]) -> Weekly:
    """Of {days: [0–6], opens, closes: "09:00"}."""
    shift = Shift(time.fromisoformat(data["opens"]), time.fromisoformat(data["closes"]))
    return Weekly(dict.fromkeys(data["days"], (shift,)))


def team_hours() -> dict[int, TeamHours]:
    """Of the teams that ever had some. One query while there are none, else three."""
    history = people.setting_history(HOURS)
    keys = {key for _, value in history for key in value}
    if not keys:
        return {}
    company = people.settings_on()
    found = {}
    for team in Team.objects.filter(pk__in=keys):
        dated = tuple(_dated(day, value.get(str(team.pk))) for day, value in history)
        zone = ZoneInfo(team.zone or company["company.zone"])
        found[team.pk] = TeamHours(dated, Calendar(zone=zone, rosters=_rosters(dated, company["company.country"])))
    return found


def _dated(day: date, data: dict[str, Any] | None) -> Hours:
    return Hours(day, week_of(data), data["holidays"]) if data else Hours(day, None, False)


def _rosters(dated: tuple[Hours, ...], country: str) -> tuple[DatedRoster, ...]:
    ends = [hours.since - timedelta(days=1) for hours in dated[1:]]
    return tuple(
        DatedRoster(hours.since, end, hours.week, country if hours.holidays and country else None)
        for hours, end in zip(dated, [*ends, None], strict=True)
        if hours.week
    )
