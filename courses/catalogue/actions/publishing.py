from typing import Any

from django.db import transaction
from wagtail.models import Page

from courses.catalogue.models import CoursePage, LessonPage
from courses.catalogue.places import COURSE, LESSON
from lms.learning.actions import publish_activity, retire_activity, take_snapshot
from lms.learning.models import Activity


@transaction.atomic
def publish_page(page: Page) -> Activity | None:
    """A course or lesson went live: its Activity and an immutable snapshot of what readers now see."""
    if isinstance(page, LessonPage):
        activity = _publish_lesson(page)
    elif isinstance(page, CoursePage):
        activity = _publish_course(page)
    else:
        return None
    take_snapshot(activity=activity, language=page.locale.language_code, body=snapshot_body(page))
    return activity


def _publish_course(page: CoursePage) -> Activity:
    return publish_activity(
        uid=page.translation_key,
        kind=COURSE,
        titles=_titles(page),
        skills=page.skills.all(),
        seconds=_course_seconds(page),
        position=_position(page),
    )


def _publish_lesson(page: LessonPage) -> Activity:
    course = page.get_parent().specific
    parent = Activity.objects.filter(uid=course.translation_key).first() or _publish_course(course)
    activity = publish_activity(
        uid=page.translation_key,
        kind=LESSON,
        titles=_titles(page),
        skills=page.skills.all(),
        seconds=page.minutes * 60,
        parent=parent,
        position=_position(page),
    )
    Activity.objects.filter(pk=parent.pk).update(seconds=_course_seconds(course))
    return activity


def _titles(page: Page) -> dict[str, str]:
    live = type(page).objects.filter(translation_key=page.translation_key, live=True)
    return dict(live.values_list("locale__language_code", "title"))


def _course_seconds(course: Page) -> int:
    return 60 * sum(LessonPage.objects.child_of(course).live().values_list("minutes", flat=True))


def _position(page: Page) -> int:
    return page.get_siblings().filter(path__lt=page.path).count()


def snapshot_body(page: Page) -> dict[str, Any]:
    """Everything a reader of this version saw, with the uid of every block and option."""
    if isinstance(page, LessonPage):
        body = [_with_name(block, value) for block, value in zip(page.body, page.body.get_prep_value(), strict=True)]
        return {"title": page.title, "summary": page.summary, "body": body}
    return {"title": page.title, "summary": page.summary, "body": page.body, "outcomes": page.outcome_list}


def _with_name(block: Any, value: dict[str, Any]) -> dict[str, Any]:
    """An exercise stands in the stream by its row's number: the snapshot says what it was called."""
    activity = block.value["activity"] if block.block_type == "exercise" else None
    if activity is None:
        return value
    return {**value, "value": {**value["value"], "uid": str(activity.uid), "title": activity.title}}


@transaction.atomic
def unpublish_page(page: Page) -> None:
    """Retired once no language is live. Titles of languages still live stay right."""
    others = type(page).objects.filter(translation_key=page.translation_key, live=True).exclude(pk=page.pk)
    if not others.exists():
        retire_activity(uid=page.translation_key)


@transaction.atomic
def reorder(parent: Page) -> None:
    """Activities follow the order of their pages in the tree."""
    for position, key in enumerate(parent.get_children().values_list("translation_key", flat=True)):
        Activity.objects.filter(uid=key).update(position=position)
