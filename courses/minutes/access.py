"""Who may open what. Gatekeepers hand out the object or raise 404."""

from uuid import UUID

from django.http import Http404

from lms.learning.models import Activity, ContentSnapshot
from lms.people import queries as people
from lms.people.access import is_administrator
from lms.people.models import Team, User

from . import queries
from .models import PlannedMinute
from .places import CARD


def card(text: str) -> Activity:
    """A live card by its uid."""
    found = queries.card(_uid(text))
    if found is None:
        raise Http404
    return found


def any_card(text: str) -> Activity:
    """Also one that is no longer offered: what was answered can still be read."""
    found = Activity.objects.filter(uid=_uid(text), kind=CARD).first()
    if found is None:
        raise Http404
    return found


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def snapshot(pk: int) -> ContentSnapshot:
    """The version of a card that was shown; cards no longer offered are not answered any more."""
    rows = ContentSnapshot.objects.filter(pk=pk, activity__kind=CARD, activity__live=True)
    found = rows.select_related("activity").first()
    if found is None:
        raise Http404
    return found


def teams(person: User) -> list[Team]:
    """Those the person may plan for."""
    if is_administrator(person):
        return list(Team.objects.filter(closed_on__isnull=True))
    return list(people.teams_led_by(person, people.today_of(person)))


def team_of(person: User, pk: str) -> tuple[Team | None, list[Team]]:
    """The team asked for, or the first; with the others. None where there is no team at all."""
    mine = teams(person)
    if not pk:
        return next(iter(mine), None), mine
    found = next((team for team in mine if str(team.pk) == pk), None)
    if found is None:
        raise Http404
    return found, mine


def plan_for_lead(person: User, pk: int) -> PlannedMinute:
    found = PlannedMinute.objects.filter(pk=pk).select_related("team", "activity", "by").first()
    if found is None or found.team not in teams(person):
        raise Http404
    return found
