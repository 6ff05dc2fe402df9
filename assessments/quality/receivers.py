"""Receivers only connect."""

from typing import Any

from django.db.models.signals import pre_delete
from wagtail.signals import published, unpublished

from lms.learning.models import LearningRecord
from lms.learning.signals import record_added

from .actions import follow_review, publish_scorecard, unpublish_scorecard
from .actions.rollups import tickets_moved
from .models import Scorecard
from .queries.advice import REVIEW_SOURCE, review_of
from .signals import tickets_changed


def on_published(sender: type[Scorecard], instance: Scorecard, **kwargs: Any) -> None:
    if instance.live:  # scheduled for later is not live yet
        publish_scorecard(instance)


def on_unpublished(sender: type[Scorecard], instance: Scorecard, **kwargs: Any) -> None:
    unpublish_scorecard(instance)


def on_record(sender: type[LearningRecord], record: LearningRecord, **kwargs: Any) -> None:
    if record.source == REVIEW_SOURCE and (review := review_of(record)):
        follow_review(review=review)


def on_tickets_changed(sender: Any, places: Any, **kwargs: Any) -> None:
    tickets_moved(places)


def connect() -> None:
    record_added.connect(on_record, sender=LearningRecord)
    tickets_changed.connect(on_tickets_changed)
    published.connect(on_published, sender=Scorecard)
    unpublished.connect(on_unpublished, sender=Scorecard)
    pre_delete.connect(on_unpublished, sender=Scorecard)
