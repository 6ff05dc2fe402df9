"""What a reader may open: live pages, in the reader's language or the other one. Gatekeepers raise 404."""

from uuid import UUID

from django.http import Http404
from wagtail.models import Page

from lms.learning.models import Activity, ContentSnapshot

from . import queries
from .places import COURSE, LESSON


def page_for_reader(path: str, language: str) -> Page:
    page = queries.page_at(path, language)
    if page is None:
        raise Http404
    return page


def lesson(uid: UUID) -> Activity:
    return _live(uid, LESSON)


def course(uid: UUID) -> Activity:
    return _live(uid, COURSE)


def _live(uid: UUID, kind: str) -> Activity:
    activity = Activity.objects.filter(uid=uid, kind=kind, live=True).select_related("parent").first()
    if activity is None:
        raise Http404
    return activity


def place(activity: Activity, language: str) -> queries.Place:
    found = queries.places([activity.uid], language).get(activity.uid)
    if found is None:
        raise Http404
    return found


def snapshot(activity: Activity, digest: str) -> ContentSnapshot:
    row = ContentSnapshot.objects.filter(activity=activity, hash=digest).select_related("activity").first()
    if row is None:
        raise Http404
    return row
