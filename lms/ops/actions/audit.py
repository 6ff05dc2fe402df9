from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from lms.ops.models import AuditEntry


def audit(*, by: Any, verb: str, subject: models.Model, at: datetime | None = None, **data: Any) -> AuditEntry:
    """Inside the caller's transaction. `data`: ids and codes only, never names or texts."""
    return AuditEntry.objects.create(
        actor=by,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        data=data,
        at=at or timezone.now(),
    )
