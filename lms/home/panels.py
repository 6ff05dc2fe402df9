"""Today and Team are lists of panels that rooms register. A panel asks at most one question of the database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.urls import reverse

from lms.people import queries as people
from lms.people.calendar import Calendar
from lms.people.models import Team, User
from lms.people.working import calendar_of


@dataclass
class Today:
    """What panels of a person's day may use without asking again."""

    person: User
    day: date
    now: datetime
    language: str

    def panel_url(self, panel: "Panel") -> str:
        return reverse("today_panel", args=[panel.name])

    @cached_property
    def calendar(self) -> Calendar:
        return calendar_of(self.person)

    @property
    def employed_days(self) -> int:
        """1 on the first day."""
        return (self.day - self.person.started_on).days + 1


@dataclass
class TeamDay:
    """What panels of the lead's page may use: the team and its people, fetched once."""

    lead: User
    team: Team
    day: date
    now: datetime
    language: str
    people: list[User]
    calendars: Mapping[int, Calendar] = field(default_factory=dict)

    def panel_url(self, panel: "Panel") -> str:
        return reverse("team_panel", args=[self.team.pk, panel.name])

    @cached_property
    def on_shift(self) -> list[User]:
        return [person for person in self.people if self.calendars[person.pk].works_on(self.day)]


@dataclass(frozen=True)
class Panel:
    """`slot`: hero, main or side. `build` returns the template's context, or None to stay away.

    `feature`: only while the company has it switched on. `unless`: only when none of those panels has anything to say.
    `lazy`: the page comes first, the panel after it; its title then stands there as a link.
    """

    name: str
    slot: str
    order: int
    template: str
    build: Callable[[Any], Mapping[str, Any] | None]
    feature: str = ""
    unless: tuple[str, ...] = ()
    lazy: bool = False
    title: Any = ""


@dataclass(frozen=True)
class Shown:
    name: str
    template: str
    data: Mapping[str, Any]


_TODAY: dict[str, Panel] = {}
_TEAM: dict[str, Panel] = {}


def register_today(*panels: Panel) -> None:
    _TODAY.update({panel.name: panel for panel in panels})


def register_team(*panels: Panel) -> None:
    _TEAM.update({panel.name: panel for panel in panels})


def today_panels() -> list[Panel]:
    return sorted(_TODAY.values(), key=lambda panel: panel.order)


def team_panels() -> list[Panel]:
    return sorted(_TEAM.values(), key=lambda panel: panel.order)


def shown(panels: list[Panel], subject: Today | TeamDay) -> dict[str, list[Shown]]:
    """The panels that have something to say, by slot. Of the heroes only the first that speaks."""
    slots: dict[str, list[Shown]] = {"hero": [], "main": [], "side": []}
    speaking: set[str] = set()
    for panel in sorted(switched_on(panels, subject.day), key=lambda panel: panel.slot != "hero"):
        if speaking.intersection(panel.unless) or (panel.slot == "hero" and slots["hero"]):
            continue
        data = {"title": panel.title, "url": subject.panel_url(panel)} if panel.lazy else panel.build(subject)
        if data is not None:
            speaking.add(panel.name)
            slots[panel.slot].append(Shown(panel.name, "home/_lazy.html" if panel.lazy else panel.template, data))
    return slots


def switched_on(panels: list[Panel], day: date) -> list[Panel]:
    """Those whose room the company uses."""
    switched = people.settings_on(day) if any(panel.feature for panel in panels) else {}
    return [panel for panel in panels if not panel.feature or switched.get(f"feature.{panel.feature}")]


def one_of(panels: list[Panel], name: str, subject: Today | TeamDay) -> Shown | None:
    """One panel by its name, for the request that fetches it after the page. Raises LookupError for no such panel."""
    panel = next((panel for panel in switched_on(panels, subject.day) if panel.name == name and panel.lazy), None)
    if panel is None:
        raise LookupError(name)
    data = panel.build(subject)
    return None if data is None else Shown(panel.name, panel.template, data)
