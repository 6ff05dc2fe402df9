"""Calendars of real people, from rows, in a constant number of queries however many people are asked about."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import zip_longest
from json import dumps, loads
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext

from . import queries
from .calendar import Calendar, DatedRoster, Pattern, Span, parse_pattern, parse_shifts
from .calendar import Swap as SwapDay
from .models import DayOff, Membership, Roster, RosterAssignment, Swap, User

DAY = timedelta(days=1)
Row = TypeVar("Row")


@dataclass(frozen=True)
class Layer:
    """A roster from `since` to `until` (None: open). Layers come in order of precedence, the first wins."""

    since: date
    until: date | None
    roster: Roster

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def within(self, since: date, until: date | None) -> "Layer | None":
        start = max(self.since, since)
        ends = [end for end in (self.until, until) if end]
        end = min(ends) if ends else None
        return None if end and end < start else Layer(start, end, self.roster)


def calendar_of(person: User) -> Calendar:
    return calendars_of([person])[person.pk]


def calendars_of(people: Iterable[User]) -> dict[int, Calendar]:
    """By primary key. A person's own roster, else the team's, else the team's usual one; of two teams the
    one joined first. The country is the company's of today, for the past too."""
    people = list(people)
    rows = _Rows(people)
    return {person.pk: rows.calendar(person) for person in people}


class _Rows:
    """Everything the calendars of these people are made of, fetched at once."""

    def __init__(self, people: list[User]) -> None:
        pks = [person.pk for person in people]
        settings = queries.settings_on()
        self.country: str = settings["company.country"]
        self.zone = settings["company.zone"]
        self.memberships = _grouped(_memberships(people), "person_id")
        assigned = RosterAssignment.objects.select_related("roster").order_by("-since", "-pk")
        team_pks = {row.team_id for rows in self.memberships.values() for row in rows}
        rosters = list(assigned.filter(Q(person__in=pks) | Q(team__in=team_pks)))
        self.own = _grouped([row for row in rosters if row.person_id], "person_id")
        self.of_team = _grouped([row for row in rosters if row.team_id], "team_id")
        leaves = DayOff.objects.filter(person__in=pks, cancelled_at__isnull=True)
        self.leaves = _grouped(leaves, "person_id")
        self.swaps = _grouped(Swap.objects.filter(person__in=pks), "person_id")

    def calendar(self, person: User) -> Calendar:
        return Calendar(
            zone=self.zone_of(person),
            rosters=tuple(self._dated(layer) for layer in flatten(list(self.layers(person.pk)))),
            leaves=tuple(Span(row.first, row.last) for row in self.leaves[person.pk]),
            swaps=tuple(SwapDay(row.day, parse_shifts(row.shifts)) for row in self.swaps[person.pk]),
        )

    def zone_of(self, person: User) -> ZoneInfo:
        """As `queries.zone_of`, without a query of its own; remembered on the instance for it."""
        teams = (row.team.zone for row in self.memberships[person.pk] if row.until is None and row.team.zone)
        name = person.zone or next(teams, "") or self.zone
        zone: ZoneInfo = person.__dict__.setdefault("_tz", ZoneInfo(name))
        return zone

    def layers(self, pk: int) -> Iterator[Layer]:
        yield from (Layer(row.since, row.until, row.roster) for row in self.own[pk])
        for membership in self.memberships[pk]:
            for row in self.of_team[membership.team_id]:
                layer = Layer(row.since, row.until, row.roster).within(membership.since, membership.until)
                if layer:
                    yield layer
            if membership.team.roster:
                yield Layer(membership.since, membership.until, membership.team.roster)

    def _dated(self, layer: Layer) -> DatedRoster:
        roster = layer.roster
        country = self.country if roster.observes_holidays else None
        return DatedRoster(layer.since, layer.until, pattern_of(roster), country or None)


def _memberships(people: list[User]) -> Iterable[Membership]:
    """Of one person what the request has asked already (the menu and the zone need them too)."""
    if len(people) == 1:
        return people[0].all_memberships
    rows = Membership.objects.filter(person__in=people).select_related("team__roster")
    return rows.order_by("since", "pk")


@dataclass(frozen=True)
class Outlook:
    """What a person's page says of their work: the roster in force and whose it is, the days ahead as the date
    strip takes them, and the rows all that was made of."""

    roster: Roster | None
    own: bool
    days: list[dict[str, Any]]
    memberships: list[Membership]
    leaves: list[DayOff]
    swaps: list[Swap]


def outlook(person: User, day: date, length: int) -> Outlook:
    """From `day` on; leave and swaps that are over for more than a month are left out."""
    rows = _Rows([person])
    layers, calendar = list(rows.layers(person.pk)), rows.calendar(person)
    place = next((place for place, layer in enumerate(layers) if layer.holds(day)), None)
    recent = day - timedelta(days=31)
    return Outlook(
        roster=None if place is None else layers[place].roster,
        own=place is not None and place < len(rows.own[person.pk]),
        days=[_day_ahead(calendar, day + DAY * ahead, day) for ahead in range(length)],
        memberships=sorted(rows.memberships[person.pk], key=lambda row: row.until is not None),
        leaves=[row for row in rows.leaves[person.pk] if row.last >= recent],
        swaps=sorted((row for row in rows.swaps[person.pk] if row.day >= recent), key=lambda row: row.day),
    )


def _day_ahead(calendar: Calendar, day: date, today: date) -> dict[str, Any]:
    shifts = [tuple(moment.astimezone(calendar.zone) for moment in shift) for shift in calendar.shifts_on(day)]
    hours = ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in shifts)
    state = "today" if day == today else "next" if shifts else "off"
    return {"date": day, "state": state, "text": hours or gettext("free")}


def pattern_of(roster: Roster) -> Pattern:
    return _pattern(roster.kind, dumps(roster.data, sort_keys=True))


@lru_cache(maxsize=256)
def _pattern(kind: str, data: str) -> Pattern:
    return parse_pattern(kind, loads(data))


def flatten(layers: Sequence[Layer]) -> list[Layer]:
    """The same days without overlaps: on each day the first layer that holds it."""
    edges = sorted({layer.since for layer in layers} | {layer.until + DAY for layer in layers if layer.until})
    pieces: list[Layer] = []
    for start, following in zip_longest(edges, edges[1:]):
        top = next((layer for layer in layers if layer.holds(start)), None)
        if top is None:
            continue
        last = pieces[-1] if pieces else None
        until = following - DAY if following else None
        if last and last.roster == top.roster and last.until == start - DAY:
            pieces[-1] = replace(last, until=until)
        else:
            pieces.append(Layer(start, until, top.roster))
    return pieces


def _grouped(rows: Iterable[Row], key: str) -> defaultdict[int, list[Row]]:
    groups: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, key)].append(row)
    return groups
