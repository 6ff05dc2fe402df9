"""Reads of the service minute. Everything takes the day or moment it asks about."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    FilteredRelation,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, RowNumber

from lms.learning import queries as learning
from lms.learning.mastery import Estimate
from lms.learning.models import Activity, ContentSnapshot, Evidence, LearningRecord, Skill
from lms.learning.queries import standing
from lms.learning.verbs import COMPLETED
from lms.people import queries as people
from lms.people.models import Membership, Team, User

from .marking import worth_telling
from .models import CardMemory, DaySet, MinuteCard, PlannedMinute
from .places import CARD, SOURCE
from .streak import Offer

STREAK_DAYS = 400  # a longer one is shown as so many days at least
LEARNERS = (Membership.Role.MEMBER, Membership.Role.MENTOR)
SURE_WRONG_DAYS = 30
REVIEWS = 5


def card_answers() -> QuerySet[LearningRecord]:
    """Answers to cards that still stand, of everybody."""
    rows = LearningRecord.objects.filter(source=SOURCE, verb=COMPLETED, activity__kind=CARD)
    return standing(rows)


def answers_to(person: User, activity: Activity) -> QuerySet[LearningRecord]:
    return card_answers().filter(person=person, activity=activity).order_by("at", "pk")


def answer_on(person: User, activity: Activity, day: date) -> LearningRecord | None:
    return answers_to(person, activity).filter(day=day).last()


def answers_on(person: User, day: date) -> list[LearningRecord]:
    """Of one day, in order."""
    rows = card_answers().filter(person=person, day=day).select_related("activity")
    return list(rows.order_by("at", "pk"))


def live_cards() -> QuerySet[Activity]:
    return Activity.objects.filter(kind=CARD, live=True).order_by("pk")


def card(uid: UUID) -> Activity | None:
    return live_cards().filter(uid=uid).first()


def shown(activity: Activity, language: str) -> ContentSnapshot | None:
    """What is published of the card in that language, else in the other one. One query."""
    live = MinuteCard.objects.filter(
        translation_key=OuterRef("activity__uid"), locale__language_code=OuterRef("language"), live=True
    )
    rows = ContentSnapshot.objects.filter(Exists(live), activity=activity).order_by("-pk")
    found = list(rows[:20])
    return next((row for row in found if row.language == language), next(iter(found), None))


def snapshots(hashes: Mapping[int, str]) -> dict[int, ContentSnapshot]:
    """By activity id the version with that hash. One query."""
    rows = ContentSnapshot.objects.filter(activity__in=list(hashes), hash__in=list(hashes.values()))
    return {row.activity_id: row for row in rows if hashes[row.activity_id] == row.hash}


def kinds_of(uids: Iterable[UUID]) -> dict[UUID, str]:
    return dict(MinuteCard.objects.filter(translation_key__in=list(uids)).values_list("translation_key", "kind"))


# what a day's choice is made of, for many people at once ----------------------------------------------


def planned_for(days: Mapping[User, date]) -> dict[int, list[int]]:
    """By person id the cards their teams' leads set for their day, in the order they were set. One query."""
    wanted = {person.pk: day for person, day in days.items()}
    found: dict[int, list[int]] = defaultdict(list)
    rows = PlannedMinute.objects.filter(
        withdrawn_at__isnull=True,
        day__in=set(wanted.values()),
        team__closed_on__isnull=True,
        team__memberships__person__in=list(wanted),
        team__memberships__role__in=LEARNERS,
    ).order_by("created_at", "pk")
    member = "team__memberships__"
    for row in rows.values_list("day", "activity", f"{member}person", f"{member}since", f"{member}until"):
        day, activity, person, since, until = row
        if day == wanted[person] and since <= day <= (until or date.max) and activity not in found[person]:
            found[person].append(activity)
    return found


def memories_of(persons: Iterable[User]) -> dict[int, dict[int, CardMemory]]:
    """By person id, by activity id."""
    found: dict[int, dict[int, CardMemory]] = defaultdict(dict)
    for row in CardMemory.objects.filter(person__in=list(persons)):
        found[row.person_id][row.activity_id] = row
    return found


def weak_skills(days: Mapping[User, date]) -> dict[int, list[Skill]]:
    """By person id, weakest first. A query per distinct day."""
    found: dict[int, list[Skill]] = {}
    for day in set(days.values()):
        some = [person for person, own in days.items() if own == day]
        for person, masteries in learning.masteries_of(some, day).items():
            weak, _ = learning.weak_and_strong_in(masteries)
            found[person.pk] = [skill for skill, _ in weak]
    return found


def missed_reviews(persons: Iterable[User]) -> dict[tuple[int, int], tuple[int, int]]:
    """By (person id, skill id): how many of the last five reviews showed the skill badly, and of how many."""
    place = Window(
        RowNumber(), partition_by=[F("record__person"), F("skill")], order_by=[F("record__at").desc(), F("pk").desc()]
    )
    rows = Evidence.objects.filter(
        ~Exists(learning.corrections("record__key")), record__source="review", record__person__in=list(persons)
    )
    found: dict[tuple[int, int], tuple[int, int]] = {}
    values = rows.annotate(place=place).filter(place__lte=REVIEWS).values_list("record__person", "skill", "score")
    for person, skill, score in values:
        missed, of = found.get((person, skill), (0, 0))
        found[person, skill] = (missed + (score < 0.5), of + 1)
    return found


def day_sets(days: Mapping[User, date]) -> dict[int, DaySet]:
    rows = DaySet.objects.filter(person__in=list(days), day__in=set(days.values()))
    wanted = {person.pk: day for person, day in days.items()}
    return {row.person_id: row for row in rows if row.day == wanted[row.person_id]}


def learners(day: date | None = None) -> QuerySet[User]:
    """Active people who learn in a team, those with a minute of their own."""
    rows = Membership.objects.filter(role__in=LEARNERS, team__closed_on__isnull=True)
    rows = rows.filter(people.on(day)) if day else rows.filter(until__isnull=True)
    return User.objects.filter(pk__in=rows.values("person"), is_active=True, forgotten_at__isnull=True)


# a person's day ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OwnDay:
    """Today's choice and the days before. `items` None: not chosen yet, or to be chosen anew."""

    learns: bool
    cards: bool
    items: list[dict[str, Any]] | None
    finished_at: datetime | None
    offers: Mapping[date, Offer]

    @property
    def left(self) -> list[dict[str, Any]]:
        return [item for item in self.items or () if not item["done"]]


def own_day(person: User, day: date) -> OwnDay:
    """One query, whatever there is; only today's row carries its items."""
    lasting = Q(day_sets__day__gt=day - timedelta(days=STREAK_DAYS), day_sets__day__lte=day)
    team = Membership.objects.filter(people.on(day), person=OuterRef("pk"), role__in=LEARNERS)
    rows = User.objects.filter(pk=person.pk).annotate(
        mine=FilteredRelation("day_sets", condition=lasting),
        learns=Exists(team),
        cards=Exists(live_cards().order_by()),
        today=Case(When(mine__day=day, then="mine__items"), output_field=JSONField()),
    )
    names = ("learns", "cards", "mine__day", "mine__finished_at", "mine__open_minutes", "mine__stale", "today")
    found = list(rows.order_by("-mine__day").values_list(*names))
    learns, cards, first, finished, _open, stale, items = found[0]
    offers = {row[2]: Offer(row[3] is not None, row[4]) for row in found if row[2]}
    fresh = first == day and not stale
    return OwnDay(learns, cards, items if fresh else None, finished if first == day else None, offers)


# leads ------------------------------------------------------------------------------------------------


def _with_answers(team: Team, first: date, last: date, members: Collection[User]) -> QuerySet[Any]:
    """A row per planned card and answer of these people between those days; without one where there is none."""
    relation = FilteredRelation(
        "activity__records",
        condition=Q(
            activity__records__person__in=[person.pk for person in members],
            activity__records__source=SOURCE,
            activity__records__day__gte=first,
            activity__records__day__lte=last,
        ),
    )
    rows = PlannedMinute.objects.filter(team=team, day__gte=first, day__lte=last, withdrawn_at__isnull=True)
    return rows.annotate(
        plan=F("pk"),
        answer=relation,
        card=F("activity__pk"),
        uid=F("activity__uid"),
        en=F("activity__title_en"),
        ru=F("activity__title_ru"),
        on=F("day"),
        who=F("answer__person"),
        answered_at=F("answer__at"),
        answered_on=F("answer__day"),
    ).order_by()


COLUMNS = ("plan", "card", "uid", "en", "ru", "on", "who", "answered_at", "answered_on")


def planned_with_doers(team: Team, first: date, last: date, members: Collection[User]) -> list[PlannedMinute]:
    """What is set between those days, each with `done`: person id → moment, of those who answered the card on its
    day. One query."""
    return _plans(team, _with_answers(team, first, last, members).values_list(*COLUMNS, named=True))


def _plans(team: Team, rows: Iterable[Any]) -> list[PlannedMinute]:
    found: dict[int, Any] = {}
    for row in rows:
        if row.plan not in found:
            card = Activity(pk=row.card, uid=row.uid, kind=CARD, title_en=row.en, title_ru=row.ru)
            found[row.plan] = PlannedMinute(pk=row.plan, team=team, day=row.on, activity=card)
            found[row.plan].done = {}
        if row.who and row.answered_on == row.on:
            found[row.plan].done.setdefault(row.who, row.answered_at)
    return sorted(found.values(), key=lambda plan: (plan.day, plan.pk))


def answers_of_plan(plan: PlannedMinute, members: Collection[User]) -> dict[int, LearningRecord]:
    """By person id the answer of that day."""
    rows = card_answers().filter(activity=plan.activity, day=plan.day, person__in=list(members))
    return {row.person_id: row for row in rows}


@dataclass(frozen=True)
class SureWrong:
    """A card that so many of a team were sure of and wrong."""

    activity: Activity
    count: int
    people: int


def team_days(
    team: Team, first: date, last: date, members: Collection[User]
) -> tuple[list[PlannedMinute], list[SureWrong]]:
    """As `planned_with_doers`; and what the lead ought to talk about: cards of which 20 per cent or more of the team
    were sure and wrong at their last answer, within a month. One query for both."""
    nothing = {"plan": Value(0), "on": Cast(Value(None), DateField()), "answered_on": Cast(Value(None), DateField())}
    sure = CardMemory.objects.filter(
        sure_wrong=True,
        person__in=list(members),
        last_at__date__gt=first - timedelta(days=SURE_WRONG_DAYS),
        activity__live=True,
    ).annotate(
        **nothing,
        card=F("activity__pk"),
        uid=F("activity__uid"),
        en=F("activity__title_en"),
        ru=F("activity__title_ru"),
        who=F("person__pk"),
        answered_at=F("last_at"),
    )
    plans = _with_answers(team, first, last, members).values_list(*COLUMNS, named=True)
    rows: list[Any] = list(plans.union(sure.values_list(*COLUMNS, named=True), all=True))
    return _plans(team, (row for row in rows if row.plan)), _sure([row for row in rows if not row.plan], len(members))


def _sure(rows: Iterable[Any], people: int) -> list[SureWrong]:
    cards = {row.card: Activity(pk=row.card, uid=row.uid, kind=CARD, title_en=row.en, title_ru=row.ru) for row in rows}
    counts = Counter(row.card for row in rows)
    found = [SureWrong(cards[pk], count, people) for pk, count in counts.most_common()]
    return [item for item in found if worth_telling(item.count, people)]


def cards_with_skills(words: str = "") -> list[Activity]:
    """Live cards whose title holds the words in either language, skills fetched. Two queries."""
    rows = live_cards().prefetch_related("skills")
    wanted = _plain(words).split()
    return [row for row in rows if all(word in _plain(f"{row.title_en} {row.title_ru}") for word in wanted)]


def _plain(text: str) -> str:
    return text.casefold().replace("ё", "е")


def weakest_of(members: Collection[User], day: date) -> list[Skill]:
    """The skills of a team, weakest first, by the mean of those who have enough evidence. One query."""
    known: dict[Skill, list[Estimate]] = defaultdict(list)
    for masteries in learning.masteries_of(members, day).values():
        for skill, found in masteries.items():
            if found.enough:
                known[skill].append(found)
    means = {skill: sum(found.mean for found in some) / len(some) for skill, some in known.items()}
    return sorted(means, key=lambda skill: (means[skill], skill.order, skill.pk))


def reminded(persons: Iterable[User], day: date) -> set[int]:
    """Who of these has cards waiting on that day: chosen and not done, or not chosen yet. One query."""
    own = DaySet.objects.filter(person=OuterRef("pk"), day=day)
    rows = learners(day).filter(Exists(live_cards().order_by()), pk__in=[person.pk for person in persons])
    found = rows.annotate(
        finished=Subquery(own.values("finished_at")[:1]), items=Subquery(own.values("items")[:1]), made=Exists(own)
    ).values_list("pk", "made", "finished", "items")
    return {pk for pk, made, finished, items in found if not made or (finished is None and items)}
