"""Who may see and do what about stars. Gatekeepers return the object or raise 404."""

from datetime import date
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from django.http import Http404

from lms.ops.actions.files import private_path
from lms.ops.models import PrivateFile
from lms.people import queries as people
from lms.people.access import is_administrator, person_for_lead
from lms.people.models import User

from . import queries
from .models import Concern, MonthClose, Vote, VoteLink

Found = TypeVar("Found")


def open_link(token: str) -> VoteLink:
    """For customers: of somebody who still works here."""
    return _or_404(queries.open_link(token))


def photo_behind(token: str) -> Path:
    """The file of the photo of that person."""
    person = open_link(token).person
    file = PrivateFile.objects.filter(uid=person.photo, kind="photo").first() if person.photo else None
    path = private_path(file.path) if file else None
    if path is None or not path.exists():
        raise Http404
    return path


def card_of(reader: User, uid: UUID) -> User:
    """One's own, or of somebody one leads; any for an administrator."""
    return person_for_lead(reader, uid)


def concern_for_lead(reader: User, pk: int) -> Concern:
    found: Concern = _or_404(Concern.objects.filter(pk=pk).select_related("person").first())
    _leads(reader, found.person)
    return found


def vote_for_lead(reader: User, pk: int) -> Vote:
    found: Vote = _or_404(Vote.objects.filter(pk=pk).select_related("person").first())
    _leads(reader, found.person)
    return found


def _leads(reader: User, other: User) -> None:
    """What customers said of a person is for the lead; of oneself for nobody's own hand."""
    if other != reader and (is_administrator(reader) or people.leads(reader, other, people.today_of(reader))):
        return
    raise Http404


def closed_month(text: str) -> MonthClose:
    """`2026-10`, once it is closed."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise Http404 from error
    return _or_404(queries.close_of(month))


def month_of_star(person: User, text: str) -> MonthClose:
    close = closed_month(text)
    if close.star_id != person.pk:
        raise Http404
    return close


def figures_open_to(reader: User, people_of_month: list[User]) -> set[int]:
    """Whose figures this person may read: their own, of those they lead, of all for an administrator."""
    if is_administrator(reader):
        return {person.pk for person in people_of_month}
    day = people.today_of(reader)
    led = people.members_on(people.teams_led_by(reader, day), day) if people.is_manager(reader) else ()
    return {reader.pk, *(person.pk for person in led)}


def _or_404(found: Found | None) -> Found:
    if found is None:
        raise Http404
    return found
