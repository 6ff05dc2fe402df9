"""Receivers only connect."""

from typing import Any

from django.db.models.signals import pre_delete
from wagtail.signals import published, unpublished

from .actions import publish_scenario, unpublish_scenario
from .models import Scenario


def on_published(sender: type[Scenario], instance: Scenario, **kwargs: Any) -> None:
    if instance.live:  # scheduled for later is not live yet
        publish_scenario(instance)


def on_unpublished(sender: type[Scenario], instance: Scenario, **kwargs: Any) -> None:
    unpublish_scenario(instance)


def connect() -> None:
    published.connect(on_published, sender=Scenario)
    unpublished.connect(on_unpublished, sender=Scenario)
    pre_delete.connect(on_unpublished, sender=Scenario)
