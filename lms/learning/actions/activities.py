import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lms.learning.models import Activity, ContentSnapshot, Skill


@transaction.atomic
def publish_activity(
    *,
    uid: UUID,
    kind: str,
    titles: dict[str, str],
    skills: Iterable[Skill] = (),
    seconds: int = 0,
    parent: Activity | None = None,
    position: int = 0,
) -> Activity:
    """Make a room's thing known to all rooms. `titles` per language: {"en": …, "ru": …}; absent ones stay."""
    fields: dict[str, Any] = {f"title_{language}": title[:200] for language, title in titles.items()}
    fields |= {"kind": kind, "seconds": seconds, "parent": parent, "position": position, "live": True}
    activity, _ = Activity.objects.update_or_create(uid=uid, defaults=fields)
    activity.skills.set(skills)
    return activity


def retire_activity(*, uid: UUID) -> None:
    """No longer offered; everything done with it stays."""
    Activity.objects.filter(uid=uid).update(live=False)


def take_snapshot(
    *, activity: Activity, language: str, body: dict[str, Any], at: datetime | None = None
) -> ContentSnapshot:
    """What was published, once per content: the same body again is the same snapshot."""
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    snapshot, _ = ContentSnapshot.objects.get_or_create(
        activity=activity, language=language, hash=digest, defaults={"body": body, "at": at or timezone.now()}
    )
    return snapshot
