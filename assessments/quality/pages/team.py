"""A team's quality as its lead reads it. Nothing here writes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import fmean
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.quality import queries, words
from assessments.quality.models import Review
from assessments.quality.periods import PeriodScore
from assessments.quality.scorecards import Line
from lms.people.models import Team, User

from .own import PartLine
from .reviews import FEW

HEAT_DAYS = 90
TALK, FALLEN = 70, 5
WEEKS = 8
Percents = Mapping[int, Mapping[str, list[float]]]


@dataclass(frozen=True)
class Member:
    """One person on the lead's page. `before`: the month before."""

    person: User
    now: PeriodScore
    before: PeriodScore
    lowest: Sequence[tuple[Line, float]]
    critical: bool

    @property
    def weakest(self) -> tuple[Any, int] | None:
        """The part furthest from its norm, and how much of the norm was reached, in per cent."""
        weakest = self.now.weakest
        return (words.PARTS[weakest[0]], round(100 * min(weakest[1], 9.99))) if weakest else None

    @property
    def why(self) -> list[str]:
        """Why this person may need a talk, the most pressing first; empty when nothing says so."""
        found = [_("a critical category not passed since")] if self.critical else []
        likely = self.now.likely
        if likely and likely.high < TALK:
            found.append(_("usually below %(n)s") % {"n": TALK})
        if self.trend is not None and self.trend <= -FALLEN:
            found.append(_("%(n)s points lower than the month before") % {"n": -self.trend})
        missed = self.weakest
        if missed and missed[1] < 100 and self.now.way == "weakest":
            found.append(_("norm missed: %(part)s") % {"part": str(missed[0]).lower()})
        return found

    @property
    def value(self) -> int | None:
        return None if self.now.likely is None else round(self.now.likely.value)

    @property
    def usually(self) -> str:
        likely = self.now.likely
        return f"{round(likely.low)}–{round(likely.high)}" if likely else ""

    @property
    def trend(self) -> int | None:
        if self.now.likely is None or self.before.likely is None:
            return None
        return round(self.now.likely.value) - round(self.before.likely.value)

    @property
    def needed(self) -> list[PartLine]:
        return [PartLine(part) for part in self.now.parts if not part.enough]


def team_page(team: Team, people: Sequence[User], first: date, language: str, today: date) -> dict[str, Any]:
    """The month that begins on `first`, and a heat map of the 90 days before its end. Six queries."""
    month = queries.month_of(first)
    before = queries.month_of(first - timedelta(days=1))
    lines = queries.current_lines(language)
    until = min(month[1], today)
    since = until - timedelta(days=HEAT_DAYS)
    known = list(queries.reviews_since(people, min(since, before[0])).filter(reviewed_on__lte=until))
    scores = queries.period_scores(
        people, [month, before], [(row.person_id, row.reviewed_on, row.total) for row in known]
    )
    reviews = [row for row in known if row.reviewed_on and row.reviewed_on >= since]
    percents, critical = _percents(people, reviews), _critical(reviews, until)
    members = [
        Member(
            person=person,
            now=scores[person.pk][0],
            before=scores[person.pk][1],
            lowest=_lowest(lines, percents[person.pk]),
            critical=person.pk in critical,
        )
        for person in people
    ]
    return {
        "members": sorted(members, key=_by_need),
        "talks": sorted((member for member in members if member.why), key=_by_need),
        "heat": _heat(people, lines, percents, (since, until)),
        "skills": _by_skill(lines, percents),
        "bands": _bands(members),
        "channels": _by_channel(team, month[0]),
        "weeks": _by_week(team, reviews, until),
        "lines": lines,
    }


def _by_skill(lines: Sequence[Line], percents: Percents) -> list[tuple[str, int]]:
    """(skill, mean of the categories that show it), the lowest first. One query."""
    found: dict[str, list[float]] = defaultdict(list)
    for line in lines:
        for slug in line.skills:
            found[slug] += [value for own in percents.values() for value in own.get(line.uid, ())]
    names = {skill.slug: skill.name for skill in queries.skills_named(found)}
    means = [
        (names[slug], round(fmean(values))) for slug, values in found.items() if len(values) >= FEW and slug in names
    ]
    return sorted(means, key=lambda pair: pair[1])


def _bands(members: Sequence[Member]) -> list[tuple[Any, int]]:
    """How many people stand where."""
    values = [member.value for member in members if member.value is not None]
    ends = (0, 50, 70, 85, 101)
    counts = [sum(low <= value < high for value in values) for low, high in pairwise(ends)]
    return list(zip((_("below 50"), "50–69", "70–84", _("85 and more")), counts, strict=True)) if values else []


def _by_channel(team: Team, month: date) -> list[dict[str, Any]]:
    return [
        {
            "title": words.channel(name),
            "link": name,
            "tickets": figures.tickets,
            "good": figures.good / figures.rated if figures.rated else None,
            "rated": figures.rated,
            "reply": _seconds(figures.replies.middle),
            "solving": _seconds(figures.resolutions.middle),
            "late": figures.late_replies + figures.late_solutions,
        }
        for name, figures in queries.channel_figures(team, month).items()
    ]


def _seconds(minutes: float | None) -> float | None:
    return None if minutes is None else 60 * minutes


def _by_week(team: Team, reviews: Iterable[Review], until: date) -> list[dict[str, Any]]:
    """The last weeks, oldest first."""
    monday = until - timedelta(days=until.weekday())
    starts = [monday - timedelta(weeks=n) for n in reversed(range(WEEKS))]
    sums = queries.week_sums(team, starts[0], until)
    totals: dict[date, list[float]] = defaultdict(list)
    for row in reviews:
        if row.reviewed_on:
            totals[row.reviewed_on - timedelta(days=row.reviewed_on.weekday())].append(row.total or 0.0)
    return [_week(start, sums.get(start, {}), totals.get(start, [])) for start in starts]


def _week(start: date, sums: Mapping[str, int], totals: Sequence[float]) -> dict[str, Any]:
    rated = sums.get("rated", 0)
    return {
        "first": start,
        "last": start + timedelta(days=6),
        "tickets": sums.get("tickets", 0),
        "good": sums["good"] / rated if rated else None,
        "late": sums.get("late_replies", 0) + sums.get("late_solutions", 0),
        "reviews": len(totals),
        "iqs": fmean(totals) if totals else None,
    }


def _by_need(member: Member) -> tuple[bool, bool, float, str]:
    """Whoever needs the lead first; those of whom too little is known last."""
    value = member.now.likely.value if member.now.likely else 0.0
    return (not member.critical, member.now.likely is None, value, member.person.get_full_name())


def _critical(reviews: Iterable[Review], until: date) -> set[int]:
    since = until - timedelta(days=queries.CRITICAL_DAYS)
    recent = [row for row in reviews if row.reviewed_on and row.reviewed_on > since]
    return queries.not_passed_since((row.person_id, row.percents, row.failed) for row in recent)


def _percents(people: Sequence[User], reviews: Iterable[Review]) -> Percents:
    found: dict[int, dict[str, list[float]]] = {person.pk: defaultdict(list) for person in people}
    for row in reviews:
        for uid, percent in row.percents.items():
            found[row.person_id][uid].append(percent)
    return found


def _lowest(lines: Sequence[Line], percents: Mapping[str, list[float]]) -> list[tuple[Line, float]]:
    known = [(line, fmean(percents[line.uid])) for line in lines if len(percents.get(line.uid, ())) >= FEW]
    return [pair for pair in sorted(known, key=lambda pair: pair[1]) if pair[1] < 70][:2]


def _heat(people: Sequence[User], lines: Sequence[Line], percents: Percents, days: tuple[date, date]) -> dict[str, Any]:
    """Each cell opens the tickets whose reviews it is made of."""
    between = {"first": f"{days[0]:%Y-%m-%d}", "last": f"{days[1]:%Y-%m-%d}"}

    def opened(person: User, line: Line) -> str:
        return f"{reverse('quality_tickets')}?{urlencode({'who': person.uid, 'rated': line.uid, **between})}"

    rows = [
        {
            "name": person.get_full_name(),
            "url": reverse("quality_person", args=[person.uid]),
            "cells": [_cell(percents[person.pk].get(line.uid, []), opened(person, line)) for line in lines],
        }
        for person in people
    ]
    return {"columns": [line.title for line in lines], "rows": rows}


def _cell(values: Sequence[float], url: str) -> dict[str, Any]:
    if len(values) < FEW:
        return {"level": None}
    mean = fmean(values)
    told = _("reviews: %(n)s") % {"n": len(values)}
    return {"value": round(mean), "level": words.heat_of(mean), "title": told, "url": url}
