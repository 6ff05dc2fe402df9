"""A checked file carried out: all of it or nothing, in batches."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.quality import queries
from assessments.quality.imports import AgentRow, Checked, Line, TicketRow, line_of
from assessments.quality.models import AgentMatch, ImportRun, Ticket
from assessments.quality.signals import tickets_changed
from lms.ops.actions import audit
from lms.people.models import User
from lms.people.queries import company_zone

from .matching import introduce, one_at_a_time
from .rollups import counts_once
from .upserting import Place, hush, insert, stored, update

BATCH = 10_000
day_of = lru_cache(maxsize=5000)(date.fromisoformat)


@dataclass(frozen=True)
class Imported:
    """`unknown`: agents nobody has matched yet. `waiting`: their tickets."""

    created: int
    changed: int
    unchanged: int
    unknown: int
    waiting: int
    run: ImportRun


@transaction.atomic
@counts_once
def import_tickets(*, checked: Checked, file_hash: str, by: User | None, at: datetime | None = None) -> Imported:
    """Raises ValueError while the file still has problems. The same file twice gives the same totals."""
    if checked.problems:
        raise ValueError("a file with problems is not taken")
    at, findings = at or timezone.now(), checked.findings
    counts, matches = _take(checked.source, checked.lines, checked.agents.values(), at)
    strangers = [match for match in matches.values() if match.waits]
    waiting = queries.tickets_of(checked.source, [match.agent_ref for match in strangers]).count()
    run = ImportRun.objects.create(
        source=checked.source,
        file_hash=file_hash,
        by=by,
        at=at,
        read=findings.read,
        unknown_agents=len(strangers),
        waiting=waiting,
        unrated=findings.unrated,
        impossible=sum(findings.kinds.values()),
        **counts,
    )
    audit(by=by, verb="tickets imported", subject=run, at=at, **counts)
    return Imported(unknown=len(strangers), waiting=waiting, run=run, **counts)


@transaction.atomic
@counts_once
def take_rows(
    *, source: str, rows: Iterable[TicketRow], agents: Iterable[AgentRow], at: datetime
) -> tuple[dict[str, int], int]:
    """What every way in comes to. (created, changed, unchanged by name; how many of `agents` nobody has matched)."""
    zone = company_zone()
    counts, matches = _take(source, (line_of(row, zone) for row in rows), agents, at)
    return counts, sum(match.waits for match in matches.values())


def _take(
    source: str, lines: Iterable[Line], agents: Iterable[AgentRow], at: datetime
) -> tuple[dict[str, int], dict[str, AgentMatch]]:
    one_at_a_time(source)
    matches = introduce(source=source, agents=agents, at=at)
    return _Import(source, matches).run(lines), matches


class _Import:
    """Rows are taken in their order; of a ticket that comes twice, the second meets what the first left."""

    def __init__(self, source: str, matches: Mapping[str, AgentMatch]) -> None:
        self.source = source
        self.people = {ref: match.person_id for ref, match in matches.items()}
        teams = queries.teams_then([person for person in self.people.values() if person])
        self.team = lru_cache(maxsize=None)(lambda person, day: teams.on(person, day_of(day)))
        self.forgotten = queries.forgotten()
        self.counts = {"created": 0, "changed": 0, "unchanged": 0}

    def run(self, lines: Iterable[Line]) -> dict[str, int]:
        waiting = iter(lines)
        while batch := list(islice(waiting, BATCH)):
            for round_ in rounds(batch):
                self._take(round_)
        return self.counts

    def _take(self, lines: dict[str, Line]) -> None:
        known = stored(self.source, list(lines))
        new = [line for line in lines.values() if line.external_id not in known]
        other = [line for name, line in lines.items() if name in known and known[name][0] != line.digest]
        places = {(self.people.get(line.agent_ref), line.solved_on) for line in new}
        after: list[Place] = [(person, day_of(day) if day else None) for person, day in places]
        if new:
            insert(self.source, (self._whole(line) for line in new))
        changed = update(self.source, (self._whole(line) for line in other)) if other else []
        self.counts["created"] += len(new)
        self.counts["changed"] += len(changed)
        self.counts["unchanged"] += len(lines) - len(new) - len(changed)
        after += changed
        if after:
            before: set[Place] = {known[line.external_id][1:] for line in other}
            if self.forgotten & {person for person, _day in after}:
                hush(self.source, self.forgotten, [line.external_id for line in (*new, *other)])
            tickets_changed.send(Ticket, places=frozenset(before | set(after)))

    def _whole(self, line: Line) -> tuple[Any, ...]:
        return (*line[:-1], *self._given(line))

    def _given(self, line: Line) -> tuple[int | None, int | None]:
        """Whose it is, and of which team then."""
        person = self.people.get(line.agent_ref)
        return person, self.team(person, line.day) if person else None


def rounds(batch: Iterable[Line]) -> Iterator[dict[str, Line]]:
    """By ticket, each once a round, in the order they came."""
    found: list[dict[str, Line]] = [{}]
    for line in batch:
        for known in found:
            if line.external_id not in known:
                known[line.external_id] = line
                break
        else:
            found.append({line.external_id: line})
    return iter(found)
