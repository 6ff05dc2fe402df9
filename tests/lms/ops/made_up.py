"""One row of any model, made up from its fields, for tests about every table there is."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import models

_numbers = count(1)
VALUES: dict[type[models.Field], Any] = {
    models.BooleanField: False,
    models.DateTimeField: datetime(2026, 3, 4, 9, tzinfo=UTC),
    models.DateField: date(2026, 3, 4),
    models.TimeField: time(9),
    models.DurationField: timedelta(seconds=1),
    models.DecimalField: Decimal("0.5"),
    models.FloatField: 0.5,
    models.JSONField: {},
    models.BinaryField: b"x",
}


SPECIAL: dict[str, dict[str, Any]] = {"points.PointEntry": {"reason": "by_hand"}}  # what its constraint wants


def row_of(model: type[models.Model]) -> models.Model:
    """Saved past every signal and verb, with rows made up for what it needs."""
    values = {
        field.name: _value(field)
        for field in model._meta.concrete_fields
        if not (field.primary_key and field.get_internal_type().endswith("AutoField"))
    } | SPECIAL.get(model._meta.label, {})
    return model._base_manager.bulk_create([model(**values)])[0]


def _value(field: models.Field) -> Any:
    if field.null:
        return None
    if isinstance(field, models.ForeignKey):
        return row_of(field.remote_field.model)
    if isinstance(field, models.UUIDField):
        return uuid.uuid4()
    if field.has_default():
        return field.get_default()
    if field.choices:
        return next(value for value, _ in field.flatchoices if value)
    for kind, value in VALUES.items():
        if isinstance(field, kind):
            return value
    if isinstance(field, models.CharField | models.TextField):
        return f"made-up-{next(_numbers)}"[: field.max_length]
    return next(_numbers)
