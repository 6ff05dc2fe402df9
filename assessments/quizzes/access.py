"""Who may open what of quizzes. Gatekeepers return the object or raise 404."""

from uuid import UUID

from django.http import Http404

from lms.learning.kinds import activity_kinds
from lms.learning.models import Activity
from lms.people import queries as people
from lms.people.access import is_administrator, team_for_manager
from lms.people.models import Team, User

from . import queries
from .models import Attempt, Edition
from .places import QUIZ


def edition(uid: UUID, language: str) -> Edition:
    """Of a live quiz, in the reader's language or the other one."""
    activity = Activity.objects.filter(uid=uid, kind=QUIZ, live=True).first()
    found = queries.edition_of(activity, language) if activity else None
    if found is None:
        raise Http404
    return found


def quiz(uid: UUID) -> Activity:
    """Live or not: results stay when a quiz is no longer offered."""
    activity = Activity.objects.filter(uid=uid, kind=QUIZ).first()
    if activity is None:
        raise Http404
    return activity


def own_attempt(person: User, uid: UUID) -> Attempt:
    rows = Attempt.objects.select_related("snapshot", "activity", "origin")
    attempt = rows.filter(uid=uid, person=person).first()
    if attempt is None:
        raise Http404
    return attempt


def handed_in(person: User, uid: UUID) -> Attempt:
    attempt = own_attempt(person, uid)
    if attempt.submitted_at is None:
        raise Http404
    return attempt


def origin(text: str) -> Activity | None:
    """Where a reader says to have come from: a live thing that can be opened, else nothing."""
    try:
        uid = UUID(text)
    except ValueError:
        return None
    return Activity.objects.filter(uid=uid, live=True, kind__in=activity_kinds).first()


def teams(person: User) -> list[Team]:
    """Those whose results the person may see."""
    if is_administrator(person):
        return list(Team.objects.filter(closed_on__isnull=True).order_by("name"))
    return list(people.teams_led_by(person, people.today_of(person)).order_by("name"))


def team(person: User, asked: str) -> Team | None:
    """The team asked for; without one the first. None when the person has none."""
    if asked:
        if not asked.isdecimal():
            raise Http404
        return team_for_manager(person, int(asked))
    return next(iter(teams(person)), None)
