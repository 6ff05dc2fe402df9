"""Reads of the ledger and the boards. Months are whole numbers: 202611 is November 2026."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear, JSONObject

from lms.learning.models import LearningRecord
from lms.learning.queries import standing
from lms.learning.verbs import COMPLETED, PASSED
from lms.people import queries as people
from lms.people.models import Membership, Team, User

from .levels import Ranked, ranked
from .models import BoardChoice, PointEntry, PointRule, Standing
from .rules import Award, Event, Paid, Rule

NEW_DAYS = 30
TREND_MONTHS = 6
TOLD = ("course", "lesson")  # kinds whose completion colleagues may be told of


def company_day(at: datetime, zone: str = "") -> date:
    """The company's date at that moment: points and boards go by it."""
    return at.astimezone(ZoneInfo(zone or people.setting("company.zone", at.date()))).date()


def month_of(day: date) -> int:
    return 100 * day.year + day.month


def edges(month: int) -> tuple[date, date]:
    """First and last day."""
    first = date(month // 100, month % 100, 1)
    following = (first + timedelta(days=31)).replace(day=1)
    return first, following - timedelta(days=1)


def month_before(month: int, back: int = 1) -> int:
    number = 12 * (month // 100) + month % 100 - 1 - back
    return 100 * (number // 12) + number % 12 + 1


# rules and what they paid ------------------------------------------------


def plain(rule: PointRule) -> Rule:
    return Rule(
        pk=rule.pk,
        code=rule.code,
        verb=rule.verb,
        source=rule.source,
        kind=rule.kind,
        low=rule.low,
        high=rule.high,
        points=rule.points,
        daily_cap=rule.daily_cap,
        once=rule.repeats == PointRule.Repeats.ONCE,
        since=rule.valid_from,
        until=rule.valid_until,
    )


def rules_for(verbs: Iterable[str] | None = None) -> list[Rule]:
    """Rules in use, whenever they hold; in the order of their codes."""
    rows = PointRule.objects.filter(live=True)
    return [plain(rule) for rule in (rows if verbs is None else rows.filter(verb__in=verbs))]


def rules_on(day: date) -> QuerySet[PointRule]:
    rows = PointRule.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), live=True)
    return rows.filter(valid_from__lte=day).order_by("-points", "code")


def event_of(record: LearningRecord, kind: str, day: date) -> Event:
    due = record.context.get("due", True) is not False
    return Event(record.pk, record.activity_id, record.verb, record.source, kind, record.score, day, due)


def earned(person: User | None = None) -> QuerySet[Any]:
    """What was earned, each with `gone`: whether it was taken back since."""
    back = PointEntry.objects.filter(corrects=OuterRef("pk"))
    rows = PointEntry.objects.filter(reason=PointEntry.Reason.EARNED).annotate(gone=Exists(back))
    return rows if person is None else rows.filter(person=person)


def paid_for(person: User, codes: Iterable[str], day: date, activity: int) -> Paid:
    """As much of what was paid as matters for one thing done on that day. One query."""
    rows = earned(person).filter(Q(day=day) | Q(record__activity=activity), rule__code__in=set(codes))
    return paid_from(rows)


def paid_from(rows: QuerySet[Any]) -> Paid:
    found = Paid()
    values = rows.values_list("rule", "rule__code", "record", "record__activity", "day", "points", "gone")
    for *award, gone in values.order_by("pk"):
        found.add(Award(*award), taken_back=gone)
    return found


def is_replaced(record: LearningRecord) -> bool:
    return LearningRecord.objects.filter(replaces=record.key).exists()


def standings() -> Iterator[Standing]:
    """Every person's points of every month, from the ledger alone."""
    month = 100 * ExtractYear("day") + ExtractMonth("day")
    rows = PointEntry.objects.annotate(of=month).values("person_id", "of").annotate(sum=Sum("points"))
    for row in rows.order_by("person_id", "of").iterator():
        yield Standing(person_id=row["person_id"], month=row["of"], points=row["sum"])


def ledger(person: int | None = None) -> QuerySet[PointEntry]:
    """Newest first, of one person or of all, with everything a page shows of an entry."""
    related = ("person", "rule", "record__activity", "by", "corrects", "note")
    rows = PointEntry.objects.select_related(*related).order_by("-at", "-pk")
    rows = rows.annotate(gone=Exists(PointEntry.objects.filter(corrects=OuterRef("pk"))))
    return rows if person is None else rows.filter(person=person)


def entry(pk: int) -> PointEntry | None:
    return PointEntry.objects.filter(pk=pk).first()


# boards ------------------------------------------------------------------


@dataclass(frozen=True)
class Good:
    """One thing a colleague did, from the records. `who`: None when they hide their name."""

    who: User | None
    kind: str
    title_en: str
    title_ru: str

    def title(self, language: str) -> str:
        first, second = (self.title_ru, self.title_en) if language == "ru" else (self.title_en, self.title_ru)
        return first or second


@dataclass(frozen=True)
class Board:
    """`rows`: ranked. `place`: the reader's index in them, None when the reader has no rank."""

    rows: list[Ranked[Any]]
    place: int | None
    good: Good | None


def is_new(person: User, day: date) -> bool:
    """In the first 30 days: words only, no rank and no score."""
    return (day - person.started_on).days < NEW_DAYS


def learners(day: date, teams: Iterable[Team] | None = None) -> QuerySet[User]:
    """Who learns in these teams (or in any) on that day."""
    rows = Membership.objects.filter(people.on(day), person=OuterRef("pk")).exclude(role=Membership.Role.MANAGER)
    if teams is not None:
        rows = rows.filter(team__in=teams)
    return User.objects.filter(Exists(rows), is_active=True)


def own_teams(person: User, day: date) -> QuerySet[Team]:
    return people.teams_of(person, day, [Membership.Role.MEMBER, Membership.Role.MENTOR])


def board(reader: User, members: QuerySet[User], month: int, day: date) -> Board:
    """The board of one month as it stands on `day`. One query."""
    found = list(_with_points(members, month, day))
    rows = _ranked(found, day)
    place = next((index for index, row in enumerate(rows) if row.who.pk == reader.pk), None)
    return Board(rows, place, _good(person for person in found if person.pk != reader.pk))


def ranked_on(members: QuerySet[User], month: int, day: date) -> list[Ranked[Any]]:
    return _ranked(_with_points(members, month, day), day)


def _ranked(people_with_points: Iterable[Any], day: date) -> list[Ranked[Any]]:
    return ranked((person, person.points) for person in people_with_points if not is_new(person, day))


def _with_points(members: QuerySet[User], month: int, day: date) -> QuerySet[User]:
    """Each with `points`, `hidden` and `did`, the best thing done that month or in the 30 days before `day`."""
    stands = Standing.objects.filter(person=OuterRef("pk"), month=month).values("points")
    return members.annotate(
        points=Coalesce(Subquery(stands), 0),
        hidden=Exists(BoardChoice.objects.filter(person=OuterRef("pk"), hidden=True)),
        did=Subquery(
            _best_of(min(edges(month)[0], day - timedelta(days=NEW_DAYS)), day)
            .filter(person=OuterRef("pk"))
            .values("said")[:1]
        ),
    ).order_by("family_name", "given_name", "pk")


def _best_of(first: date, last: date) -> QuerySet[Any]:
    """What is worth telling colleagues: a course done, else something passed (the best result first), else a lesson."""
    weight = Case(When(activity__kind="course", then=2), When(verb=PASSED, then=1), default=0)
    weight.output_field = IntegerField()
    rows = LearningRecord.objects.filter(day__gte=first, day__lte=last, activity__live=True)
    rows = rows.filter(Q(verb=COMPLETED, activity__kind__in=TOLD) | Q(verb=PASSED))
    said = JSONObject(
        weight=weight,
        score=Coalesce(F("score"), Value(0.0)),
        kind="activity__kind",
        title_en="activity__title_en",
        title_ru="activity__title_ru",
    )
    return standing(rows).annotate(weight=weight, said=said).order_by("-weight", "-score", "-at")


def _good(colleagues: Iterable[Any]) -> Good | None:
    """The best of them all; of equals the one with fewer points, so that it is not always the same."""
    did = [person for person in colleagues if person.did]
    if not did:
        return None
    best = max(did, key=lambda person: (person.did["weight"], person.did["score"], -person.points, -person.pk))
    words = {name: best.did[name] for name in ("kind", "title_en", "title_ru")}
    return Good(None if best.hidden else best, **words)


def trend(person: User, month: int, length: int = TREND_MONTHS) -> list[tuple[int, int]]:
    """(month, points) of the months up to `month`, oldest first; months before the first point are left out."""
    rows = dict(Standing.objects.filter(person=person, month__lte=month).values_list("month", "points"))
    months = [month_before(month, back) for back in range(length - 1, -1, -1)]
    begun = min(rows, default=month)
    return [(number, rows.get(number, 0)) for number in months if number >= begun]


def total(person: User) -> int:
    return Standing.objects.filter(person=person).aggregate(sum=Sum("points"))["sum"] or 0


def hides(person: User) -> bool:
    return BoardChoice.objects.filter(person=person, hidden=True).exists()
