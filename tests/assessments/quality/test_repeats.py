"""Customers who asked again: the sums stay what the tickets say, in whatever order and batches they come."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.quality.actions import importing, match_agent, take_rows
from assessments.quality.imports import AgentRow, TicketRow
from assessments.quality.models import AgentMatch, RepeatRollup, Ticket
from assessments.quality.queries import company_today
from assessments.quality.queries.repeats import THREE_DAYS, WEEK, repeats_by_topic

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 2, 9, tzinfo=UTC)
BORIS = AgentRow("boris", "Борис", email="boris@example.com")
ILYA = AgentRow("ilya", "Илья", email="ilya@example.com")
GUEST = AgentRow("guest", "Гость")
AGENTS = (BORIS, ILYA, GUEST)


def asked(number: int, hours: float, customer: str = "c", topic: str = "vase", **fields: Any) -> TicketRow:
    """Made so many hours after the start, solved an hour later."""
    made = START + timedelta(hours=hours)
    values = {"updated_at": made, "solved_at": made + timedelta(hours=1), "agent": BORIS, **fields}
    return TicketRow(f"T-{number}", 1, made, category=topic, customer_key=customer, **values)


def take(*rows: TicketRow, source: str = "generic") -> None:
    take_rows(source=source, rows=rows, agents=AGENTS, at=START)


def shown(team: Any, hours: int = WEEK, month: datetime = START) -> dict[str, tuple[int, int]]:
    rows = repeats_by_topic(team, month.date().replace(day=1), hours)
    return {row.topic: (row.tickets, row.again) for row in rows}


def counted(team: Any, hours: int, month: datetime) -> dict[str, tuple[int, int]]:
    """The definition, ticket by ticket."""
    found: dict[str, tuple[int, int]] = {}
    tickets = list(Ticket.objects.exclude(customer_key=""))
    for one in tickets:
        if (
            one.team != team
            or not one.solved_on
            or (one.solved_on.year, one.solved_on.month) != (month.year, month.month)
        ):
            continue
        again = any(
            (other.customer_key, other.category) == (one.customer_key, one.category)
            and timedelta() < one.created_at - other.created_at <= timedelta(hours=hours)
            for other in tickets
        )
        n, k = found.get(one.category, (0, 0))
        found[one.category] = n + 1, k + again
    return found


def test_the_same_customer_and_topic_within_the_time(cast):
    take(asked(1, 0), asked(2, 60), asked(3, 60 + 100), asked(4, 160 + 200))
    take(asked(5, 1, topic="refund"), asked(6, 2, "other"), asked(7, 3, ""))
    assert shown(cast.team) == {"vase": (5, 2), "refund": (1, 0)}
    assert shown(cast.team, THREE_DAYS) == {"vase": (5, 1), "refund": (1, 0)}


def test_one_that_comes_late_changes_those_after_it_whosesoever_they_are(cast):
    take(asked(1, 50, agent=ILYA))
    take(asked(2, 24 * 29 + 20))
    assert shown(cast.other_team) == {"vase": (1, 0)}
    take(asked(3, 0))
    assert shown(cast.other_team) == {"vase": (1, 1)}
    take(asked(4, 24 * 28), source="zendesk")
    december = START + timedelta(days=30)
    assert shown(cast.team, month=december) == {"vase": (1, 1)} and shown(cast.team) == {"vase": (2, 0)}


def test_a_changed_topic_or_customer_takes_it_away(cast):
    take(asked(1, 0), asked(2, 10), asked(3, 20, agent=ILYA))
    assert shown(cast.other_team) == {"vase": (1, 1)}
    later = {"updated_at": START + timedelta(days=9)}
    take(asked(1, 0, topic="refund", **later), asked(2, 10, customer="d", **later))
    assert shown(cast.other_team) == {"vase": (1, 0)}
    assert shown(cast.team) == {"vase": (1, 0), "refund": (1, 0)}


def test_of_whoever_is_matched_later(cast):
    take(asked(1, 0, agent=GUEST), asked(2, 10))
    assert shown(cast.team) == {"vase": (1, 1)} and shown(cast.other_team) == {}
    match_agent(match=AgentMatch.objects.get(agent_ref="guest"), person=cast.other_agent, by=cast.administrator)
    assert shown(cast.other_team) == {"vase": (1, 0)}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.builds(
            lambda number, hours, customer, topic, agent, later, open_: asked(
                number,
                hours,
                customer,
                topic,
                agent=agent,
                updated_at=START + timedelta(hours=hours + later),
                **({"solved_at": None} if open_ else {}),
            ),
            st.integers(1, 9),
            st.sampled_from([0, 1, 70, 72, 100, 168, 170, 690, 700, 760]),
            st.sampled_from(["", "a", "b"]),
            st.sampled_from(["vase", "refund"]),
            st.sampled_from([None, *AGENTS]),
            st.integers(0, 3),
            st.booleans(),
        ),
        max_size=16,
    ),
    batch=st.integers(1, 6),
    many=st.integers(1, 9),
    sources=st.lists(st.sampled_from(["generic", "zendesk"]), min_size=16, max_size=16),
)
def test_in_any_order_they_are_what_the_tickets_say(cast, monkeypatch, rows, batch, many, sources):
    Ticket.objects.all().delete()
    AgentMatch.objects.all().delete()
    RepeatRollup.objects.all().delete()
    monkeypatch.setattr(importing, "BATCH", batch)
    monkeypatch.setattr(importing, "MANY", many)
    for start in range(0, len(rows), 4):
        take(*rows[start : start + 4], source=sources[start])
    for month in (START, START + timedelta(days=30)):
        for team in (cast.team, cast.other_team):
            for hours in (THREE_DAYS, WEEK):
                assert shown(team, hours, month) == counted(team, hours, month)


def test_an_upgrade_counts_those_that_are_there(cast, capsys):
    take(*(asked(n, n * 30, "ab"[n % 2], ("vase", "refund")[n % 3 > 1], agent=AGENTS[n % 3]) for n in range(40)))
    before = sorted(RepeatRollup.objects.values_list("month", "agent", "slot", "topic", "tickets", "in_a_week"))
    RepeatRollup.objects.all().delete()
    import_module("assessments.quality.migrations.0002_months_and_repeats").count_repeats(apps, None)
    assert before
    assert sorted(RepeatRollup.objects.values_list("month", "agent", "slot", "topic", "tickets", "in_a_week")) == before
    call_command("rebuild", "--check", verbosity=0)


def test_the_lead_reads_it_by_topic(cast, visit):
    today = datetime.combine(company_today(), datetime.min.time(), tzinfo=UTC).replace(day=1, hour=9)
    hours = (today - START).total_seconds() / 3600
    take(asked(1, hours), asked(2, hours + 2), asked(3, hours + 3, "other", "refund"))
    page = visit(cast.manager).get(reverse("quality_repeats", args=[cast.team.pk]), {"month": f"{today:%Y-%m}"})
    told = page.content.decode()
    assert "33" in told and "1 of 3 tickets" in told
    assert told.index("vase") < told.index("refund")
