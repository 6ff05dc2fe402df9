from django.db.models import QuerySet

from lms.people import queries as people
from lms.people.access import is_administrator
from lms.people.models import Team, User


def teams_to_choose(person: User) -> QuerySet[Team]:
    """Teams whose page this person may open."""
    if is_administrator(person):
        return Team.objects.filter(closed_on__isnull=True)
    return people.teams_led_by(person, people.today_of(person))
