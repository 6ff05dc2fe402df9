"""One turn of fetching: claimed by a conditional UPDATE, a page and its cursor stored together, ended in words."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from assessments.quality.connection_queries import STOPPING, administrators, due, versions
from assessments.quality.imports import AgentRow, Problem, TicketRow
from assessments.quality.models import Connection, HookCall
from lms.ops.actions import notify, nudge

from .connecting import PULL
from .importing import take_rows

LEASE = timedelta(seconds=60)
LONGEST_REST = timedelta(hours=1)
TELL_AFTER = 3  # failures in a row
FAILING = "quality.connection_failing"
PROBLEMS_KEPT = 5
CALLS_KEPT = timedelta(minutes=15)


class Lost(Exception):
    """Paused, deleted, or somebody else is at it: what is in hand is dropped."""


def claim_connection(pk: int, *, at: datetime) -> Connection | None:
    """None: paused, not due, or somebody else is at it."""
    token = uuid.uuid4()
    if not due(at).filter(pk=pk).update(lease_token=token, lease_until=at + LEASE):
        return None
    return Connection.objects.filter(pk=pk, lease_token=token).first()


def _mine(connection: Connection) -> Any:
    return Connection.objects.filter(pk=connection.pk, lease_token=connection.lease_token, enabled=True)


def keep_connection(*, connection: Connection, at: datetime) -> None:
    """Raises Lost."""
    if not _mine(connection).update(lease_until=at + LEASE):
        raise Lost


@transaction.atomic
def take_page(
    *,
    connection: Connection,
    rows: Sequence[TicketRow],
    problems: Sequence[Problem],
    cursor: dict[str, Any],
    last: bool,
    at: datetime,
) -> dict[str, int]:
    """The tickets and the place to go on from, in one transaction. Raises Lost."""
    changes: dict[str, Any] = {
        "cursor": cursor,
        "lease_until": at + LEASE,
        "last_pull_at": at,
        "failures": 0,
        "failing_since": None,
        "last_error": "",
    }
    if last:
        changes["caught_up_at"] = at
    if not _mine(connection).update(**changes):
        raise Lost
    counts, _unknown = take_rows(source=connection.source, rows=rows, agents=agents_of(rows), at=at)
    _count(connection, counts, rows, problems)
    return counts


def agents_of(rows: Iterable[TicketRow]) -> list[AgentRow]:
    return list({row.agent.ref: row.agent for row in rows if row.agent}.values())


def _count(
    connection: Connection, counts: dict[str, int], rows: Sequence[TicketRow], problems: Sequence[Problem]
) -> None:
    changes: dict[str, Any] = {"taken": F("taken") + counts["created"] + counts["changed"]}
    known = Connection.objects.values_list("newest_at", flat=True).get(pk=connection.pk)
    newest = max((row.updated_at for row in rows), default=None)
    if newest and (known is None or newest > known):
        changes["newest_at"] = newest
    if problems:
        changes["unread"] = F("unread") + len({problem.line for problem in problems})
        changes["problems"] = [told(problem) for problem in problems[-PROBLEMS_KEPT:]]
    Connection.objects.filter(pk=connection.pk).update(**changes)


def told(problem: Problem) -> dict[str, Any]:
    """As it is kept: what a problem says is masked already."""
    values = {key: value if isinstance(value, int) else str(value) for key, value in problem.values.items()}
    return {"place": problem.column[:120], "message": problem.message, "values": values}


@transaction.atomic
def end_turn(*, connection: Connection, seconds: float, delay: float, at: datetime) -> None:
    """All went well; on again after so many seconds, or after `delay` when somebody called in the meantime."""
    row = _mine(connection).select_for_update().first()
    if row is None:
        return
    called = row.last_event_at != connection.last_event_at
    row.next_at = at + timedelta(seconds=min(seconds, delay) if called else seconds)
    row.lease_token, row.lease_until = None, None
    row.save(update_fields=["next_at", "lease_token", "lease_until"])


@transaction.atomic
def turn_failed(*, connection: Connection, code: str, wait: float | None, at: datetime) -> None:
    """Again after what was asked for, else after 1, 2, 4 … minutes, an hour at most. Administrators hear of it once.

    A system that only asks to be asked less is not failing.
    """
    row = Connection.objects.select_for_update().filter(pk=connection.pk).first()
    if row is None or row.lease_token != connection.lease_token:
        return
    row.lease_token, row.lease_until, row.last_error = None, None, code
    rest = timedelta(minutes=2 ** min(row.failures, 10)) if wait is None else timedelta(seconds=wait)
    row.next_at = at + min(LONGEST_REST, rest)
    if code != "too_many":
        row.failures += 1
        row.failing_since = row.failing_since or at
        _tell(row, at)
    row.save()


def _tell(row: Connection, at: datetime) -> None:
    """Once a time it fails: the key names the beginning."""
    if row.last_error not in STOPPING and row.failures < TELL_AFTER:
        return
    for person in administrators():
        notify(
            person=person,
            kind=FAILING,
            key=f"{FAILING}:{row.uid}:{row.failing_since:%Y-%m-%dT%H:%M:%S}:{person.pk}",
            reason="administrator",
            args={"connection": row.pk},
            at=at,
        )


@transaction.atomic
def take_call(*, connection: Connection, key: str, delay: int, at: datetime) -> bool:
    """Somebody over there says that something changed: we look soon. False: this very call was here before."""
    if key:
        HookCall.objects.filter(connection=connection, at__lt=at - CALLS_KEPT).delete()
        _, new = HookCall.objects.get_or_create(connection=connection, key=key, defaults={"at": at})
        if not new:
            return False
    soon = at + timedelta(seconds=delay)
    Connection.objects.filter(pk=connection.pk).update(last_event_at=at)
    Connection.objects.filter(pk=connection.pk, failures=0, last_error="", next_at__gt=soon).update(next_at=soon)
    if not delay:
        nudge(PULL, connection.pk)
    return True


@transaction.atomic
def take_sent(*, connection: Connection, rows: Sequence[TicketRow], at: datetime) -> dict[str, str]:
    """Tickets somebody's own system sent: by their id created, changed or unchanged."""
    ids = [row.external_id for row in rows]
    before = versions(connection.source, ids)
    counts, _unknown = take_rows(source=connection.source, rows=rows, agents=agents_of(rows), at=at)
    after = versions(connection.source, ids)
    _count(connection, counts, rows, [])
    Connection.objects.filter(pk=connection.pk).update(last_event_at=at, last_pull_at=at)
    return {
        key: "created" if key not in before else "unchanged" if before[key] == after[key] else "changed" for key in ids
    }
