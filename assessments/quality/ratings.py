"""Reads of our own rating page."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from lms.people.models import User

from . import access
from .asking import Summary, summary
from .models import Answer, RatingLink

SHOWN_DAYS = 90


def links_seen(person: User) -> QuerySet[RatingLink]:
    """All for those who see everything; of a lead those they made and those about their people."""
    rows = RatingLink.objects.select_related("person").order_by("ended_at", "-made_at", "-pk")
    if access.sees_everything(person):
        return rows
    return rows.filter(Q(made_by=person) | Q(person__in=access.people_seen(person)))


def summaries(links: Iterable[RatingLink], day: date) -> dict[int, Summary]:
    """Per link what was answered in the last 90 days. One query."""
    found = list(links)
    scores: dict[int, list[int]] = defaultdict(list)
    rows = Answer.objects.filter(link__in=found, day__gt=day - timedelta(days=SHOWN_DAYS)).order_by()
    for link, score in rows.values_list("link_id", "score"):
        scores[link].append(score)
    return {link.pk: summary(link.kind, scores[link.pk]) for link in found}


def comments(link: RatingLink, most: int = 30) -> QuerySet[Answer]:
    """The newest answers with words."""
    return link.answers.exclude(comment="").order_by("-at", "-pk")[:most]
