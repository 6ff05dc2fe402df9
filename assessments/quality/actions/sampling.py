import secrets
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from assessments.quality import queries, review_queries
from assessments.quality.models import Plan, Sample, SampledTicket
from assessments.quality.sampling import Frame, draw, ordered, seats
from assessments.quality.sampling import draw_week as chosen_of_week
from lms.learning.models import Activity
from lms.ops.actions import audit
from lms.people.models import Team, User
from lms.people.queries import company_zone

FROM = time(6)  # on Mondays
WORKING_DAYS = 4  # from Monday to the day it is due


@transaction.atomic
def draw_sample(
    *, by: User, each: int, first: date, last: date, seed: int | None = None, at: datetime | None = None
) -> Sample:
    """`each` tickets of every agent, of those solved in these days that nobody has reviewed or drawn."""
    at = at or timezone.now()
    tickets = queries.tickets_to_draw(first, last, leaving_out=by)
    seed = secrets.randbelow(2**48) if seed is None else seed
    sample = Sample.objects.create(
        by=by, at=at, seed=seed, each=each, first=first, last=last, choosable=sum(map(len, tickets.values()))
    )
    _put_on_list(sample, draw(tickets, each, seed))
    audit(by=by, verb="sample drawn", subject=sample, at=at, each=each)
    return sample


def _put_on_list(sample: Sample, chosen: list[int]) -> None:
    SampledTicket.objects.bulk_create(
        SampledTicket(sample=sample, ticket_id=pk, position=place) for place, pk in enumerate(chosen, 1)
    )


@transaction.atomic
def set_plan(
    *,
    team: Team,
    reviewer: User,
    scorecard: Activity,
    each: int,
    minutes: int,
    by: User | None,
    at: datetime | None = None,
) -> Plan:
    """One a team and reviewer: a new one takes the place of the old, whose draws stay."""
    at = at or timezone.now()
    Plan.objects.filter(team=team, reviewer=reviewer, ended_at=None).update(ended_at=at)
    row = Plan.objects.create(
        team=team, reviewer=reviewer, scorecard=scorecard, each=each, minutes=minutes, by=by, created_at=at
    )
    audit(by=by, verb="review plan set", subject=row, at=at, each=each, minutes=minutes)
    return row


@transaction.atomic
def end_plan(*, plan: Plan, by: User, at: datetime | None = None) -> None:
    at = at or timezone.now()
    Plan.objects.filter(pk=plan.pk, ended_at=None).update(ended_at=at)
    audit(by=by, verb="review plan ended", subject=plan, at=at)


@transaction.atomic
def draw_week(*, plan: Plan, by: User | None, seed: int | None = None, at: datetime | None = None) -> Sample:
    """This week's tickets, of those solved last week. Once a week, whoever presses: the lot is not cast again."""
    at = at or timezone.now()
    today = queries.company_today(at)
    week = today - timedelta(days=today.weekday())
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    # another plan of the same reviewer and team, ended this week, has drawn for it already
    done = Sample.objects.filter(plan__team=plan.team, plan__reviewer=plan.reviewer, week=week).first()
    if done:
        return done
    first, last = week - timedelta(days=7), week - timedelta(days=1)
    tickets = ordered(review_queries.choosable(plan, first, last))
    late = week - timedelta(weeks=review_queries.LATE_WEEKS)
    room = seats(plan.minutes, review_queries.plan_minutes(plan))
    frame = Frame(tickets, review_queries.reviews_had(tickets, late), room)
    sample = Sample.objects.create(
        by=plan.reviewer,
        at=at,
        seed=secrets.randbelow(2**48) if seed is None else seed,
        each=plan.each,
        first=first,
        last=last,
        choosable=sum(map(len, tickets.values())),
        frame=frame.stored(),
        plan=plan,
        week=week,
        due_on=week + timedelta(days=WORKING_DAYS),
    )
    _put_on_list(sample, chosen_of_week(frame, plan.each, sample.seed))
    audit(by=by, verb="week drawn", subject=sample, at=at, each=plan.each)
    return sample


def draw_due(*, at: datetime | None = None) -> int:
    """Every open plan of an active reviewer that has nothing for this week, from Monday morning on. How many."""
    at = at or timezone.now()
    local = at.astimezone(company_zone())
    week = local.date() - timedelta(days=local.weekday())
    if local.weekday() == 0 and local.time() < FROM:
        return 0
    rows = Plan.objects.filter(ended_at=None, reviewer__is_active=True, team__closed_on=None)
    plans = list(rows.exclude(samples__week=week).select_related("team", "reviewer", "scorecard"))
    for plan in plans:
        draw_week(plan=plan, by=None, at=at)
    return len(plans)


@transaction.atomic
def lay_aside(*, pick: SampledTicket, why: str, at: datetime | None = None) -> None:
    """Nothing to learn from it (an empty talk, spam): off the list, and others may draw it again.

    Why stands on the page of the draws, for leads and administrators. Raises ValueError without it.
    """
    at, why = at or timezone.now(), why.strip()
    if not why:
        raise ValueError("a reason is needed")
    rows = SampledTicket.objects.filter(pk=pick.pk, dropped_at__isnull=True)
    if rows.update(dropped_at=at, dropped_why=why[:200]):
        audit(by=pick.sample.by, verb="laid aside", subject=pick, at=at)
