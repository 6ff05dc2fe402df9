"""Receivers only connect."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import pre_delete
from wagtail.signals import published, unpublished

from .actions import publish_quiz, renew_quizzes, unpublish_quiz
from .models import Question, Quiz


def on_published(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Quiz) and instance.live:  # scheduled for later is not live yet
        publish_quiz(instance)
    elif isinstance(instance, Question) and instance.live:
        renew_quizzes(instance)


def on_unpublished(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Quiz):
        unpublish_quiz(instance)
    elif isinstance(instance, Question):
        renew_quizzes(instance)


def on_deleted(sender: type[Model], instance: Quiz, **kwargs: Any) -> None:
    unpublish_quiz(instance)


def connect() -> None:
    """Questions of types that other rooms bring are heard too, so there is no sender to name."""
    published.connect(on_published, dispatch_uid="quizzes_published")
    unpublished.connect(on_unpublished, dispatch_uid="quizzes_unpublished")
    pre_delete.connect(on_deleted, sender=Quiz, dispatch_uid="quizzes_deleted")
