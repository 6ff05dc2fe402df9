"""Who the help desk's agents are here."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from assessments.quality import queries
from assessments.quality.imports import AgentRow
from assessments.quality.models import AgentMatch, Ticket
from assessments.quality.signals import tickets_changed
from lms.ops.actions import audit
from lms.people.models import User
from lms.people.queries import company_zone

BATCH = 400
# Until the end of the transaction. To compile statements that are used a few times takes longer than they do.
TAKE_TURNS = "SELECT pg_advisory_xact_lock(hashtext(%s)), set_config('jit', 'off', true)"


def one_at_a_time(source: str) -> None:
    """Until the transaction ends nobody else writes tickets of this source or says whose they are. On SQLite nobody
    writes at all meanwhile."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(TAKE_TURNS, [f"quality tickets {source}"])


@transaction.atomic
def introduce(*, source: str, agents: Iterable[AgentRow], at: datetime) -> dict[str, AgentMatch]:
    """By reference. Those we have not met yet are found by e-mail, personnel number or sign-in name, or wait."""
    by_ref = {agent.ref: agent for agent in agents}
    rows_known = AgentMatch.objects.filter(source=source, agent_ref__in=list(by_ref))
    known = {row.agent_ref: row for row in rows_known}
    fresh = [agent for ref, agent in by_ref.items() if ref not in known]
    people = queries.people_known_as(fresh)
    rows = [
        AgentMatch(
            source=source,
            agent_ref=agent.ref,
            name=agent.name,
            person=people.get(agent.ref),
            seen_at=at,
            matched_at=at if agent.ref in people else None,
        )
        for agent in fresh
    ]
    AgentMatch.objects.bulk_create(rows)
    return known | {row.agent_ref: row for row in rows}


@transaction.atomic
def match_agent(*, match: AgentMatch, person: User, by: User, at: datetime | None = None) -> int:
    """From now on that is this person; tickets already here follow at once. How many did."""
    at = at or timezone.now()
    one_at_a_time(match.source)
    match.person, match.left_out, match.matched_at = person, False, at
    match.save(update_fields=["person", "left_out", "matched_at"])
    moved = _hand_over(match, person)
    audit(by=by, verb="agent matched", subject=match, at=at, person=person.pk, tickets=moved)
    return moved


def _hand_over(match: AgentMatch, person: User) -> int:
    """Tickets of this agent get the person, and the team the person was in then."""
    teams, zone = queries.teams_then([person.pk]), company_zone()
    rows = list(
        queries.tickets_of(match.source, [match.agent_ref])
        .only("pk", "created_at", "solved_on", "agent", "team")
        .order_by("pk")
    )
    before = {(ticket.agent_id, ticket.solved_on) for ticket in rows}
    for ticket in rows:
        day = ticket.solved_on or ticket.created_at.astimezone(zone).date()
        ticket.agent, ticket.team_id = person, teams.on(person.pk, day)
    Ticket.objects.bulk_update(rows, ["agent", "team"], batch_size=BATCH)
    places = {(person.pk, ticket.solved_on) for ticket in rows}
    tickets_changed.send(Ticket, places=frozenset(places | before))
    return len(rows)


@transaction.atomic
def leave_out_agent(*, match: AgentMatch, by: User, at: datetime | None = None) -> None:
    """Nobody of ours: their tickets stay with the company's figures and belong to nobody."""
    at = at or timezone.now()
    AgentMatch.objects.filter(pk=match.pk).update(person=None, left_out=~F("left_out"), matched_at=None)
    audit(by=by, verb="agent left out", subject=match, at=at)
