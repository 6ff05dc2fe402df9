"""The one statement that writes tickets, beside its rules written out in plain Python: random histories, in random
order and batches, end in the same state."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.quality.actions import importing, match_agent, take_rows
from assessments.quality.imports import AgentRow, Message, TicketRow
from assessments.quality.models import AgentMatch, Ticket
from assessments.quality.signals import tickets_changed
from lms.people.models import User

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 2, 9, tzinfo=UTC)
AGENTS = {
    "boris": AgentRow("boris", "Борис", email="boris@example.com"),
    "ilya": AgentRow("ilya", "Илья", email="ilya@example.com"),
    "gone": AgentRow("gone", "Гость"),
    "anna": AgentRow("anna", "Анна", email="anna@example.com"),
}
RATING = ("csat", "csat_raw", "csat_at", "csat_comment")
hours = st.integers(0, 6)
versions = st.builds(
    lambda number, updated, solved, agent, rating, rated, subject: TicketRow(
        external_id=f"T-{number}",
        place=1,
        created_at=START,
        updated_at=START + timedelta(hours=updated),
        solved_at=None if solved is None else START + timedelta(hours=solved),
        agent=AGENTS.get(agent or ""),
        csat=None if rating is None else rating / 4,
        csat_raw="" if rating is None else str(rating),
        csat_at=None if rating is None else START + timedelta(hours=rated),
        csat_comment="" if rating is None else f"rated {rated}",
        subject=subject,
        messages=[Message("customer", START.isoformat(), subject)],
    ),
    st.integers(1, 3),
    hours,
    st.none() | st.integers(1, 2),
    st.none() | st.sampled_from(sorted(AGENTS)),
    st.none() | st.integers(0, 4),
    hours,
    st.sampled_from(["Vase", "Plate"]),
)


def told(stored: dict[str, dict[str, Any]], row: TicketRow, forgotten: set[str]) -> None:
    """The rules, one row at a time."""
    new = {
        "updated_at": row.updated_at,
        "solved_at": row.solved_at,
        "subject": row.subject,
        "messages": len(row.messages),
        "agent_ref": row.agent.ref if row.agent else "",
        **{name: getattr(row, name) for name in RATING},
    }
    old = stored.get(row.external_id)
    if old is None:
        stored[row.external_id] = new
    elif row.updated_at >= old["updated_at"]:
        older = row.csat is None or (old["csat_at"] is not None and row.csat_at < old["csat_at"])
        if older and old["csat"] is not None:
            new |= {name: old[name] for name in RATING}
        if old["solved_at"] is not None and old["solved_at"] == row.solved_at and old["agent_ref"]:
            new["agent_ref"] = old["agent_ref"]
        stored[row.external_id] = new
    elif row.csat is not None and (old["csat_at"] is None or row.csat_at > old["csat_at"]):
        old |= {name: getattr(row, name) for name in RATING}
    found = stored[row.external_id]
    if found["agent_ref"] in forgotten:
        found |= {"subject": "", "messages": 0, "csat_comment": ""}


def states() -> dict[str, dict[str, Any]]:
    names = ("updated_at", "solved_at", "subject", "agent_ref", *RATING)
    return {
        row.external_id: {name: getattr(row, name) for name in names} | {"messages": len(row.messages)}
        for row in Ticket.objects.all()
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(versions, min_size=1, max_size=14), batch=st.integers(1, 5), data=st.data())
def test_random_histories_end_as_the_rules_say(cast, monkeypatch, rows, batch, data):
    Ticket.objects.all().delete()
    AgentMatch.objects.all().delete()
    User.objects.filter(pk=cast.new_hire.pk).update(forgotten_at=START)
    AgentMatch.objects.create(source="generic", agent_ref="anna", person=cast.new_hire)
    monkeypatch.setattr(importing, "BATCH", batch)
    truth: dict[str, dict[str, Any]] = {}
    cut = data.draw(st.integers(0, len(rows)))
    for part in (rows[:cut], rows[cut:]):
        take_rows(source="generic", rows=part, agents=AGENTS.values(), at=START)
        for row in part:
            told(truth, row, {"anna"})
    assert states() == truth
    for row in Ticket.objects.select_related("agent"):
        match = AgentMatch.objects.filter(agent_ref=row.agent_ref).first()
        assert row.agent_id == (match.person_id if match else None)
        assert (row.solved_on is None) == (row.solved_at is None) and row.uid.version == 4
    counts, _ = take_rows(source="generic", rows=rows[-1:], agents=(), at=START)
    assert counts["created"] == 0


def row_of(number: int, **fields: Any) -> TicketRow:
    return TicketRow(f"T-{number}", 1, START, fields.pop("updated_at", START), agent=AGENTS["boris"], **fields)


def test_places_now_and_before_are_announced_only_where_something_changed(cast):
    said: list[Any] = []

    def hear(sender: Any, places: Any, **kwargs: Any) -> None:
        said.append(places)

    tickets_changed.connect(hear)
    try:
        rows = [row_of(1, solved_at=START), row_of(2)]
        take_rows(source="generic", rows=rows, agents=AGENTS.values(), at=START)
        take_rows(source="generic", rows=rows, agents=AGENTS.values(), at=START)
        later = row_of(1, solved_at=START + timedelta(days=1), updated_at=START + timedelta(days=1))
        take_rows(source="generic", rows=[later], agents=AGENTS.values(), at=START)
    finally:
        tickets_changed.disconnect(hear)
    first, second = START.date(), START.date() + timedelta(days=1)
    boris = cast.agent.pk
    assert said == [frozenset({(boris, first), (boris, None)}), frozenset({(boris, first), (boris, second)})]


def test_the_same_again_writes_nothing_and_asks_little(cast):
    rows = [row_of(n) for n in range(500)]
    take_rows(source="generic", rows=rows, agents=AGENTS.values(), at=START)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        counts, _ = take_rows(source="generic", rows=rows, agents=AGENTS.values(), at=START)
    assert counts == {"created": 0, "changed": 0, "unchanged": 500}
    written = [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "CREATE"))]
    assert written == []


def test_who_was_unknown_is_matched_and_later_tickets_follow(cast):
    stranger = TicketRow("T-1", 1, START, START, agent=AGENTS["gone"])
    _, unknown = take_rows(source="generic", rows=[stranger], agents=AGENTS.values(), at=START)
    assert unknown == 1
    match_agent(match=AgentMatch.objects.get(agent_ref="gone"), person=cast.other_agent, by=cast.administrator)
    assert Ticket.objects.get().agent == cast.other_agent
