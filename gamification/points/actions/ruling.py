from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from gamification.points import queries
from gamification.points.models import PointRule
from lms.ops.actions import audit
from lms.people.models import User

TERMS = ("verb", "source", "kind", "low", "high", "points", "daily_cap", "repeats")
WORDS = ("name_en", "name_ru", "live", "valid_until")


@transaction.atomic
def add_rule(
    *,
    by: User | None,
    code: str = "",
    valid_from: date | None = None,
    at: datetime | None = None,
    **fields: Any,
) -> PointRule:
    """A rule that holds from `valid_from` (default today) on."""
    at = at or timezone.now()
    day = valid_from or queries.company_day(at)
    rule = PointRule.objects.create(code=code or f"rule-{uuid4().hex[:8]}", valid_from=day, **fields)
    audit(by=by, verb="point rule added", subject=rule, at=at, code=rule.code)
    return rule


@transaction.atomic
def change_rule(*, rule: PointRule, by: User | None, at: datetime | None = None, **fields: Any) -> PointRule:
    """Names change in place. Other terms hold from today in a new version, so that past points stay what they were.

    A version that began today is changed itself when it has paid nothing yet, and from tomorrow when it has.
    """
    at = at or timezone.now()
    rule = PointRule.objects.select_for_update().get(pk=rule.pk)
    if any(getattr(rule, name) != fields[name] for name in TERMS if name in fields):
        rule = _version_for(rule, queries.company_day(at))
    for name, value in fields.items():
        if name in TERMS + WORDS:
            setattr(rule, name, value)
    rule.save()
    audit(by=by, verb="point rule changed", subject=rule, at=at, code=rule.code, points=rule.points)
    return rule


def _version_for(rule: PointRule, today: date) -> PointRule:
    """The row that may be changed: a new one, once this one has paid or begun in the past."""
    if rule.valid_from >= today and not rule.entries.exists():
        return rule
    begins = max(today, rule.valid_from + timedelta(days=1))
    PointRule.objects.filter(pk=rule.pk).update(valid_until=begins - timedelta(days=1))
    until = rule.valid_until if rule.valid_until and rule.valid_until >= begins else None
    rule.pk, rule.valid_from, rule.valid_until = None, begins, until
    rule._state.adding = True
    return rule
