"""Whose boards a person may open, and whose points an administrator may correct. Gatekeepers raise 404."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from lms.people import queries as people
from lms.people.access import is_administrator
from lms.people.models import Team, User

from . import queries
from .models import PointEntry

COMPANY = "company"


def teams(reader: User, day: date) -> QuerySet[Team]:
    """Teams one is in or leads; all for an administrator."""
    if is_administrator(reader):
        return Team.objects.filter(closed_on__isnull=True)
    return people.teams_of(reader, day)


def team_of_board(reader: User, asked: str, day: date, open_to: list[Team]) -> Team | None:
    """The team asked for among those open to the reader; None: the whole company. By default the first own team."""
    if asked == COMPANY:
        return None
    if not asked:
        own = set(queries.own_teams(reader, day).values_list("pk", flat=True))
        return next((team for team in open_to if team.pk in own), open_to[0] if open_to else None)
    found = next((team for team in open_to if str(team.pk) == asked), None)
    if found is None:
        raise Http404
    return found


def earned_entry(pk: int) -> PointEntry:
    """For pages only administrators reach."""
    found = queries.entry(pk)
    if found is None:
        raise Http404
    return found
