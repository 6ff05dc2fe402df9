"""Connections: added, changed, started, paused, deleted. What is secret goes into `sealed` and nowhere else."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from assessments.quality.models import Connection
from assessments.quality.sealing import SealBroken, seal, unseal
from lms.ops.actions import audit, nudge
from lms.people.models import User

PULL = "assessments.quality.tasks.pull_connection"
PATH = "path"  # the secret part of the address other systems call
ID_CHARACTERS = 24


@transaction.atomic
def add_connection(
    *,
    system: str,
    name: str,
    options: Mapping[str, str],
    secret: Mapping[str, str],
    by: User | None,
    at: datetime | None = None,
) -> Connection:
    """Paused until it is started. Raises IntegrityError when two are added in the same moment."""
    at = at or timezone.now()
    connection = Connection.objects.create(
        system=system,
        source=_free_source(system),
        name=name,
        options=dict(options),
        sealed=seal({**secret, PATH: secrets.token_urlsafe(ID_CHARACTERS)}),
        created_at=at,
        next_at=at,
    )
    audit(by=by, verb="connection added", subject=connection, at=at, system=system)
    return connection


def _free_source(system: str) -> str:
    taken = set(Connection.objects.filter(system=system).values_list("source", flat=True))
    return next(name for name in (system, *(f"{system}-{n}" for n in range(2, 100))) if name not in taken)


@transaction.atomic
def change_connection(
    *,
    connection: Connection,
    name: str,
    options: Mapping[str, str],
    secret: Mapping[str, str],
    by: User,
    at: datetime | None = None,
) -> Connection:
    """`secret`: only what was typed anew; the rest stays. What stopped it may be mended now: it is tried again."""
    at = at or timezone.now()
    row = _locked(connection)
    if row.options.get("since") != options.get("since"):
        row.cursor = {}
    row.name, row.options = name, dict(options)
    row.sealed = seal({**_known(row), **secret})
    row.failures, row.failing_since, row.last_error, row.next_at = 0, None, "", at
    row.save()
    audit(by=by, verb="connection changed", subject=row, at=at, secrets=sorted(secret))
    if row.enabled:
        nudge(PULL, row.pk)
    return row


def _locked(connection: Connection) -> Connection:
    return Connection.objects.select_for_update().get(pk=connection.pk)


def _known(connection: Connection) -> dict[str, str]:
    """What can no longer be opened is typed anew; the address for calls is then a new one too."""
    try:
        return unseal(connection.sealed)
    except SealBroken:
        return {PATH: secrets.token_urlsafe(ID_CHARACTERS)}


@transaction.atomic
def start_connection(*, connection: Connection, by: User | None, at: datetime | None = None) -> None:
    """Also “try again”: at once, whatever it was waiting for."""
    at = at or timezone.now()
    Connection.objects.filter(pk=connection.pk).update(enabled=True, next_at=at, failures=0, last_error="")
    audit(by=by, verb="connection started", subject=connection, at=at)
    nudge(PULL, connection.pk)


@transaction.atomic
def pause_connection(*, connection: Connection, by: User, at: datetime | None = None) -> None:
    """Whoever is at it stops after the page in hand, which is not stored."""
    Connection.objects.filter(pk=connection.pk).update(
        enabled=False, lease_token=None, lease_until=None, failures=0, failing_since=None, last_error=""
    )
    audit(by=by, verb="connection paused", subject=connection, at=at)


@transaction.atomic
def delete_connection(*, connection: Connection, by: User, at: datetime | None = None) -> None:
    """Its tickets stay."""
    audit(by=by, verb="connection deleted", subject=connection, at=at, system=connection.system)
    connection.delete()


@transaction.atomic
def make_key(*, connection: Connection, by: User | None, at: datetime | None = None) -> str:
    """A key for sending tickets here. Only its hash is kept; an earlier key ends."""
    key = secrets.token_urlsafe(32)
    Connection.objects.filter(pk=connection.pk).update(key_hash=hash_of(key), enabled=True)
    audit(by=by, verb="key made", subject=connection, at=at)
    return key


@transaction.atomic
def make_address(*, connection: Connection, by: User, at: datetime | None = None) -> None:
    """A new address for calls; the earlier one ends."""
    row = _locked(connection)
    row.sealed = seal({**_known(row), PATH: secrets.token_urlsafe(ID_CHARACTERS)})
    row.save(update_fields=["sealed"])
    audit(by=by, verb="hook address made", subject=row, at=at)


def hash_of(key: str) -> str:
    """Keys are long and random, so a plain hash is enough."""
    return hashlib.sha256(key.encode()).hexdigest()
