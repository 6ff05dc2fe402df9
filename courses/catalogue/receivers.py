"""Receivers only connect."""

from typing import Any

from django.db.models.signals import pre_delete
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from .actions import ensure_tree, publish_page, unpublish_page
from .actions.publishing import reorder
from .models import CoursePage, LessonPage


def on_published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    if instance.live:  # scheduled for later is not live yet
        publish_page(instance)


def on_unpublished(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    unpublish_page(instance)


def on_moved(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    reorder(instance.get_parent())


def prepare_tree(**kwargs: Any) -> None:
    ensure_tree()


def connect() -> None:
    for model in (CoursePage, LessonPage):
        page_published.connect(on_published, sender=model)
        page_unpublished.connect(on_unpublished, sender=model)
        post_page_move.connect(on_moved, sender=model)
        pre_delete.connect(on_unpublished, sender=model)
