"""Figures of people in periods, and what rooms above ask. Days are the company's dates."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from assessments.quality.models import ChannelMonth, DayRollup, MonthRollup, PersonMonth, Review, Ticket
from assessments.quality.norms import rules_on
from assessments.quality.periods import Figures, PeriodScore, Priors, period_score
from assessments.quality.scoring import CRITICAL_PASS, GOOD_RATING
from assessments.quality.shrinkage import CSAT_PRIOR, REVIEW_PRIOR, Counts, Moments, score_priors, share_priors
from assessments.quality.times import Bins, Middle, Times
from lms.people import queries as people_queries
from lms.people.models import Team, User

CRITICAL_DAYS = 30
Total = tuple[int, date | None, float | None]  # person id, day, total of a review
HISTORY_MONTHS = 6
# Minutes that count: in the team's working hours as set here, else the help desk's, else by the clock.
REPLY = Coalesce("reply_worked", "first_response_business", "first_response")
SOLVING = Coalesce("solving_worked", "resolution_business", "resolution")


def company_today(at: datetime | None = None) -> date:
    return (at or timezone.now()).astimezone(people_queries.company_zone()).date()


def month_of(day: date) -> tuple[date, date]:
    """First and last day."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


# what rooms above ask -----------------------------------------------------


def tickets_closed(people: Iterable[User], first: date, last: date) -> dict[int, int]:
    """Per person id how many tickets they solved in these days; 0 for those without. One query."""
    ids = _ids(people)
    rows = _days(ids, first, last).values("agent").annotate(n=Sum("tickets")).order_by()
    return dict.fromkeys(ids, 0) | {row["agent"]: row["n"] for row in rows}


def review_scores(people: Iterable[User], first: date, last: date) -> dict[int, list[float]]:
    """Per person id the totals (0–100) of reviews given in these days, oldest first. One query."""
    found: dict[int, list[float]] = {pk: [] for pk in _ids(people)}
    rows = standing_reviews().filter(person__in=list(found), reviewed_on__range=(first, last))
    for person, total in rows.order_by("submitted_at", "pk").values_list("person_id", "total"):
        found[person].append(total or 0.0)
    return found


def csat_counts(people: Iterable[User], first: date, last: date) -> dict[int, tuple[int, int]]:
    """Per person id (good, rated) of the tickets solved in these days. One query."""
    ids = _ids(people)
    rows = _days(ids, first, last).values("agent").annotate(k=Sum("good"), n=Sum("rated")).order_by()
    return dict.fromkeys(ids, (0, 0)) | {row["agent"]: (row["k"], row["n"]) for row in rows}


def _days(ids: Iterable[int], first: date, last: date) -> QuerySet[DayRollup]:
    return DayRollup.objects.filter(agent__in=list(ids), day__range=(first, last))


def open_critical(people: Iterable[User], day: date) -> set[int]:
    """Ids of people with a critical category below 50 in the last 30 days that no later review passed. One query."""
    rows = standing_reviews().filter(
        person__in=_ids(people), reviewed_on__gt=day - timedelta(days=CRITICAL_DAYS), reviewed_on__lte=day
    )
    return not_passed_since(rows.order_by("submitted_at", "pk").values_list("person_id", "percents", "failed"))


def not_passed_since(reviews: Iterable[tuple[int, dict[str, float], list[str]]]) -> set[int]:
    """Of (person id, percents, failed) in order of time: who failed a critical category and passed it not since."""
    failed: dict[int, set[str]] = defaultdict(set)
    for person, percents, uids in reviews:
        failed[person] -= {uid for uid, percent in percents.items() if percent >= CRITICAL_PASS}
        failed[person] |= set(uids)
    return {person for person, uids in failed.items() if uids}


def month_score(person: User, month_first: date) -> PeriodScore:
    """A person's quality in the month that begins on that day. Five queries."""
    return period_scores([person], [month_of(month_first)])[person.pk][0]


def period_scores(
    people: Iterable[User], periods: Sequence[tuple[date, date]], reviews: Iterable[Total] | None = None
) -> dict[int, list[PeriodScore]]:
    """Per person id one for each period, by the rules of its last day where there is one only. Five queries.

    `reviews`: those of these periods in order of time, where they are known already; then four.
    """
    persons = list(people)
    last = max(end for _, end in periods)
    figures, rules = figures_in(persons, periods, reviews), rules_on(last)
    priors = priors_of(persons, last)
    return {
        person.pk: [period_score(one, rules, priors[person.pk]) for one in figures[person.pk]] for person in persons
    }


def figures_in(
    people: Iterable[User], periods: Sequence[tuple[date, date]], reviews: Iterable[Total] | None = None
) -> dict[int, list[Figures]]:
    """Per person id what they did in each period. Two queries; whole months come from their sums."""
    found = {pk: [Figures() for _ in periods] for pk in _ids(people)}
    if all(month_of(first) == (first, last) for first, last in periods):
        _add_months(found, [first for first, _ in periods])
    else:
        _add_tickets(found, periods)
    first, last = min(start for start, _ in periods), max(end for _, end in periods)
    if reviews is None:
        rows = standing_reviews().filter(person__in=list(found), reviewed_on__range=(first, last))
        reviews = rows.order_by("submitted_at").values_list("person_id", "reviewed_on", "total")
    for person, day, total in reviews:
        for n, (start, end) in enumerate(periods):
            if day and start <= day <= end:
                found[person][n].reviews.append(total or 0.0)
    return found


def _add_months(found: Mapping[int, Sequence[Figures]], months: Sequence[date]) -> None:
    place = {month: n for n, month in enumerate(months)}
    for row in PersonMonth.objects.filter(agent__in=list(found), month__in=months):
        figures = found[row.agent_id][place[row.month]]
        _add_counts(figures, row)
        figures.replies, figures.resolutions = Middle(row.replies), Middle(row.solutions)


def _add_counts(figures: Figures, row: PersonMonth | ChannelMonth) -> None:
    figures.tickets += row.tickets
    figures.rated += row.rated
    figures.good += row.good
    figures.late_replies += row.late_replies
    figures.late_solutions += row.late_solutions


def _add_tickets(found: Mapping[int, Sequence[Figures]], periods: Sequence[tuple[date, date]]) -> None:
    first, last = min(start for start, _ in periods), max(end for _, end in periods)
    rows = _solved(list(found), first, last).annotate(reply=REPLY, solving=SOLVING).order_by()
    times = {pk: [(Times(), Times()) for _ in periods] for pk in found}
    for agent, day, csat, reply, solving in rows.values_list("agent_id", "solved_on", "csat", "reply", "solving"):
        for n in (n for n, (start, end) in enumerate(periods) if day and start <= day <= end):
            figures, (replies, resolutions) = found[agent][n], times[agent][n]
            figures.tickets += 1
            figures.rated += csat is not None
            figures.good += csat is not None and csat >= GOOD_RATING
            if reply is not None:
                replies.counts[reply] += 1
            if solving is not None:
                resolutions.counts[solving] += 1
    for agent, own in times.items():
        for figures, (replies, resolutions) in zip(found[agent], own, strict=True):
            figures.replies, figures.resolutions = replies, resolutions


def totals_given(first: date, last: date) -> Iterable[tuple[int, int, float]]:
    """(person id, reviewer id, total) of reviews given in these days, in order of time. One query."""
    rows = standing_reviews().filter(reviewed_on__range=(first, last)).order_by("submitted_at", "pk")
    for person, reviewer, total in rows.values_list("person_id", "reviewer_id", "total"):
        yield person, reviewer, total or 0.0


def channel_figures(team: Team, month: date) -> dict[str, Figures]:
    """Per channel what a team did in the month that begins on that day, in order. One query."""
    found: dict[str, Figures] = {}
    for row in ChannelMonth.objects.filter(team=team, month=month).order_by("slot"):
        found[row.channel] = Figures(replies=Bins(row.replies).times, resolutions=Bins(row.solutions).times)
        _add_counts(found[row.channel], row)
    return found


def week_sums(team: Team, first: date, last: date) -> dict[date, Mapping[str, int]]:
    """Per Monday (tickets, rated, good, late) of a team. One query."""
    found: dict[date, Counter[str]] = defaultdict(Counter)
    names = ("tickets", "rated", "good", "late_replies", "late_solutions")
    rows = DayRollup.objects.filter(team=team, day__range=(first, last)).values("day").order_by("day")
    counted: Any = rows.annotate(**{f"all_{name}": Sum(name) for name in names})
    for row in counted:
        monday = row["day"] - timedelta(days=row["day"].weekday())
        found[monday].update({name: row[f"all_{name}"] for name in names})
    return dict(found)


def has_own(person: User) -> bool:
    """Whether there is a ticket or a review of theirs at all."""
    return MonthRollup.objects.filter(agent=person).exists() or standing_reviews().filter(person=person).exists()


def channels() -> list[str]:
    """That tickets ever had, in order. One query."""
    rows = MonthRollup.objects.exclude(channel="").order_by("channel").values_list("channel", flat=True)
    return list(rows.distinct())


def priors_of(people: Iterable[User], day: date) -> dict[int, Priors]:
    """Per person id what half a year of their team says; of several teams the one with most of their tickets.

    Two queries, each a row a person and team.
    """
    last, _end = month_of(day)
    months = Q(month__range=(_months_before(last, HISTORY_MONTHS - 1), last))
    rated: dict[int | None, list[Counts]] = defaultdict(list)
    homes: dict[int, tuple[int, int | None]] = {}
    sums = MonthRollup.objects.filter(months).values("team_id", "agent_id").order_by()
    added = sums.annotate(n=Sum("tickets"), k=Sum("good"), m=Sum("rated"))
    for team, agent, n, k, m in added.values_list("team_id", "agent_id", "n", "k", "m"):
        rated[team].append((k, m))
        homes[agent] = max(homes.get(agent, (0, None)), (n, team), key=_first)
    totals: dict[int | None, list[Moments]] = defaultdict(list)
    reviews = standing_reviews().filter(reviewed_on__range=(_months_before(last, HISTORY_MONTHS - 1), day))
    grouped = reviews.values("ticket__team", "person").order_by()
    counted = grouped.annotate(n=Count("pk"), s=Sum("total"), q=Sum(F("total") * F("total")))
    for team, person, n, s, q in counted.values_list("ticket__team", "person", "n", "s", "q"):
        totals[team].append((n, s, q))
        homes.setdefault(person, (0, team))
    shares, scores = share_priors(rated), score_priors(totals, REVIEW_PRIOR)
    default = Priors(shares.get(None, CSAT_PRIOR), scores.get(None, REVIEW_PRIOR))
    teams = {
        team: Priors(shares.get(team, default.csat), scores.get(team, default.reviews)) for team in {*shares, *scores}
    }
    return {pk: teams.get(homes.get(pk, (0, None))[1], default) for pk in _ids(people)}


def _first(pair: tuple[int, int | None]) -> int:
    return pair[0]


def _months_before(first: date, count: int) -> date:
    for _ in range(count):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def _solved(ids: Iterable[int], first: date, last: date) -> QuerySet[Ticket]:
    return Ticket.objects.filter(agent__in=list(ids), solved_on__range=(first, last))


def _ids(people: Iterable[User]) -> list[int]:
    return [person.pk for person in people]


def standing_reviews() -> QuerySet[Review]:
    """Submitted, and not corrected since."""
    return Review.objects.filter(submitted_at__isnull=False, superseded_at__isnull=True)
