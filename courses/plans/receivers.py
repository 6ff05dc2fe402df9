"""Receivers only connect."""

from datetime import datetime
from typing import Any

from django.db.models.signals import pre_delete
from wagtail.signals import published, unpublished

from assessments.interviews.signals import candidate_hired
from lms.learning.models import LearningRecord, Skill
from lms.learning.signals import record_added
from lms.people.models import Membership, User
from lms.people.signals import many_joined, team_joined

from . import queries
from .actions import give_on_joining, give_on_joining_at_once, publish_plan, settle_plans, start_with, unpublish_plan
from .models import Plan
from .places import PLAN, TASK


def on_published(sender: type[Plan], instance: Plan, **kwargs: Any) -> None:
    if instance.live:  # scheduled for later is not live yet
        publish_plan(plan=instance)


def on_unpublished(sender: type[Plan], instance: Plan, **kwargs: Any) -> None:
    unpublish_plan(plan=instance)


def on_joined(sender: type[Membership], membership: Membership, by: User | None, at: datetime, **kwargs: Any) -> None:
    give_on_joining(membership=membership, by=by, at=at)


def on_many_joined(sender: Any, memberships: list[Membership], by: User | None, at: datetime, **kwargs: Any) -> None:
    give_on_joining_at_once(memberships=memberships, by=by, at=at)


def on_hired(sender: Any, person: User, skills: list[Skill], by: User, at: datetime, **kwargs: Any) -> None:
    start_with(person=person, skills=skills, by=by, at=at)


def on_record(sender: Any, record: LearningRecord, first_done: bool, **kwargs: Any) -> None:
    """Something became done, or a correction made it open again."""
    if record.activity.kind in (PLAN, TASK) or not (first_done or record.replaces):
        return
    if queries.touched_by(record.person, record.activity):
        settle_plans(person=record.person, at=record.at)


def connect() -> None:
    published.connect(on_published, sender=Plan)
    unpublished.connect(on_unpublished, sender=Plan)
    pre_delete.connect(on_unpublished, sender=Plan)
    team_joined.connect(on_joined)
    many_joined.connect(on_many_joined)
    candidate_hired.connect(on_hired)
    record_added.connect(on_record)
