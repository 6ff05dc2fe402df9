"""Pages of a month with few and with very many tickets: the same questions, and hardly more time.

In the suite at small size; `QUALITY_TICKETS=1000000` (in `make proof`) is the promise: 200 agents, 1.3 times at most.
"""

import os
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.quality.actions.rollups import count_days
from assessments.quality.models import Ticket
from assessments.quality.queries import company_today, month_of
from lms.people.actions import join_team
from lms.people.models import Membership
from tests.conftest import _person

MANY = int(os.environ.get("QUALITY_TICKETS", "3000"))
FULL = MANY >= 1_000_000
AGENTS, FEW, ROUNDS = (200, 10_000, 9) if FULL else (12, 300, 3)
CHANNELS = ("chat", "e-mail", "phone")
TOPICS = ("delivery", "refund", "a broken vase", "payment", "address", "other")
COMMENTS = ("Quick and kind, thank you.", "I had to wait for three days.", "Nobody called me back about the refund.")
MOST_QUERIES, MOST_TIMES = 15, 1.3
SEARCHED, SEARCHED_TIMES = {"bad ones of a channel"}, 3  # looks on until a thousand are found, of ten thousand in vain


def tickets(first: date, last: date, agents: list[Any], team: Any, start: int, count: int) -> Iterator[Ticket]:
    dice = random.Random(start)
    for number in range(start, start + count):
        day = first + timedelta(days=dice.randrange((last - first).days + 1))
        at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        reply, whole = dice.lognormvariate(2.7, 0.7), dice.lognormvariate(4.6, 0.8)
        yield Ticket(
            source="generic",
            external_id=f"B{number}",
            channel=CHANNELS[number % 3],
            subject=f"Parcel {number}",
            agent=agents[number % len(agents)],
            team=team,
            created_at=at,
            solved_at=at + timedelta(minutes=whole),
            solved_on=day,
            updated_at=at,
            category=TOPICS[number % len(TOPICS)],
            customer_key=f"c{dice.randrange(count // 2 + 1)}",
            csat=(1.0 if dice.random() < 0.8 else 0.0) if number % 5 < 2 else None,
            csat_comment=COMMENTS[number % len(COMMENTS)] if number % 15 < 2 else "",
            first_response=reply,
            resolution=whole,
            digest="x",
        )


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def timed(client: Any, url: str) -> tuple[float, int]:
    """(the middle of several runs in seconds, how many questions)."""
    client.get(url)
    with CaptureQueriesContext(connection) as context:
        assert client.get(url).status_code == 200
    asked = len(context)
    runs = []
    for _ in range(ROUNDS):
        start = perf_counter()
        client.get(url)
        runs.append(perf_counter() - start)
    return median(runs), asked


@pytest.mark.django_db
def test_a_month_of_very_many_tickets(cast: Any, scorecard: Any) -> None:
    first, last = month_of(company_today() - timedelta(days=31))
    agents = [_person(f"a{n}", f"Family{n}", "Given", 500) for n in range(AGENTS)]
    for person in agents:
        join_team(person=person, team=cast.team, role=Membership.Role.MEMBER, since=date(2025, 1, 1), by=None)
    month = f"?month={first:%Y-%m}"
    people = (cast.manager, cast.administrator, cast.reviewer, agents[1], agents[2])
    lead, administrator, reviewer, agent, other = map(signed_in, people)
    pages = {
        "team": (lead, reverse("quality_team", args=[cast.team.pk]) + month),
        "person": (lead, reverse("quality_person", args=[agents[0].uid])),
        "own": (agent, reverse("quality")),
        "tickets": (lead, reverse("quality_tickets")),
        "bad ones of a channel": (lead, reverse("quality_tickets") + f"?channel=chat&rating=bad&first={first}"),
        "all tickets": (administrator, reverse("quality_tickets")),
        "tickets of one": (other, reverse("quality_tickets")),
        "late": (lead, reverse("quality_late") + month),
        "comments": (lead, reverse("quality_comments") + month),
        "asked again": (lead, reverse("quality_repeats", args=[cast.team.pk]) + month),
        "teams": (administrator, reverse("quality_teams")),
        "reviews": (reviewer, reverse("quality_reviews")),
        "draws": (administrator, reverse("quality_draws")),
        "strictness": (administrator, reverse("quality_strictness")),
        "comparing": (reviewer, reverse("quality_comparing")),
        "who is this": (administrator, reverse("quality_who")),
        "connections": (administrator, reverse("quality_connections")),
        "imports": (administrator, reverse("quality_import_history")),
    }
    seen: dict[str, list[tuple[float, int]]] = {name: [] for name in pages}
    start = 0
    for until in (FEW, MANY):
        Ticket.objects.bulk_create(tickets(first, last, agents, cast.team, start, until - start), batch_size=2000)
        began = perf_counter()
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        count_days({(agent.pk, day) for agent in agents for day in days})
        print(f"\n{until} tickets: days and months counted in {perf_counter() - began:.1f} s")  # noqa: T201
        start = until
        for name, (client, url) in pages.items():
            seen[name].append(timed(client, url))
    slow = []
    for name, ((few, asked), (many, asked_then)) in seen.items():
        times = f"{1000 * few:.0f} ms, with {MANY} {1000 * many:.0f} ms: {many / few:.2f} times"
        print(f"{name}: {asked} questions, {times}")  # noqa: T201
        assert asked == asked_then <= MOST_QUERIES, name
        slow += [name] if many / few > (SEARCHED_TIMES if name in SEARCHED else MOST_TIMES) else []
    assert not FULL or not slow
