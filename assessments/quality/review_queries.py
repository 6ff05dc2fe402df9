"""Reads of reviews beside the figures: which checklist, what would help, disputes, draws, compared ratings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lms.learning.kinds import activity_kinds
from lms.learning.models import Activity, ActivityState, ContentSnapshot
from lms.people import queries as people
from lms.people.models import Membership, RoleGrant, User

from . import queries
from .models import (
    Coaching,
    ComparedTicket,
    Comparison,
    Dispute,
    Look,
    Plan,
    Recording,
    Reply,
    Review,
    Sample,
    SampledTicket,
    Ticket,
)
from .places import SCORECARD
from .sampling import Choosable
from .scorecards import MINUTES, Line, lines_of, made_for, made_for_any, minutes

# checklists ---------------------------------------------------------------


@dataclass(frozen=True)
class Offered:
    """A checklist one may review on: its newest snapshot in the reader's language, else in the other."""

    activity: Activity
    snapshot: ContentSnapshot

    @property
    def minutes(self) -> int:
        return minutes(self.snapshot.body)


def offered(language: str, channel: str = "") -> list[Offered]:
    """Those made for the channel first, then those for any, then the rest. One query."""
    rows = ContentSnapshot.objects.filter(activity__kind=SCORECARD, activity__live=True).select_related("activity")
    newest: dict[int, ContentSnapshot] = {}
    for row in rows.order_by("pk"):
        held = newest.get(row.activity_id)
        if held is None or row.language == language or held.language != language:
            newest[row.activity_id] = row
    found = [Offered(row.activity, row) for row in newest.values()]
    return sorted(found, key=lambda one: (_rank(one.snapshot.body, channel), one.activity.position, one.activity.pk))


def _rank(body: dict[str, Any], channel: str) -> int:
    return 0 if made_for(body, channel) else 1 if made_for_any(body) else 2


def chosen(cards: Iterable[Offered], uid: str) -> Offered | None:
    """The one asked for, else the first."""
    cards = list(cards)
    return next((card for card in cards if str(card.activity.uid) == uid), next(iter(cards), None))


# versions and second looks ------------------------------------------------


def versions(review: Review) -> QuerySet[Review]:
    """All of one reviewer's look at one ticket, the oldest first."""
    return Review.objects.filter(ticket=review.ticket_id, reviewer=review.reviewer_id).order_by("pk")


def first_version(review: Review) -> Review:
    return versions(review).get(corrects=None)


def standing_version(review: Review) -> Review:
    """The one that counts."""
    rows = versions(review).filter(submitted_at__isnull=False, superseded_at=None)
    return rows.select_related("ticket", "person", "reviewer", "snapshot").get()


def disputes_of(review: Review) -> QuerySet[Dispute]:
    rows = Dispute.objects.filter(first__ticket=review.ticket_id, first__reviewer=review.reviewer_id)
    return rows.select_related("decided_by")


def waits_for_second_look(review: Review) -> bool:
    return disputes_of(review).filter(state=Dispute.State.OPEN).exists()


def with_company_role(*roles: str) -> QuerySet[User]:
    grants = RoleGrant.objects.filter(role__in=roles, until=None)
    return User.objects.filter(pk__in=grants.values("person"), is_active=True)


def other_reviewers(review: Review) -> QuerySet[User]:
    people_left_out = [review.reviewer_id, review.person_id]
    return with_company_role(RoleGrant.Role.QA).exclude(pk__in=people_left_out)


def deciders(review: Review) -> list[User]:
    """Other reviewers; where there are none, the agent's leads and the administrators."""
    if others := list(other_reviewers(review)):
        return others
    teams = people.teams_of(review.person, people.today_of(review.person))
    managers = Membership.objects.filter(people.on(people.today_of(review.person)), team__in=teams)
    leads = managers.filter(role=Membership.Role.MANAGER).values("person")
    office = with_company_role(RoleGrant.Role.ADMINISTRATOR).values("pk")
    rows = User.objects.filter(Q(pk__in=leads) | Q(pk__in=office), is_active=True)
    return list(rows.exclude(pk__in=[review.reviewer_id, review.person_id]))


def open_disputes() -> QuerySet[Dispute]:
    rows = Dispute.objects.filter(state=Dispute.State.OPEN)
    return rows.select_related("review__person", "review__reviewer", "review__ticket", "review__snapshot")


def replies_of(review: Review) -> QuerySet[Reply]:
    """Under any of its versions."""
    rows = Reply.objects.filter(review__ticket=review.ticket_id, review__reviewer=review.reviewer_id)
    return rows.select_related("by")


def recording_of(ticket: Ticket) -> Recording | None:
    """No query where the ticket came with it."""
    try:
        return ticket.recording  # type: ignore[attr-defined,no-any-return]  # reverse of its ticket
    except Recording.DoesNotExist:
        return None


def whole(rows: QuerySet[Review]) -> QuerySet[Review]:
    """With all a page of it names. `drawn`: it was on the reviewer's list; else the reviewer chose the ticket."""
    on_list = SampledTicket.objects.filter(ticket=OuterRef("ticket"), sample__by=OuterRef("reviewer"), dropped_at=None)
    joined = ("ticket__recording__file", "person", "reviewer", "snapshot", "corrected_by")
    return rows.annotate(drawn=Exists(on_list)).select_related(*joined)


def to_look_at(agent: User, most: int = 3) -> QuerySet[Ticket]:
    """The agent's tickets that wait on a reviewer's list, and that they have not looked at themselves."""
    looked = Look.objects.filter(ticket=OuterRef("pk"), person=agent, submitted_at__isnull=False)
    given = Review.objects.filter(ticket=OuterRef("pk"), submitted_at__isnull=False)
    waits = SampledTicket.objects.filter(ticket=OuterRef("pk"), dropped_at=None)
    rows = Ticket.objects.filter(Exists(waits), ~Exists(given), ~Exists(looked), agent=agent)
    return rows.defer("messages").order_by("-solved_at")[:most]


# what would help ----------------------------------------------------------

WEAK = 70.0


@dataclass(frozen=True)
class Help:
    """One weak category with what trains it."""

    line: Line
    offers: list[Activity]


def help_for(review: Review) -> list[Help]:
    """Per weak category the best of each kind that trains its skills and was not done yet. Two queries."""
    weak = [line for line in lines_of(review.snapshot.body) if not line.bonus and _is_weak(review, line)]
    slugs = {slug for line in weak for slug in line.skills}
    if not slugs:
        return []
    kinds = {kind.name: kind.practice for kind in activity_kinds.values() if kind.practice and kind.assignable}
    done = ActivityState.objects.filter(person=review.person_id, activity=OuterRef("pk"), done_at__isnull=False)
    rows = Activity.objects.filter(~Exists(done), live=True, kind__in=kinds, skills__slug__in=slugs).distinct()
    ranked = sorted(rows.prefetch_related("skills"), key=lambda row: (kinds[row.kind], row.kind, row.position, row.pk))
    found = [Help(line, _best_of_each_kind(ranked, line)) for line in weak]
    return [one for one in found if one.offers]


def _is_weak(review: Review, line: Line) -> bool:
    return review.percents.get(line.uid, 100.0) < WEAK


def _best_of_each_kind(ranked: Iterable[Activity], line: Line) -> list[Activity]:
    firsts: dict[str, Activity] = {}
    for row in ranked:
        if any(skill.slug in line.skills for skill in row.skills.all()):
            firsts.setdefault(row.kind, row)
    return list(firsts.values())


def coachings_of(review: Review) -> list[tuple[Coaching, bool]]:
    """What was asked for because of a review (of any version), and whether it is done. One query."""
    done = ActivityState.objects.filter(
        person=review.person_id, activity=OuterRef("assignment__activity"), done_at__isnull=False
    )
    rows = Coaching.objects.filter(review__ticket=review.ticket_id, review__reviewer=review.reviewer_id)
    rows = rows.filter(assignment__withdrawn_at=None).select_related("assignment__activity")
    return [(row, bool(row.is_done)) for row in rows.annotate(is_done=Exists(done))]


# draws --------------------------------------------------------------------

LATE_WEEKS = 26


def plans_shown(person: User, everything: bool) -> QuerySet[Plan]:
    """Open ones of teams the person leads, or all."""
    rows = Plan.objects.filter(ended_at=None).select_related("team", "reviewer", "scorecard")
    if everything:
        return rows
    return rows.filter(team__in=people.teams_led_by(person, people.today_of(person)))


def choosable(plan: Plan, first: date, last: date) -> list[Choosable]:
    """Solved tickets of the team's people with a talk in them, not reviewed, not drawn, not compared."""
    drawn = SampledTicket.objects.filter(ticket=OuterRef("pk"), dropped_at=None)
    members = people.members_on([plan.team], last)
    rows = Ticket.objects.filter(solved_on__range=(first, last), agent__in=members, agent__is_active=True)
    rows = rows.exclude(agent=plan.reviewer_id).exclude(messages=[]).filter(compared=None)
    rows = rows.filter(~Exists(Review.objects.filter(ticket=OuterRef("pk"))), ~Exists(drawn))
    return [
        Choosable(
            row.pk,
            row.agent_id or 0,
            row.channel,
            row.csat,
            sum(len(item.get("text", "")) for item in row.messages),
            row.solved_on or last,
        )
        for row in rows.only("pk", "agent_id", "channel", "csat", "messages", "solved_on")
        .order_by("pk")
        .iterator(chunk_size=500)  # of the talks only their lengths are kept
    ]


def minutes_of(picks: Iterable[SampledTicket]) -> int:
    """How long a list takes: by the plan's checklist, else as a whole one."""
    return sum(max(1, round(row.sample.plan.scorecard.seconds / 60)) if row.sample.plan else MINUTES for row in picks)


def reviews_had(agents: Iterable[int], since: date) -> dict[int, int]:
    """Per agent how many tickets were drawn of theirs since."""
    rows = SampledTicket.objects.filter(ticket__agent__in=list(agents), dropped_at=None, sample__week__gte=since)
    return dict(rows.order_by().values("ticket__agent").annotate(n=Count("pk")).values_list("ticket__agent", "n"))


def plan_minutes(plan: Plan) -> int:
    """A review on the plan's checklist; it says so in every language alike."""
    return max(1, round(plan.scorecard.seconds / 60))


@dataclass(frozen=True)
class ReviewerLine:
    """How somebody went by what was drawn in these weeks."""

    reviewer: User
    drawn: int
    given: int
    aside: int
    by_hand: int


def reviewer_lines(since: date) -> list[ReviewerLine]:
    """Two queries."""
    given = Review.objects.filter(ticket=OuterRef("ticket"), submitted_at__isnull=False)
    picks = SampledTicket.objects.filter(sample__at__date__gte=since).annotate(done=Exists(given))
    counted: dict[int, list[int]] = {}
    for reviewer, dropped, done in picks.values_list("sample__by", "dropped_at", "done"):
        row = counted.setdefault(reviewer, [0, 0, 0, 0])
        row[0] += 1
        row[1] += bool(done and not dropped)
        row[2] += bool(dropped)
    for reviewer in hand_picked(since).values_list("reviewer", flat=True):
        counted.setdefault(reviewer, [0, 0, 0, 0])[3] += 1
    known = User.objects.in_bulk(list(counted))
    return [ReviewerLine(known[pk], *row) for pk, row in sorted(counted.items())]


def hand_picked(since: date) -> QuerySet[Review]:
    """Reviews of tickets that were not on the reviewer's list: chosen, not drawn."""
    on_list = SampledTicket.objects.filter(ticket=OuterRef("ticket"), sample__by=OuterRef("reviewer"), dropped_at=None)
    rows = queries.standing_reviews().filter(reviewed_on__gte=since)
    return rows.filter(~Exists(on_list)).select_related("person", "reviewer", "ticket").defer("ticket__messages")


def laid_aside(since: date) -> QuerySet[SampledTicket]:
    rows = SampledTicket.objects.filter(dropped_at__date__gte=since)
    return rows.select_related("ticket__agent", "sample__by").defer("ticket__messages").order_by("-dropped_at")


def last_samples(plans: Iterable[Plan], most: int = 8) -> QuerySet[Sample]:
    rows = Sample.objects.filter(plan__in=list(plans)).select_related("plan__team", "by")
    return rows.annotate(n=Count("picks")).order_by("-week", "-pk")[:most]


def picks_of(samples: Iterable[Sample]) -> dict[int, list[int]]:
    """Per sample the ids of its tickets, as drawn. One query."""
    found: dict[int, list[int]] = {}
    rows = SampledTicket.objects.filter(sample__in=list(samples)).order_by("sample", "position")
    for sample, ticket in rows.values_list("sample_id", "ticket_id"):
        found.setdefault(sample, []).append(ticket)
    return found


def members_by_team(teams: Iterable[int], day: date) -> dict[int, set[int]]:
    """Ids of those who learn in each team. One query."""
    rows = Membership.objects.filter(people.on(day), team__in=list(teams), person__is_active=True)
    found: dict[int, set[int]] = {}
    for team, person in rows.exclude(role=Membership.Role.MANAGER).values_list("team_id", "person_id"):
        found.setdefault(team, set()).add(person)
    return found


def drawn_in(week: date) -> set[tuple[int, int]]:
    """(team, reviewer) that have their tickets of the week."""
    rows = Sample.objects.filter(week=week, plan__isnull=False)
    return set(rows.values_list("plan__team_id", "plan__reviewer_id"))


# compared ratings ---------------------------------------------------------


def being_compared(ticket: Ticket) -> bool:
    return ComparedTicket.objects.filter(ticket=ticket, comparison__closed_at=None).exists()


def comparable() -> QuerySet[Ticket]:
    """Solved, with a talk, that nobody has reviewed, drawn or compared."""
    drawn = SampledTicket.objects.filter(ticket=OuterRef("pk"), dropped_at=None)
    rows = Ticket.objects.filter(agent__isnull=False, solved_on__isnull=False, compared=None).exclude(messages=[])
    return rows.filter(~Exists(Review.objects.filter(ticket=OuterRef("pk"))), ~Exists(drawn))


def who_may_compare() -> QuerySet[User]:
    return with_company_role(RoleGrant.Role.QA, RoleGrant.Role.ADMINISTRATOR)


def comparisons_of(person: User) -> QuerySet[Comparison]:
    """Those the person takes part in or made."""
    rows = Comparison.objects.filter(Q(people=person) | Q(by=person)).distinct()
    own = Look.objects.filter(comparison=OuterRef("pk"), person=person, submitted_at__isnull=False)
    counted = own.order_by().values("comparison").annotate(n=Count("pk")).values("n")
    return rows.annotate(
        n=Count("tickets", distinct=True),
        among=Count("people", distinct=True),
        mine=Coalesce(Subquery(counted), 0),
        rates=Exists(Comparison.people.through.objects.filter(comparison=OuterRef("pk"), user=person)),
    ).order_by("-created_at", "-pk")


def all_submitted(comparison: Comparison) -> bool:
    given = Look.objects.filter(comparison=comparison, submitted_at__isnull=False).count()
    return given >= comparison.people.count() * comparison.tickets.count()


def submitted_looks(comparison: Comparison) -> QuerySet[Look]:
    rows = Look.objects.filter(comparison=comparison, submitted_at__isnull=False)
    return rows.select_related("person", "snapshot").order_by("person__family_name", "person_id")


def finished_looks(since: date) -> QuerySet[Look]:
    """Of comparisons that are over: nobody's later rating can be swayed by them."""
    rows = Look.objects.filter(comparison__closed_at__date__gte=since, submitted_at__isnull=False)
    return rows.select_related("snapshot", "person").order_by("comparison_id", "ticket_id", "person_id")


def given_counts(comparison: Comparison) -> list[tuple[User, int]]:
    """Who has given how many of their ratings; not which."""
    counted = Count("looks", filter=Q(looks__comparison=comparison, looks__submitted_at__isnull=False))
    rows = comparison.people.annotate(n=counted).order_by("family_name", "pk")
    return [(row, row.n) for row in rows]
