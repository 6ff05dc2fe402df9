import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lms.learning.models import Activity, ContentSnapshot, Skill
from lms.learning.queries import current_snapshot


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
    """What is published now. The same body twice running is one snapshot; an older one coming back is a new one,
    so that the newest snapshot is always the one in force."""
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    Activity.objects.select_for_update(no_key=True).only("pk").get(pk=activity.pk)  # no two at once
    snapshot = current_snapshot(activity, language)
    if snapshot and snapshot.hash == digest:
        return snapshot
    return ContentSnapshot.objects.create(
        activity=activity, language=language, hash=digest, body=body, at=at or timezone.now()
    )
