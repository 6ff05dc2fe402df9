from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from lms.learning.models import Activity, ContentSnapshot, Evidence, Skill
from lms.people import queries as people
from lms.people.models import Membership, User

from .models import OwnWords, Run, Scenario, Suggestion, TurnNote
from .places import ROLEPLAY

RECENT_DAYS = 30
MOST_COMPARED = 200
MOST_LOOKED_AT = 2000
MOST_SUGGESTED = 10


def scenarios() -> QuerySet[Activity]:
    """What can be played now."""
    return Activity.objects.filter(kind=ROLEPLAY, live=True)


def live_versions() -> QuerySet[Scenario]:
    """Every language of what can be played, with its skills. Two queries."""
    rows = Scenario.objects.filter(live=True).select_related("locale").prefetch_related("skills")
    return rows.defer("body", "variables").order_by("locale__language_code")


def skills_trained() -> QuerySet[Skill]:
    return Skill.objects.filter(live=True, activities__live=True, activities__kind=ROLEPLAY).distinct()


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


def shown_runs(whose: Iterable[User], until: datetime, most: int = 8) -> list[Run]:
    """Finished runs of the last 30 days that are for the record, or that feedback was asked for. One query.

    Each with `waits`: somebody asked and nobody has answered yet; those first, then the latest.
    """
    answered = TurnNote.objects.filter(run=OuterRef("pk"), at__gte=OuterRef("asked_at")).exclude(by=OuterRef("person"))
    rows = Run.objects.filter(Q(official=True) | Q(asked_at__isnull=False), person__in=list(whose))
    rows = rows.filter(finished_at__lte=until, finished_at__gte=until - timedelta(days=RECENT_DAYS))
    waits = ExpressionWrapper(Q(asked_at__isnull=False) & ~Exists(answered), BooleanField())
    ordered = rows.annotate(waits=waits).order_by("-waits", "-finished_at")
    return list(light(ordered).select_related("person", "snapshot__activity")[:most])


def leads_of(person: User, day: date) -> QuerySet[User]:
    """Who manages a team of this person on that day."""
    teams = Membership.objects.filter(people.on(day), person=person).values("team")
    rows = Membership.objects.filter(people.on(day), team__in=teams, role=Membership.Role.MANAGER)
    return User.objects.filter(pk__in=rows.values("person"), is_active=True).exclude(pk=person.pk)


def official_talks(
    snapshot: ContentSnapshot, whose: "QuerySet[User] | None"
) -> list[tuple[list[dict[str, str]], float]]:
    """Steps and score of the latest whole talks for the record of this version; of `whose`, or of everybody."""
    rows = Run.objects.filter(snapshot=snapshot, official=True, finished_at__isnull=False)
    if whose is not None:
        rows = rows.filter(person__in=whose)
    latest = rows.order_by("-finished_at").values_list("steps", "score")[:MOST_LOOKED_AT]
    return [(steps, score or 0.0) for steps, score in latest]


def notes_of(run: Run) -> list[TurnNote]:
    return list(TurnNote.objects.filter(run=run).select_related("by"))


def suggestions_of(run: Run) -> list[Suggestion]:
    """What the person has suggested for this scenario, the latest first."""
    return list(Suggestion.objects.filter(activity=run.snapshot.activity_id, by=run.person_id)[:MOST_SUGGESTED])


def run_before(run: Run) -> Run | None:
    """The person's own finished talk of the same version just before this one."""
    rows = Run.objects.filter(person=run.person_id, snapshot=run.snapshot_id, finished_at__lt=run.finished_at)
    return rows.order_by("-finished_at").first()


def team_steps(run: Run, day: date) -> list[list[dict[str, str]]]:
    """The replies of colleagues' talks for the record of the same version, each colleague's first. One query."""
    teams = Membership.objects.filter(people.on(day), person=run.person_id).values("team")
    mates = Membership.objects.filter(people.on(day), team__in=teams).exclude(person=run.person_id).values("person")
    rows = Run.objects.filter(official=True, snapshot=run.snapshot_id, person__in=mates, finished_at__isnull=False)
    firsts: dict[int, list[dict[str, str]]] = {}
    for person, steps in rows.order_by("finished_at").values_list("person", "steps")[:MOST_COMPARED]:
        firsts.setdefault(person, steps)
    return list(firsts.values())


def counted_on(person: User, activity: Activity, day: date) -> bool:
    """Whether a run of this scenario has been evidence on that day of the person already."""
    return Evidence.objects.filter(
        record__person=person, record__activity=activity, record__day=day, record__source=ROLEPLAY
    ).exists()


def versions_of(slug: str) -> list[Scenario]:
    """All languages of one scenario, as they were last edited."""
    rows = Scenario.objects.filter(slug=slug).select_related("locale").order_by("locale__language_code")
    return [row.get_latest_revision_as_object() if row.latest_revision_id else row for row in rows]


def settled(*, scenario_key: UUID, language: str, node: str, plain: str) -> bool:
    """Whether the author has taken these words up or dropped them."""
    rows = OwnWords.objects.filter(scenario_key=scenario_key, language=language, node=node, plain=plain)
    return rows.filter(settled_at__isnull=False).exists()


def unsettled(scenario: Scenario) -> QuerySet[OwnWords]:
    return OwnWords.objects.filter(
        scenario_key=scenario.translation_key, language=scenario.locale.language_code, settled_at=None
    )


def kept_of(person: User, scenario_key: UUID) -> int:
    """How many different words of a person wait for the author of one scenario. One query."""
    return OwnWords.objects.filter(person=person, scenario_key=scenario_key, settled_at=None).count()


@dataclass(frozen=True)
class Spoken:
    """The same words at one place: `row` is one of them; `people`: how many said them; `meant`: a reply they chose."""

    row: OwnWords
    people: int
    meant: str


def spoken(scenario: Scenario) -> list[Spoken]:
    """What people said in their own words and the author has not settled, the most frequent first. One query."""
    groups: dict[tuple[str, str], list[OwnWords]] = {}
    for row in unsettled(scenario).order_by("-at", "-pk"):
        groups.setdefault((row.node, row.plain), []).append(row)
    found = [Spoken(same[0], len(same), next((row.meant for row in same if row.meant), "")) for same in groups.values()]
    return sorted(found, key=lambda item: -item.people)


def live_titles(key: object) -> dict[str, str]:
    rows = Scenario.objects.filter(translation_key=key, live=True)
    return dict(rows.values_list("locale__language_code", "title"))
