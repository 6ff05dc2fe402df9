from lms.people import queries as people
from lms.people.access import is_administrator
from lms.people.models import Team, User


def teams_to_choose(person: User) -> list[Team]:
    """Teams whose page this person may open. For a lead no query of its own."""
    if is_administrator(person):
        return list(Team.objects.filter(closed_on__isnull=True))
    return people.teams_led_now(person)
