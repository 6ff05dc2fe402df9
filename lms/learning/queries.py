"""Reads of the learning record. Everything takes the day it asks about; nothing here asks the clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, FilteredRelation, ManyToOneRel, OuterRef, Q, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber

from lms.people.models import Membership, Team, User
from lms.people.queries import on

from .kinds import activity_kinds
from .mastery import Estimate, Level, Piece, Sums, decay, estimate, without
from .models import (
    Activity,
    ActivityState,
    Assignment,
    Certificate,
    ContentSnapshot,
    Evidence,
    LearningRecord,
    Mastery,
    Skill,
)
from .words import SOURCES

SOON_DAYS = 2
LEARNER_ROLES = (Membership.Role.MEMBER, Membership.Role.MENTOR)


@dataclass(frozen=True)
class Open:
    """Something a person is asked to do and has not done. `days_left` is negative once the day is past."""

    assignment: Assignment
    activity: Activity
    due_on: date | None
    reason: str
    days_left: int | None
    started: bool

    @property
    def overdue(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def due_soon(self) -> bool:
        return self.days_left is not None and 0 <= self.days_left <= SOON_DAYS

    @property
    def urgency(self) -> tuple[bool, date]:
        """Sorts what is due first to the front, what has no day to the end."""
        return (self.due_on is None, self.due_on or date.max)


def asked_for() -> QuerySet[Assignment]:
    """Assignments that still hold: not withdrawn, and what they ask for is still offered."""
    return Assignment.objects.filter(withdrawn_at__isnull=True, activity__live=True, activity__kind__in=activity_kinds)


def open_assignments(person: User, day: date) -> list[Open]:
    """Own ones and those of the teams where one learns on that day, due first, an activity once. One query."""
    return open_for({person: day})[person]


def behind(people: Iterable[User], day: date) -> dict[User, list[Open]]:
    """What each of them has open on that day, due first. One query whatever their number."""
    return open_for(dict.fromkeys(people, day))


def open_for(days: Mapping[User, date]) -> dict[User, list[Open]]:
    """The same for people whose dates differ, because they live in different zones."""
    found: dict[int, list[Open]] = {person.pk: [] for person in days}
    day_of = {person.pk: day for person, day in days.items()}
    for row in _asked_of(day_of) if days else ():
        day = day_of[row.learner]
        if row.person_id or row.since <= day <= (row.until or date.max):
            found[row.learner].append(_open(row, day, row.begun))
    return {person: _once_each(found[person.pk]) for person in days}


def _asked_of(day_of: Mapping[int, date]) -> Iterable[Any]:
    """A row per assignment and `learner` (person id) who has not done it. Team ones carry the membership's dates."""
    member = Q(
        Q(team__memberships__until__isnull=True) | Q(team__memberships__until__gte=min(day_of.values())),
        team__memberships__since__lte=max(day_of.values()),
        team__memberships__person__in=day_of,
        team__memberships__role__in=LEARNER_ROLES,
        team__closed_on__isnull=True,
    )
    states = ActivityState.objects.filter(person=OuterRef("learner"), activity=OuterRef("activity"))
    return (
        asked_for()
        .annotate(
            member=FilteredRelation("team__memberships", condition=member),
            learner=Coalesce("person_id", "member__person_id"),
            since=F("member__since"),
            until=F("member__until"),
        )
        .filter(learner__in=day_of)
        .filter(~Exists(states.filter(done_at__isnull=False)))
        .annotate(begun=Exists(states))
        .select_related("activity")
    )


def _open(row: Assignment, day: date, started: bool) -> Open:
    left = (row.due_on - day).days if row.due_on else None
    return Open(row, row.activity, row.due_on, row.reason, left, started)


def _once_each(rows: Iterable[Open]) -> list[Open]:
    """Due first. Asked twice for one activity, what the person was asked for counts before what the team was."""
    first: dict[int, Open] = {}
    for item in sorted(rows, key=lambda item: (item.assignment.team_id is not None, item.urgency, item.assignment.pk)):
        first.setdefault(item.activity.pk, item)
    return sorted(first.values(), key=lambda item: (item.urgency, item.assignment.pk))


@dataclass(frozen=True)
class Progress:
    """`states`: per activity id, where there is one. `next_up`: the first not done, in the order given."""

    done: int
    total: int
    states: Mapping[int, ActivityState]
    next_up: Activity | None

    @property
    def percent(self) -> int:
        """Whole per cent; 100 only when everything is done."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def complete(self) -> bool:
        return self.total > 0 and self.done == self.total


def current_snapshot(activity: Activity, language: str) -> ContentSnapshot | None:
    """What was published last in that language. By the order of writing: a demo may write with earlier moments."""
    return ContentSnapshot.objects.filter(activity=activity, language=language).order_by("-pk").first()


def states_of(person: User, activities: Iterable[Activity]) -> dict[int, ActivityState]:
    rows = ActivityState.objects.filter(person=person, activity__in=activities)
    return {row.activity_id: row for row in rows}


def progress(person: User, activities: Iterable[Activity]) -> Progress:
    """How far with these, for instance the lessons of a course. One query besides the activities."""
    steps = list(activities)
    states = states_of(person, steps)
    done = {pk for pk, state in states.items() if state.done_at}
    next_up = next((step for step in steps if step.pk not in done), None)
    return Progress(len(done), len(steps), states, next_up)


def masteries_of(people: Iterable[User], day: date) -> dict[User, dict[Skill, Estimate]]:
    """Per person the skills with evidence, in the order of the skills, as of that day. One query."""
    found: dict[User, dict[Skill, Estimate]] = {person: {} for person in people}
    owners = {person.pk: person for person in found}
    rows = Mastery.objects.filter(person__in=owners, skill__live=True).select_related("skill")
    for row in rows.order_by(F("skill__order"), F("skill_id")):
        sums = Sums(row.good, row.bad, row.pieces, row.as_of)
        found[owners[row.person_id]][row.skill] = estimate(sums, day)
    return found


def standing(records: QuerySet[LearningRecord]) -> QuerySet[LearningRecord]:
    """Records without those a correction has taken the place of."""
    return records.filter(~Exists(corrections("key")))


def corrections(key: str) -> QuerySet[LearningRecord]:
    """For `Exists`: the record that replaces the one whose key the outer query has there."""
    return LearningRecord.objects.filter(replaces=OuterRef(key)).exclude(replaces="")


def mastery_of(person: User, day: date) -> dict[Skill, Estimate]:
    return masteries_of([person], day)[person]


Rated = tuple[Skill, Estimate]


def weak_and_strong(person: User, day: date, most: int = 3) -> tuple[list[Rated], list[Rated]]:
    """The skills to practise next, weakest first, and those that hold, strongest first; never one in both."""
    return weak_and_strong_in(mastery_of(person, day), most)


def weak_and_strong_in(masteries: Mapping[Skill, Estimate], most: int = 3) -> tuple[list[Rated], list[Rated]]:
    """The same of what is known already."""
    rated = [(skill, found) for skill, found in masteries.items() if found.enough]
    rated.sort(key=lambda pair: pair[1].mean)
    weak = [pair for pair in rated if pair[1].level in (Level.STARTING, Level.GROWING)]
    strong = [pair for pair in reversed(rated) if pair[1].level is Level.STRONG]
    return weak[:most], strong[:most]


@dataclass(frozen=True)
class Counted:
    """One piece of evidence as it counts on the day asked about. `now`: its weight after ageing."""

    skill: int
    day: date
    activity: Activity
    source: str
    score: float
    weight: float
    now: float

    @property
    def source_name(self) -> str:
        return str(SOURCES.get(self.source, self.source))


def standing_evidence(person: User) -> QuerySet[Evidence]:
    return Evidence.objects.filter(~Exists(corrections("record__key")), record__person=person)


def latest_evidence(person: User, day: date, most: int = 5) -> dict[int, list[Counted]]:
    """Per skill id what the mastery rests on, newest first, at most so many each. One query."""
    place = Window(RowNumber(), partition_by=[F("skill")], order_by=[F("record__at").desc(), F("pk").desc()])
    rows = standing_evidence(person).annotate(place=place).filter(place__lte=most)
    found: dict[int, list[Counted]] = {}
    for row in rows.select_related("record__activity").order_by("skill_id", "place"):
        left = row.weight * decay((day - row.record.day).days)
        counted = Counted(
            row.skill_id, row.record.day, row.record.activity, row.record.source, row.score, row.weight, left
        )
        found.setdefault(row.skill_id, []).append(counted)
    return found


def mastery_then(person: User, day: date) -> dict[int, Estimate]:
    """Per skill id the estimate as it stood at the end of that day, from today's sums less what came since."""
    later: dict[int, list[Piece]] = {}
    rows = standing_evidence(person).filter(record__day__gt=day)
    for skill, score, weight, came in rows.values_list("skill_id", "score", "weight", "record__day"):
        later.setdefault(skill, []).append(Piece(score, weight, came))
    sums = Mastery.objects.filter(person=person)
    return {
        row.skill_id: estimate(
            without(Sums(row.good, row.bad, row.pieces, row.as_of), later.get(row.skill_id, [])), day
        )
        for row in sums
    }


def skills_in_use() -> list[Skill]:
    """Upper skills each followed by its own, in their order. One query."""
    rows = list(Skill.objects.filter(live=True).select_related("parent"))
    place = {skill.pk: (skill.order, skill.pk) for skill in rows}
    return sorted(rows, key=lambda s: (place.get(s.parent_id or s.pk, (0, 0)), s.parent_id is not None, s.order, s.pk))


def skill_is_used(skill: Skill) -> bool:
    """Whether anything at all points to it, also in rooms above."""
    pointing = [
        relation
        for relation in Skill._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel) and relation.related_model
    ]
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: skill}).exists() for relation in pointing
    )


def certificates_of(person: User) -> QuerySet[Certificate]:
    return Certificate.objects.filter(person=person).select_related("job").order_by("-issued_at")


def issued(uid: UUID) -> Certificate | None:
    """For anybody who asks whether a certificate is real."""
    return Certificate.objects.filter(uid=uid).first()


def assignable(query: str = "") -> list[Activity]:
    """What can be asked of people, whose title holds the words, case and ё aside, in either language."""
    return _titled(query, [kind.name for kind in activity_kinds.values() if kind.assignable])


def choosable(query: str = "") -> list[Activity]:
    """What an editor may build into something else: what can be asked of people, and whatever is practised."""
    return _titled(query, [kind.name for kind in activity_kinds.values() if kind.assignable or kind.practice])


def for_guests() -> list[Activity]:
    """What somebody without an account can do by a link."""
    return _titled("", [kind.name for kind in activity_kinds.values() if kind.guests])


def _titled(query: str, kinds: list[str]) -> list[Activity]:
    words = _plain(query).split()
    rows = Activity.objects.filter(live=True, kind__in=kinds).select_related("parent")
    found = [row for row in rows if all(word in _plain(f"{row.title_en} {row.title_ru}") for word in words)]
    return sorted(found, key=lambda row: (row.parent_id is not None, kinds.index(row.kind), row.position, row.pk))


@dataclass(frozen=True)
class Exercise:
    """One thing to practise and how far the person is with it. `best`: 0–1, None without a result."""

    activity: Activity
    skills: tuple[Skill, ...]
    done: bool
    best: float | None

    @property
    def percent(self) -> int | None:
        return None if self.best is None else round(100 * self.best)


def practice_library(person: User, *, q: str = "", kind: str = "", skill: str = "") -> list[Exercise]:
    """What stands on its own and trains something: long kinds before short ones, not done first. Three queries."""
    kinds = [row.name for row in activity_kinds.values() if row.practice and not row.part and kind in ("", row.name)]
    rows = Activity.objects.filter(live=True, kind__in=kinds).prefetch_related("skills")
    if skill:
        rows = rows.filter(skills__slug=skill)
    words = _plain(q).split()
    found = [row for row in rows if all(word in _plain(f"{row.title_en} {row.title_ru}") for word in words)]
    states = states_of(person, found)
    exercises = [_exercise(row, states.get(row.pk)) for row in found]
    longest: dict[str, int] = {}
    for row in found:
        longest[row.kind] = max(longest.get(row.kind, 0), row.seconds)
    return sorted(
        exercises, key=lambda row: (-longest[row.activity.kind], row.activity.kind, row.done, row.activity.pk)
    )


def _exercise(row: Activity, state: ActivityState | None) -> Exercise:
    skills = tuple(skill for skill in row.skills.all() if skill.live)
    return Exercise(row, skills, bool(state and state.done_at), state.best_score if state else None)


def practised_skills() -> QuerySet[Skill]:
    """Skills that something in the practice library trains."""
    kinds = [row.name for row in activity_kinds.values() if row.practice and not row.part]
    return Skill.objects.filter(live=True, activities__live=True, activities__kind__in=kinds).distinct()


def _plain(text: str) -> str:
    return text.casefold().replace("ё", "е")


def learners_in(teams: QuerySet[Team], day: date) -> list[tuple[Team, list[User]]]:
    """Each team with the active people who learn in it on that day. Two queries."""
    members = Membership.objects.filter(on(day), team__in=teams, role__in=LEARNER_ROLES, person__is_active=True)
    found: dict[int, list[User]] = {}
    for row in members.select_related("person").order_by("person__family_name", "person__given_name", "person_id"):
        if row.person not in found.setdefault(row.team_id, []):
            found[row.team_id].append(row.person)
    return [(team, found.get(team.pk, [])) for team in teams]


def open_in(teams: Iterable[Team], people: Iterable[User], most: int = 50) -> list[Assignment]:
    """What was asked of these teams and people and is not done, due first; a team's stays until withdrawn."""
    done = ActivityState.objects.filter(person=OuterRef("person"), activity=OuterRef("activity"), done_at__isnull=False)
    rows = asked_for().filter(Q(team__in=list(teams)) | Q(person__in=list(people)) & ~Exists(done))
    ordered = rows.select_related("activity", "person", "team").order_by(F("due_on").asc(nulls_last=True), "pk")
    return list(ordered[:most])
