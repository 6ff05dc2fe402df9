from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from lms.ops.actions import audit
from lms.people import queries
from lms.people.models import CompanySetting, User
from lms.people.settings_registry import SETTINGS


@transaction.atomic
def set_setting(
    *, key: str, value: Any, by: User | None, valid_from: date | None = None, at: datetime | None = None
) -> CompanySetting:
    """From `valid_from` (default today) on. Raises KeyError for an unknown key, TypeError for a wrong type."""
    if not isinstance(value, SETTINGS[key].kind):
        raise TypeError(f"{key} wants {SETTINGS[key].kind.__name__}")
    at = at or timezone.now()
    row = CompanySetting.objects.create(key=key, value=value, valid_from=valid_from or at.date(), set_by=by, set_at=at)
    queries.forget_settings()
    audit(by=by, verb="setting changed", subject=row, at=at, key=key)
    return row


@transaction.atomic
def set_settings(*, values: Mapping[str, Any], by: User | None, at: datetime | None = None) -> list[str]:
    """Writes those that differ from what holds today; returns their keys."""
    now = queries.settings_on()
    changed = [key for key, value in values.items() if now[key] != value]
    for key in changed:
        set_setting(key=key, value=values[key], by=by, at=at)
    return changed
