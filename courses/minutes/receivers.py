"""Receivers only connect."""

from typing import Any

from django.db.models.signals import pre_delete
from wagtail.signals import published, unpublished

from lms.learning.models import LearningRecord
from lms.learning.signals import record_added

from .actions import follow_record, publish_card, retire_card
from .models import MinuteCard


def on_published(sender: type[MinuteCard], instance: MinuteCard, **kwargs: Any) -> None:
    if instance.live:  # scheduled for later is not live yet
        publish_card(card=instance)


def on_unpublished(sender: type[MinuteCard], instance: MinuteCard, **kwargs: Any) -> None:
    retire_card(card=instance)


def on_record(sender: type[LearningRecord], record: LearningRecord, **kwargs: Any) -> None:
    follow_record(record=record)


def connect() -> None:
    published.connect(on_published, sender=MinuteCard)
    unpublished.connect(on_unpublished, sender=MinuteCard)
    pre_delete.connect(on_unpublished, sender=MinuteCard)
    record_added.connect(on_record, sender=LearningRecord, dispatch_uid="minutes")
