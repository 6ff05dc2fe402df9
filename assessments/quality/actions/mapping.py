"""Which column is what, kept under names."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.quality.models import ColumnMap
from lms.ops.actions import audit
from lms.people.models import User

LONGEST = 80


@transaction.atomic
def save_map(*, name: str, data: Mapping[str, Any], by: User, at: datetime | None = None) -> ColumnMap:
    """The same name again replaces what was kept under it."""
    at = at or timezone.now()
    values = {"data": dict(data), "by": by, "saved_at": at}
    found, _ = ColumnMap.objects.update_or_create(name=name.strip()[:LONGEST], defaults=values)
    audit(by=by, verb="columns saved", subject=found, at=at)
    return found


@transaction.atomic
def rename_map(*, column_map: ColumnMap, name: str, by: User, at: datetime | None = None) -> None:
    """To the name of another one: that one is replaced."""
    name = name.strip()[:LONGEST]
    ColumnMap.objects.filter(name=name).exclude(pk=column_map.pk).delete()
    ColumnMap.objects.filter(pk=column_map.pk).update(name=name)
    audit(by=by, verb="columns renamed", subject=column_map, at=at or timezone.now())


@transaction.atomic
def delete_map(*, column_map: ColumnMap, by: User, at: datetime | None = None) -> None:
    audit(by=by, verb="columns deleted", subject=column_map, at=at or timezone.now())
    ColumnMap.objects.filter(pk=column_map.pk).delete()
