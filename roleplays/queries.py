from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from lms.learning.models import Activity, ContentSnapshot, Evidence
from lms.people.models import User

from .models import Run, Scenario
from .places import ROLEPLAY

RECENT_DAYS = 30


def scenarios() -> QuerySet[Activity]:
    """What can be played now."""
    return Activity.objects.filter(kind=ROLEPLAY, live=True)


def latest_snapshot(activity: Activity, language: str) -> ContentSnapshot | None:
    """What is live in that language, else in the other one. One query."""
    rows = ContentSnapshot.objects.filter(scenarios__translation_key=activity.uid, scenarios__live=True)
    found = sorted(rows.select_related("activity"), key=lambda row: row.language != language)
    return next(iter(found), None)


def light(runs: QuerySet[Run]) -> QuerySet[Run]:
    """For lists: without the words of the scenario and the steps."""
    return runs.select_related("snapshot__activity").defer("snapshot__body", "steps")


def runs_of(person: User, activity: Activity) -> QuerySet[Run]:
    """Own runs of one scenario, the latest first."""
    return light(Run.objects.filter(person=person, snapshot__activity=activity)).order_by("-started_at", "-pk")


def open_run(person: User, activity: Activity, *, official: bool) -> Run | None:
    """The one that was left in the middle, latest first."""
    rows = Run.objects.filter(person=person, snapshot__activity=activity, official=official, finished_at=None)
    return rows.order_by("-moved_at", "-pk").first()


def official_runs(people: Iterable[User], until: datetime, most: int = 8) -> list[Run]:
    """Finished runs for the record of the last 30 days, the latest first. One query."""
    rows = Run.objects.filter(official=True, person__in=list(people), finished_at__lte=until)
    rows = rows.filter(finished_at__gte=until - timedelta(days=RECENT_DAYS))
    return list(light(rows).select_related("person", "snapshot__activity").order_by("-finished_at")[:most])


def counted_on(person: User, activity: Activity, day: date) -> bool:
    """Whether a run of this scenario has been evidence on that day of the person already."""
    return Evidence.objects.filter(
        record__person=person, record__activity=activity, record__day=day, record__source=ROLEPLAY
    ).exists()


def versions_of(slug: str) -> list[Scenario]:
    """All languages of one scenario, as they were last edited."""
    rows = Scenario.objects.filter(slug=slug).select_related("locale").order_by("locale__language_code")
    return [row.get_latest_revision_as_object() if row.latest_revision_id else row for row in rows]


def live_titles(key: object) -> dict[str, str]:
    rows = Scenario.objects.filter(translation_key=key, live=True)
    return dict(rows.values_list("locale__language_code", "title"))
