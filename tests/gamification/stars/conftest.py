from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from assessments.quality import queries as quality
from gamification.stars.actions import make_link, take_part, thank
from gamification.stars.models import VoteLink
from lms.people.actions import join_team, set_setting
from lms.people.models import User

MONTH = date(2026, 10, 1)
AFTER = datetime.fromisoformat("2026-11-03T09:00+03:00")


@dataclass
class Tickets:
    """What ticket quality would say, by person id; `asked` are the days it was asked about."""

    closed: dict[int, int] = field(default_factory=dict)
    rated: dict[int, tuple[int, int]] = field(default_factory=dict)
    reviews: dict[int, list[float]] = field(default_factory=dict)
    critical: set[int] = field(default_factory=set)
    asked: list[tuple[date, date]] = field(default_factory=list)

    def of(self, person: User, good: int, rated: int, reviews: Iterable[float] = (), closed: int | None = None) -> None:
        self.rated[person.pk], self.reviews[person.pk] = (good, rated), list(reviews)
        self.closed[person.pk] = rated if closed is None else closed


@pytest.fixture
def tickets(monkeypatch: pytest.MonkeyPatch) -> Tickets:
    found = Tickets()

    def closed(people: Any, first: date, last: date) -> dict[int, int]:
        found.asked.append((first, last))
        return found.closed

    monkeypatch.setattr(quality, "tickets_closed", closed)
    monkeypatch.setattr(quality, "csat_counts", lambda people, first, last: found.rated)
    monkeypatch.setattr(quality, "review_scores", lambda people, first, last: found.reviews)
    monkeypatch.setattr(quality, "open_critical", lambda people, day: found.critical)
    return found


@pytest.fixture
def star(db: None) -> None:
    set_setting(key="feature.star", value=True, by=None, valid_from=date(2020, 1, 1))


def colleague(cast: Any, number: int, since: date = date(2024, 1, 1)) -> User:
    person = User.objects.create(
        username=f"c{number}", family_name=f"Name{number:02}", given_name=f"Given{number:02}", started_on=since
    )
    join_team(person=person, team=cast.team, role="member", since=since, by=None)
    take_part(person=person, yes=True, at=AFTER - timedelta(days=300))
    return person


@pytest.fixture
def twelve(cast: Any, tickets: Tickets) -> list[User]:
    """Eleven who do well, and the last, who is clearly the best."""
    people = [colleague(cast, number) for number in range(12)]
    for number, person in enumerate(people):
        tickets.of(person, 55 + number % 3, 66, (80.0,) * 5)
    best = people[-1]
    tickets.of(best, 66, 66, (98.0,) * 8)
    voted(best, 30)
    for person in people[:-1]:
        voted(person, 8)
    return people


def voted(person: User, count: int, at: datetime | None = None, words: str = "") -> None:
    for number in range(count):
        once = uuid4().hex
        moment = (at or datetime.fromisoformat("2026-10-10T12:00+03:00")) + timedelta(minutes=number)
        thank(person=person, form=once, browser=once, mark=once, words=words, at=moment)


@pytest.fixture
def link(cast: Any) -> VoteLink:
    return make_link(person=cast.agent, by=cast.agent, at=timezone.now())
