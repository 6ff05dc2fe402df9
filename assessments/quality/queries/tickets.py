"""Lists of tickets: those looked for, late ones, what customers wrote."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum, TextField
from django.db.models.functions import Cast

from assessments.quality.finding import beginnings, escaped, pattern
from assessments.quality.models import MonthRollup, PersonMonth, Ticket
from assessments.quality.scoring import GOOD_RATING
from lms.people.models import User

from .rollups import late
from .scores import REPLY, SOLVING, standing_reviews

SEARCHED_DAYS = 92
LISTED = 25
TEXTS = ("subject", "category", "csat_comment", "external_id")


@dataclass(frozen=True)
class Wanted:
    """Which tickets. `rating`: good, bad, none; `reviewed`: yes, no; `late`: any, reply, solution; `state`: open.

    `rated`: a category's uid, of tickets with a review that rated it; the days are then the reviews' days.
    """

    person: User | None = None
    rating: str = ""
    channel: str = ""
    reviewed: str = ""
    rated: str = ""
    late: str = ""
    state: str = ""
    topic: str = ""
    first: date | None = None
    last: date | None = None
    text: str = ""


def newest_of(people: Collection[int]) -> QuerySet[Ticket]:
    """Tickets of these people, to be listed newest first. One query.

    The newest of a few tickets are found by sorting all of them; of many, by going back from the newest of anybody's
    and leaving others' out, which visits some `LISTED` ÷ (their share). A database without statistics does not know
    which is less.
    """
    sums = PersonMonth.objects.aggregate(
        own=Sum("tickets", filter=Q(agent__in=people), default=0), all=Sum("tickets", default=0)
    )
    if sums["own"] ** 2 <= LISTED * sums["all"]:
        return Ticket.objects.filter(agent__in=people)
    return Ticket.objects.alias(whose=F("agent_id") + 0).filter(whose__in=people)  # not by the index of agents


def wanted(tickets: QuerySet[Ticket], want: Wanted, today: date) -> QuerySet[Ticket]:
    """Newest first, without the talk. Words are looked for in the last three months unless days are given."""
    first = want.first or (today - timedelta(days=SEARCHED_DAYS) if want.text and not want.last else None)
    named = {"agent": want.person, "channel": want.channel, "category": want.topic}
    rows = tickets.filter(**{name: value for name, value in named.items() if value})
    rows = rows.filter(_rated(want.rating), solved_on__isnull=want.state == "open")
    if want.rated:
        rows = rows.filter(_rated_in(want.rated, want.first, want.last))
    elif want.state != "open":
        rows = rows.filter(_between("solved_on", first, want.last))
    reviewed = Exists(standing_reviews().filter(ticket=OuterRef("pk")))
    rows = rows.annotate(reply=REPLY, solving=SOLVING, is_reviewed=reviewed)
    if want.reviewed:
        rows = rows.filter(is_reviewed=want.reviewed == "yes")
    if want.late:
        replies, solutions = late()
        rows = rows.filter({"reply": replies, "solution": solutions}.get(want.late, replies | solutions))
    rows = _with_words(rows, want.text)
    order = ("-created_at", "-pk") if want.state == "open" else ("-solved_on", "-pk")
    return rows.select_related("agent").defer("messages").order_by(*order)


def _between(name: str, first: date | None, last: date | None) -> Q:
    return Q(**{f"{name}__{end}": day for end, day in (("gte", first), ("lte", last)) if day})


def _rated_in(category: str, first: date | None, last: date | None) -> Exists:
    reviews = standing_reviews().filter(_between("reviewed_on", first, last), percents__has_key=category)
    return Exists(reviews.filter(ticket=OuterRef("pk")))


def _rated(rating: str) -> Q:
    return {
        "good": Q(csat__gte=GOOD_RATING),
        "bad": Q(csat__lt=GOOD_RATING),
        "none": Q(csat__isnull=True),
    }.get(rating, Q())


def _with_words(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """All the words, each somewhere in the ticket. On SQLite the talk is stored with its letters escaped."""
    for word in beginnings(text):
        found = Q()
        for name in TEXTS:
            found |= Q(**{f"{name}__iregex": pattern(word)})
        spoken = escaped(word) if connection.vendor == "sqlite" else pattern(word)
        rows = rows.alias(talk=Cast("messages", TextField())).filter(found | Q(talk__iregex=spoken))
    return rows


def with_tickets(people: QuerySet[User]) -> QuerySet[User]:
    return people.filter(Exists(Ticket.objects.filter(agent=OuterRef("pk"))))


# late -----------------------------------------------------------------------

_LATE = {name: Sum(name, default=0) for name in ("tickets", "replied", "timed", "late_replies", "late_solutions")}


def late_by(name: str, whose: Q, month: date) -> list[Mapping[str, Any]]:
    """Per channel or agent_id how many were late in the month that begins on that day, the most first. One query."""
    rows = MonthRollup.objects.filter(whose, month=month).values(name).annotate(**_LATE).order_by(name)
    return sorted(rows, key=lambda row: -(row["late_replies"] + row["late_solutions"]))


# comments -------------------------------------------------------------------


def commented(tickets: QuerySet[Ticket], first: date, last: date) -> QuerySet[Ticket]:
    rows = tickets.filter(solved_on__range=(first, last), csat__isnull=False).exclude(csat_comment="")
    names = (
        "uid",
        "subject",
        "category",
        "csat",
        "csat_comment",
        "solved_on",
        "agent__given_name",
        "agent__family_name",
    )
    return rows.select_related("agent").only(*names).order_by("-solved_on", "-pk")
