"""Receivers only connect."""

from typing import Any

from django.db.models.signals import pre_delete
from wagtail.signals import published, unpublished

from .actions import erase_talks, publish_kit, publish_question, retire_kit
from .models import Candidate, InterviewKit, InterviewQuestion


def on_kit(sender: type[InterviewKit], instance: InterviewKit, **kwargs: Any) -> None:
    if instance.live:  # scheduled for later is not live yet
        publish_kit(kit=instance)


def on_question(sender: type[InterviewQuestion], instance: InterviewQuestion, **kwargs: Any) -> None:
    if instance.live:
        publish_question(question=instance)


def on_gone(sender: type[InterviewKit], instance: InterviewKit, **kwargs: Any) -> None:
    retire_kit(kit=instance)


def on_candidate_gone(sender: type[Candidate], instance: Candidate, **kwargs: Any) -> None:
    """Whoever erases them: HR, their term, or the person being forgotten."""
    erase_talks(candidate=instance)


def connect() -> None:
    published.connect(on_kit, sender=InterviewKit)
    published.connect(on_question, sender=InterviewQuestion)
    unpublished.connect(on_gone, sender=InterviewKit)
    pre_delete.connect(on_gone, sender=InterviewKit)
    pre_delete.connect(on_candidate_gone, sender=Candidate)
