"""Receivers only connect."""

from typing import Any

from lms.learning.models import LearningRecord
from lms.learning.signals import record_added

from .actions import pay


def on_record(sender: type[LearningRecord], record: LearningRecord, **kwargs: Any) -> None:
    pay(record=record)


def connect() -> None:
    record_added.connect(on_record, dispatch_uid="points")
