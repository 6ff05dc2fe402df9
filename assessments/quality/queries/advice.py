"""What was low twice in a row, and what came after."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from assessments.quality.models import Advice, Review
from lms.learning.models import LearningRecord
from lms.people import queries as people
from lms.people.models import User

from .scores import standing_reviews

COOL_DOWN = timedelta(days=28)
SHOWN = timedelta(days=56)
LOOP = "quality.loop"
LOOKED_AT = 30  # reviews back
REVIEW_SOURCE = "review"


def review_of(record: LearningRecord) -> Review | None:
    """The review a record of the learning record tells of."""
    pk = (record.context or {}).get("review")
    return Review.objects.select_related("person", "snapshot").filter(pk=pk).first() if pk else None


def recent_advice(person: User, since: date | None) -> QuerySet[Advice]:
    """Four weeks long nothing is advised twice; what was asked for is followed longer."""
    rows = Advice.objects.filter(person=person)
    return rows.filter(on__gt=since) if since else rows.none()


def last_percents(person: User, uids: Iterable[str], count: int = 2) -> dict[str, list[float]]:
    """Per category the last ratings it got, the latest first. One query."""
    found: dict[str, list[float]] = {uid: [] for uid in uids}
    rows = standing_reviews().filter(person=person).order_by("-submitted_at", "-pk")
    for percents in rows.values_list("percents", flat=True)[:LOOKED_AT]:
        for uid, values in found.items():
            if uid in percents and len(values) < count:
                values.append(percents[uid])
    return found


def later_percents(advice: Advice) -> list[float]:
    """Of reviews of that category after the one that led to it. One query."""
    rows = standing_reviews().filter(person=advice.person_id, submitted_at__gt=advice.at).exclude(pk=advice.review_id)
    return [
        percents[advice.category] for percents in rows.values_list("percents", flat=True) if advice.category in percents
    ]


def advice_for(persons: Sequence[User], day: date) -> list[Advice]:
    """What a lead reads: offered in the last four weeks, or asked for in the last eight. One query."""
    rows = Advice.objects.filter(person__in=[person.pk for person in persons], closed_at__isnull=True)
    offered, asked = Q(assignment__isnull=True, on__gt=day - COOL_DOWN), Q(assignment__isnull=False, on__gt=day - SHOWN)
    return list(rows.filter(offered | asked).select_related("person", "activity", "skill", "assignment", "review"))


def assigns_itself(person: User, day: date) -> bool:
    """By the rule that holds now of a team the person was in on that day."""
    rule = people.settings_on()[LOOP]
    return any(rule.get(str(team.pk)) == "assign" for team in people.teams_of(person, day))
