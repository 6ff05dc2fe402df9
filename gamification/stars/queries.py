"""Reads of votes, concerns and closed months. Months are their first day; days are the company's dates."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from assessments.quality import queries as quality
from lms.learning.models import LearningRecord
from lms.learning.queries import standing
from lms.learning.verbs import COMPLETED, PASSED
from lms.people import queries as people
from lms.people.models import Membership, RoleGrant, User
from lms.people.working import calendars_of

from .circle import Chance, Facts, Weights, chances, facts_from
from .models import Concern, MonthClose, MonthStanding, StarChoice, Vote, VoteLink

NEW_DAYS = 30
OWN_WORDS = 8
WORDS_EACH = 2
MINUTE = "minute"  # the source of service minutes: a record a card, so that days are counted instead


def company_day(at: datetime) -> date:
    return at.astimezone(ZoneInfo(people.setting("company.zone", at.date()))).date()


def last_day(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def month_before(month: date, back: int = 1) -> date:
    number = 12 * month.year + month.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)


# votes and concerns -------------------------------------------------------


def open_link(token: str) -> VoteLink | None:
    """Of somebody who still works here, with the person."""
    rows = VoteLink.objects.filter(token=token, ended_at__isnull=True, person__is_active=True)
    return rows.select_related("person").first()


def link_of(person: User) -> VoteLink | None:
    return VoteLink.objects.filter(person=person, ended_at__isnull=True).first()


def is_repeated(person: User, form: str, browser: str, mark: str) -> bool:
    same = Q(form=form) | Q(person=person, browser=browser) | Q(person=person, mark=mark)
    return Vote.objects.filter(same).exists()


def words_for(person: User) -> QuerySet[Vote]:
    """What customers wrote in thanks, newest first."""
    return Vote.objects.filter(person=person, hidden=False).exclude(words="")


def votes_since(members: Iterable[User], day: date) -> QuerySet[Any]:
    """People thanked from that day on, most thanks first, each with `thanks`. One query."""
    since = Q(votes__day__gte=day)
    rows = User.objects.filter(pk__in=[person.pk for person in members]).annotate(thanks=Count("votes", filter=since))
    return rows.order_by("-thanks", "family_name", "given_name")


def open_concerns(members: Iterable[User]) -> QuerySet[Concern]:
    """Not handled yet, the longest waiting first."""
    rows = Concern.objects.filter(person__in=list(members)).exclude(state=Concern.State.HANDLED)
    return rows.select_related("person").order_by("at")


def leads_of(person: User, day: date) -> list[User]:
    """Who leads the person's teams on that day, else the administrators."""
    teams = Membership.objects.filter(people.on(day), person=person).values("team")
    leads = Membership.objects.filter(people.on(day), team__in=teams, role=Membership.Role.MANAGER)
    found = User.objects.filter(pk__in=leads.values("person"), is_active=True).exclude(pk=person.pk)
    grants = RoleGrant.objects.filter(role=RoleGrant.Role.ADMINISTRATOR, until__isnull=True)
    return list(found) or list(User.objects.filter(pk__in=grants.values("person"), is_active=True))


# a month ------------------------------------------------------------------


@dataclass(frozen=True)
class Terms:
    weights: Weights
    months: int


def terms_on(day: date) -> Terms:
    """What the company set, as it holds on that day."""
    values = people.settings_on(day)
    weights = Weights(values["star.quality"], values["star.votes"], values["star.learning"])
    return Terms(weights, max(1, values["star.months"]))


def takes_part(person: User) -> bool:
    return StarChoice.objects.filter(person=person, takes_part=True).exists()


def candidates(month: date) -> list[User]:
    """Take part, learn in a team, past their first 30 days at the month's end, not away all month, no critical
    review unresolved. In a constant number of queries."""
    last = last_day(month)
    in_team = Membership.objects.filter(Q(until__isnull=True) | Q(until__gte=month), person=OuterRef("pk"))
    rows = User.objects.filter(
        Exists(in_team.filter(since__lte=last).exclude(role=Membership.Role.MANAGER)),
        Q(left_on__isnull=True) | Q(left_on__gt=last),
        star_choice__takes_part=True,
        forgotten_at__isnull=True,
        started_on__lte=last - timedelta(days=NEW_DAYS),
    )
    found = list(rows.order_by("pk"))
    calendars, critical = calendars_of(found), quality.open_critical(found, last)
    days = [month + timedelta(days=n) for n in range((last - month).days + 1)]
    worked = [person for person in found if any(calendars[person.pk].works_on(day) for day in days)]
    return [person for person in worked if person.pk not in critical]


def facts_of(candidates: list[User], month: date, months: int) -> list[Facts]:
    """What is known about each: quality and votes of the last `months`, learning of the month itself."""
    first, last = month_before(month, months - 1), last_day(month)
    closed = quality.tickets_closed(candidates, first, last)
    ratings = quality.csat_counts(candidates, first, last)
    reviews = quality.review_scores(candidates, first, last)
    votes, learnt = _votes(candidates, first, last), _learnt(candidates, month, last)
    return [
        Facts(
            person=person.pk,
            good=ratings.get(person.pk, (0, 0))[0],
            rated=ratings.get(person.pk, (0, 0))[1],
            reviews=tuple(reviews.get(person.pk, ())),
            votes=votes.get(person.pk, 0),
            tickets=closed.get(person.pk, 0),
            learnt=learnt.get(person.pk, 0),
        )
        for person in candidates
    ]


def _votes(members: list[User], first: date, last: date) -> dict[int, int]:
    rows = Vote.objects.filter(person__in=members, day__gte=first, day__lte=last).order_by()
    return dict(rows.values_list("person").annotate(n=Count("pk")))


def _learnt(members: list[User], first: date, last: date) -> dict[int, int]:
    """How many different things each did or passed, and on how many days a service minute. One query."""
    rows = standing(LearningRecord.objects.filter(person__in=members, day__gte=first, day__lte=last))
    rows = rows.filter(verb__in=(COMPLETED, PASSED)).order_by()
    things = Count("activity", distinct=True, filter=~Q(source=MINUTE))
    days = Count("day", distinct=True, filter=Q(source=MINUTE))
    return dict(rows.values_list("person").annotate(n=things + days))


# closed months ------------------------------------------------------------


def close_of(month: date) -> MonthClose | None:
    return _closes().filter(month=month).first()


def latest_close() -> MonthClose | None:
    return _closes().first()


def closed_months() -> list[date]:
    return list(MonthClose.objects.values_list("month", flat=True)[:12])


def _closes() -> QuerySet[MonthClose]:
    rows = MonthStanding.objects.select_related("person").order_by("person__family_name", "person__given_name")
    return MonthClose.objects.select_related("star", "reward").prefetch_related(Prefetch("standings", rows))


def recomputed(close: MonthClose) -> list[Chance]:
    """The figures anew from what was stored: the same, to the last digit."""
    facts = [facts_from(row.inputs) for row in close.standings.all()]
    return chances(facts, Weights(**close.weights), close.seed, close.draws)


def plain_weights(weights: Weights) -> dict[str, float]:
    return asdict(weights)


@dataclass(frozen=True)
class Member:
    """One of the circle, with what customers wrote that month."""

    person: User
    words: list[str]
    thanks: int


def circle_of(close: MonthClose) -> list[Member]:
    """In alphabetical order. One query besides the close."""
    found = [row.person for row in close.standings.all() if row.in_circle]
    votes: dict[int, list[Vote]] = {person.pk: [] for person in found}
    rows = Vote.objects.filter(person__in=found, day__gte=close.month, day__lte=last_day(close.month))
    for vote in rows.order_by("-at"):
        votes[vote.person_id].append(vote)
    return [Member(person, _said(votes[person.pk]), len(votes[person.pk])) for person in found]


def _said(votes: Iterable[Vote]) -> list[str]:
    """The longest two say most."""
    words = [vote.words for vote in votes if vote.words and not vote.hidden]
    return sorted(words, key=len, reverse=True)[:WORDS_EACH]
