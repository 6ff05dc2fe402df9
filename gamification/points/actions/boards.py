from django.db import transaction

from gamification.points.models import BoardChoice
from lms.people.models import User


@transaction.atomic
def show_name(*, person: User, shown: bool) -> None:
    """Whether colleagues see this person's name on boards. The points and what was learnt stay either way."""
    BoardChoice.objects.update_or_create(person=person, defaults={"hidden": not shown})
