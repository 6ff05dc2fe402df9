"""Reads about connections."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from lms.people.models import RoleGrant, User

from .connectors import CONNECTORS
from .models import Connection, Ticket

STOPPING = ("not_allowed", "sealed", "blocked")  # trying again is no use until somebody mends it


def due(at: datetime) -> QuerySet[Connection]:
    """To be fetched from now: started, its time has come, nobody at it, nothing that has to be mended first."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=at)
    return Connection.objects.filter(free, enabled=True, next_at__lte=at).exclude(last_error__in=STOPPING)


def all_connections() -> QuerySet[Connection]:
    """Of systems whose module is still there."""
    return Connection.objects.filter(system__in=list(CONNECTORS)).order_by("created_at", "pk")


def connection_called(uid: UUID) -> Connection | None:
    return all_connections().filter(uid=uid).first()


def connection_with_key(key_hash: str) -> Connection | None:
    return Connection.objects.filter(key_hash=key_hash).first() if key_hash else None


def versions(source: str, external_ids: Iterable[str]) -> dict[str, tuple[Any, ...]]:
    """By the id over there: what tells one version of a ticket from another. A late rating alone is one too."""
    names = ("external_id", "digest", "csat", "csat_at", "csat_comment")
    rows = Ticket.objects.filter(source=source, external_id__in=list(external_ids)).values_list(*names)
    return {row[0]: row[1:] for row in rows}


def administrators() -> QuerySet[User]:
    grants = RoleGrant.objects.filter(role=RoleGrant.Role.ADMINISTRATOR, until__isnull=True)
    return User.objects.filter(pk__in=grants.values("person"), is_active=True)
