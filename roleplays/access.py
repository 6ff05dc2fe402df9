"""Who may play and who may read a talk. Gatekeepers return the object or raise 404."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from lms.learning import access as learning
from lms.learning import guests
from lms.learning.kinds import activity_kinds
from lms.learning.models import Activity, ContentSnapshot, GuestPass
from lms.people import queries as people
from lms.people.access import is_administrator
from lms.people.models import User

from . import queries
from .models import Run


def scenario(uid: UUID) -> Activity:
    found = queries.scenarios().filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def snapshot(activity: Activity, language: str) -> ContentSnapshot:
    """What is played now, in the reader's language or the other one."""
    found = queries.latest_snapshot(activity, language)
    if found is None:
        raise Http404
    return found


def talks_looked_at(person: User) -> "QuerySet[User] | None":
    """Whose talks for the record count on the page of paths; None: everybody's. For others there is no such page."""
    return learning.looked_at(person)


def may_see_paths(person: User) -> bool:
    return learning.may_look(person)


def own_run(person: User, uid: UUID) -> Run:
    found = _runs().filter(uid=uid, person=person).first()
    if found is None:
        raise Http404
    return found


def finished_run(person: User, uid: UUID) -> Run:
    """One's own; of others a finished one for the record, or with feedback asked for, by who leads them or an
    administrator."""
    found = _runs().filter(uid=uid).first()
    if found is None or not (found.person == person or _may_read(person, found)):
        raise Http404
    return found


def _may_read(person: User, run: Run) -> bool:
    if not (run.done and (run.official or run.asked_at)):
        return False
    return is_administrator(person) or people.leads(person, run.person, people.today_of(person))


def guest_run(guest: GuestPass) -> Run | None:
    """What is behind a guest's link; None before they begin."""
    return _runs(of_guests=True).filter(guest=guest).first()


def guest_run_to_read(person: User, uid: UUID) -> tuple[Run, GuestPass]:
    """A guest's finished talk, by the uid of their pass, for whom the room that gave the link lets read it."""
    found = _runs(of_guests=True).filter(guest__uid=uid).first()
    if found is None or found.guest is None or not (found.done and guests.may_read(person, found.guest)):
        raise Http404
    return found, found.guest


def _runs(*, of_guests: bool = False) -> "queries.QuerySet[Run]":
    rows = Run.objects.filter(guest__isnull=not of_guests)
    return rows.select_related("snapshot__activity", "person", "guest", "came_from")


def came_from(uid: str) -> Activity | None:
    """What somebody wants to go back to; nothing when there is no such thing."""
    try:
        return Activity.objects.filter(uid=UUID(uid), live=True, kind__in=activity_kinds).first() if uid else None
    except ValueError:
        return None
