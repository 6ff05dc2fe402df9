"""What ticket quality says on Today and on the lead's page. One query a panel."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from statistics import fmean, stdev
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.home.panels import Panel, TeamDay, Today, register_team, register_today
from lms.people.queries import is_manager, settings_on

from . import queries
from .models import Review
from .pages import FEW
from .places import FEATURE
from .queries.advice import LOOP, advice_for
from .scorecards import Line, lines_of
from .scoring import shrunk_mean
from .shrinkage import REVIEW_PRIOR

WEEKS = 4
SHOWN_DAYS = 168  # six times four weeks


def your_tickets(today: Today) -> Mapping[str, Any] | None:
    """Own reviews: what goes well, what to practise, the trend. The number is for those who lead."""
    rows = list(queries.reviews_of(today.person, today.day - timedelta(days=SHOWN_DAYS)))
    if not rows:
        return None
    strong, weak = _ends(rows)
    recent = [row.total or 0.0 for row in rows if _age(row, today.day) < 7 * WEEKS]
    trend = _by_four_weeks(rows, today.day)
    likely = shrunk_mean(fmean(recent), len(recent), REVIEW_PRIOR) if recent else None
    return {
        "strong": strong,
        "weak": weak,
        "trend": trend if len(trend) > 1 else [],
        "rising": (trend[-1] - trend[-2] >= 3) - (trend[-1] - trend[-2] <= -3) if len(trend) > 1 else 0,
        "number": round(likely.value) if likely and is_manager(today.person) else None,
        "usually": f"{round(likely.low)}–{round(likely.high)}" if likely else "",
        "n": len(recent),
        "last": rows[0],
    }


def _age(row: Review, day: date) -> int:
    return (day - row.reviewed_on).days if row.reviewed_on else 0


def _by_four_weeks(rows: Sequence[Review], day: date) -> list[float]:
    """Mean of each four weeks that have reviews, oldest first."""
    found: dict[int, list[float]] = defaultdict(list)
    for row in rows:
        found[_age(row, day) // (7 * WEEKS)].append(row.total or 0.0)
    return [fmean(found[age]) for age in sorted(found, reverse=True)]


def _ends(rows: Sequence[Review]) -> tuple[Line | None, Line | None]:
    """The strongest and the weakest category of the last five reviews, where they say enough."""
    lines: dict[str, Line] = {}
    percents: dict[str, list[float]] = defaultdict(list)
    for row in rows[:5]:
        lines |= {line.uid: line for line in lines_of(row.snapshot.body) if line.uid not in lines}
        for uid, percent in row.percents.items():
            percents[uid].append(percent)
    known = sorted((fmean(values), uid) for uid, values in percents.items() if len(values) >= FEW and uid in lines)
    strong = lines[known[-1][1]] if known and known[-1][0] >= 70 else None
    weak = lines[known[0][1]] if known and known[0][0] < 85 and lines[known[0][1]] is not strong else None
    return strong, weak


def team_quality(day: TeamDay) -> Mapping[str, Any] | None:
    """Reviews of the last four weeks against the four before."""
    since = day.day - timedelta(days=14 * WEEKS - 1)
    rows = queries.reviews_since(day.people, since).values_list("reviewed_on", "total")
    middle = day.day - timedelta(days=7 * WEEKS - 1)
    now: list[float] = []
    before: list[float] = []
    for reviewed_on, total in rows:
        (now if reviewed_on and reviewed_on >= middle else before).append(total or 0.0)
    if not now:
        return None
    spread = stdev(now) if len(now) > 2 else REVIEW_PRIOR.noise
    half = 1.645 * spread / len(now) ** 0.5
    low, high = max(0, round(fmean(now) - half)), min(100, round(fmean(now) + half))
    return {
        "value": round(fmean(now)),
        "usually": f"{low}–{high}",
        "trend": round(fmean(now)) - round(fmean(before)) if before else None,
        "n": len(now),
        "team": day.team,
    }


def advice(day: TeamDay) -> Mapping[str, Any] | None:
    """Categories low twice in a row, with the practice for them and what came after."""
    rows = advice_for(day.people, day.day)
    if not rows:
        return None
    rule = settings_on(day.day)[LOOP].get(str(day.team.pk))
    back = reverse("team", args=[day.team.pk])
    return {"rows": rows, "team": day.team, "itself": rule == "assign", "back": back}


def register() -> None:
    register_today(Panel("your tickets", "side", 20, "quality/panels/your_tickets.html", your_tickets, FEATURE))
    register_team(
        Panel(
            "low twice",
            "main",
            45,
            "quality/panels/advice.html",
            advice,
            FEATURE,
            lazy=True,
            title=_("Low twice in a row"),
        ),
        Panel("quality", "side", 20, "quality/panels/team.html", team_quality, FEATURE, lazy=True, title=_("Quality")),
    )
