"""A checked file carried out: all of it or nothing, in batches."""

import sys
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from assessments.quality import queries
from assessments.quality.imports import (
    AgentRow,
    Checked,
    CheckedWhole,
    Line,
    Options,
    TicketRow,
    check,
    line_of,
    reading,
)
from assessments.quality.models import AgentMatch, ImportRun, Ticket
from assessments.quality.signals import tickets_changed
from lms.ops.actions import audit
from lms.people.models import User
from lms.people.queries import company_zone

from .matching import introduce, one_at_a_time
from .rollups import counts_once
from .upserting import Place, Stored, hush, insert, made_until, months_after, months_of, newest, stored, update

BATCH, MANY = 10_000, 5_000
HURRY = 0.0003  # seconds
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


class FileRefused(ValueError):
    """It has problems: nothing of it is taken."""


def import_file(
    file: BinaryIO,
    source: str,
    options: Options,
    *,
    file_hash: str,
    by: User | None,
    folder: Path | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> tuple[Checked, Imported | None]:
    """A file of any size; None: it has problems. Raises FileProblem when it cannot be read at all.

    On PostgreSQL lines are written while the file is read, and all of it is taken back when a problem comes. On
    SQLite, where nobody else could write meanwhile, they are written after that.
    """
    if connection.vendor == "postgresql":
        checked = reading(file, source, options, limit=None, progress=progress)
    else:
        checked = check(file, source, options, limit=None, folder=folder, progress=progress)
    try:
        return checked, import_tickets(checked=checked, file_hash=file_hash, by=by)
    except FileRefused:
        return checked, None
    finally:
        if isinstance(checked, CheckedWhole):
            checked.lines.close()


@transaction.atomic
@counts_once
def import_tickets(*, checked: Checked, file_hash: str, by: User | None, at: datetime | None = None) -> Imported:
    """Raises FileRefused while the file still has problems. The same file twice gives the same totals."""
    at, findings = at or timezone.now(), checked.findings
    if checked.problems:
        raise FileRefused
    with closing(_ahead(checked.lines)) as batches:  # at once also when one cannot be written
        taken = _taken(checked.source, batches, checked.agents, at)
    if checked.problems:
        raise FileRefused
    strangers = [match for match in taken.matches.values() if match.waits]
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
        **taken.counts,
    )
    audit(by=by, verb="tickets imported", subject=run, at=at, **taken.counts)
    return Imported(unknown=len(strangers), waiting=waiting, run=run, **taken.counts)


@transaction.atomic
@counts_once
def take_rows(
    *, source: str, rows: Iterable[TicketRow], agents: Iterable[AgentRow], at: datetime
) -> tuple[dict[str, int], int]:
    """What every way in comes to. (created, changed, unchanged by name; how many of `agents` nobody has matched)."""
    zone = company_zone()
    lines = (line_of(row, zone) for row in rows)
    batches = iter(lambda: _some(lines), [])
    taken = _taken(source, batches, {agent.ref: agent for agent in agents}, at)
    return taken.counts, sum(match.waits for match in taken.matches.values())


def _ahead(lines: Iterable[Line]) -> Generator[list[Line]]:
    """In batches; while one is being written, which is the database's work, the next is read.

    Whoever waited for the database must not wait long for the reader as well: by default 5 ms each time.
    """
    waiting, usual = iter(lines), sys.getswitchinterval()
    with ThreadPoolExecutor(1) as reader:
        sys.setswitchinterval(HURRY)
        try:
            coming = reader.submit(_some, waiting)
            while batch := coming.result():
                coming = reader.submit(_some, waiting)
                yield batch
        finally:
            sys.setswitchinterval(usual)


def _some(lines: Iterator[Line]) -> list[Line]:
    return list(islice(lines, BATCH))


def _taken(source: str, batches: Iterable[list[Line]], agents: Mapping[str, AgentRow], at: datetime) -> "_Import":
    one_at_a_time(source)
    taken = _Import(source, agents, at)
    taken.meet()
    for batch in batches:
        taken.meet()
        for round_ in rounds(batch):
            taken.take(round_)
    return taken


class _Import:
    """Rows are taken in their order; of a ticket that comes twice, the second meets what the first left."""

    def __init__(self, source: str, agents: Mapping[str, AgentRow], at: datetime) -> None:
        self.source, self.agents, self.at = source, agents, at
        self.matches: dict[str, AgentMatch] = {}
        self.people: dict[str, int | None] = {}
        self.team = lru_cache(maxsize=None)(lambda person, day: self.teams.on(person, day_of(day)))
        self.forgotten = queries.forgotten()
        self.only_new = False
        self.made_until: str | None = None
        self.counts = {"created": 0, "changed": 0, "unchanged": 0}

    def meet(self) -> None:
        """Agents who have come up since. They are added at the end while the file is read, and nobody is removed."""
        fresh = list(self.agents.values())[len(self.matches) :]  # whole at once: another thread adds to them
        if fresh:
            self.matches |= introduce(source=self.source, agents=fresh, at=self.at)
            self.people = {ref: match.person_id for ref, match in self.matches.items()}
            self.teams = queries.teams_then([person for person in self.people.values() if person])

    def take(self, lines: Mapping[str, Line]) -> None:
        known: Mapping[str, Stored] = {}
        until = newest()
        new: Collection[Line] = lines.values()
        if not (self.only_new and self._inserted(new)):
            known = stored(self.source, list(lines))
            new = [line for name, line in lines.items() if name not in known]
            insert(self.source, map(self._whole, new))
        self.only_new = not known
        other = [line for name, line in lines.items() if name in known and known[name][0] != line.digest]
        now = {(self.people.get(line.agent_ref), line.solved_on) for line in new}
        after: list[Place] = [(person, day_of(day) if day else None) for person, day in now]
        changed = update(self.source, (self._whole(line) for line in other)) if other else []
        self.counts["created"] += len(new)
        self.counts["changed"] += len(changed)
        self.counts["unchanged"] += len(lines) - len(new) - len(changed)
        after += changed
        if after:
            written = [*new, *other]
            before = [known[line.external_id] for line in other]
            if self.forgotten & {person for person, _day in after}:
                hush(self.source, self.forgotten, [line.external_id for line in written])
            customers = {line.customer_key for line in other}.union(row[3] for row in before) - {""}
            places = {row[1:3] for row in before}.union(after, months_of(customers), self._asked_after(new, until))
            tickets_changed.send(Ticket, places=frozenset(places))

    def _asked_after(self, new: Collection[Line], until: int) -> Iterable[Place]:
        """Months of tickets that stood there and were made after one of these. Long files mostly come in order of time:
        what is made after all that is known is not looked for."""
        if self.made_until is None and len(new) >= MANY:
            self.made_until = made_until(until)
        if not new or self.made_until is None:
            return months_after(until) if new else ()
        first, last = min(line.created_at for line in new), max(line.created_at for line in new)
        in_order, self.made_until = first >= self.made_until, max(last, self.made_until)
        return () if in_order else months_after(until)

    def _inserted(self, lines: Collection[Line]) -> bool:
        """After lines which were all new the next are believed to be so too; if not, nothing was done."""
        try:
            with transaction.atomic():
                insert(self.source, map(self._whole, lines))
        except IntegrityError:
            return False
        return True

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
