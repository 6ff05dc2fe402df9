"""Reads of ticket quality. Days are the company's dates; what takes people asks the same of one and of hundreds."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from assessments.quality.imports import AgentRow
from assessments.quality.models import AgentMatch, ColumnMap, ImportRun, Review, SampledTicket, Ticket
from assessments.quality.places import SCORECARD
from assessments.quality.scorecards import Line, lines_of
from lms.learning.models import Activity, ContentSnapshot, Evidence, Skill
from lms.learning.queries import standing_evidence
from lms.people import queries as people_queries
from lms.people.models import Membership, Team, User

from .scores import (
    CRITICAL_DAYS,
    channel_figures,
    channels,
    company_today,
    csat_counts,
    figures_in,
    month_of,
    month_score,
    not_passed_since,
    open_critical,
    period_scores,
    priors_of,
    review_scores,
    standing_reviews,
    tickets_closed,
    totals_given,
    week_sums,
)

__all__ = [
    "CRITICAL_DAYS",
    "channel_figures",
    "channels",
    "company_today",
    "csat_counts",
    "figures_in",
    "month_of",
    "month_score",
    "not_passed_since",
    "open_critical",
    "period_scores",
    "priors_of",
    "review_scores",
    "standing_reviews",
    "tickets_closed",
    "totals_given",
    "week_sums",
]

PRACTICE = ("roleplay", "minute", "quiz")


# reviews ------------------------------------------------------------------


def reviews_of(person: User, since: date) -> QuerySet[Review]:
    """What was said about somebody's tickets, newest first, with the checklists as they were. One query."""
    rows = standing_reviews().filter(person=person, reviewed_on__gte=since)
    return rows.select_related("snapshot", "ticket").defer("ticket__messages").order_by("-submitted_at", "-pk")


def reviews_since(people: Iterable[User], since: date) -> QuerySet[Review]:
    rows = standing_reviews().filter(person__in=[person.pk for person in people], reviewed_on__gte=since)
    return rows.order_by("submitted_at", "pk")


def scorecards() -> list[Activity]:
    return list(Activity.objects.filter(kind=SCORECARD, live=True).order_by("position", "pk"))


def latest_snapshot(scorecard: Activity, language: str) -> ContentSnapshot | None:
    """In that language, else in the other one."""
    rows = ContentSnapshot.objects.filter(activity=scorecard).order_by("-pk")
    own = rows.filter(language=language).select_related("activity").first()
    return own or rows.select_related("activity").first()


def current_lines(language: str) -> list[Line]:
    """The categories reviewers see now, of the first live checklist. One query."""
    rows = ContentSnapshot.objects.filter(activity__kind=SCORECARD, activity__live=True)
    ordered = rows.order_by("activity__position", "activity_id", "-at", "-pk")
    snapshots = list(ordered.values_list("language", "body", "activity_id"))
    first = [row for row in snapshots if row[2] == snapshots[0][2]]
    own = [row for row in first if row[0] == language]
    return lines_of((own or first)[0][1]) if first else []


def skills_named(slugs: Iterable[str]) -> list[Skill]:
    return list(Skill.objects.filter(slug__in=list(slugs)))


def practice_of(person: User, slugs: Iterable[str], since: date) -> QuerySet[Evidence]:
    """What the person practised of these skills, newest first. One query."""
    rows = standing_evidence(person).filter(
        record__source__in=PRACTICE, skill__slug__in=list(slugs), record__day__gte=since
    )
    return rows.select_related("record__activity", "skill").order_by("-record__at", "-pk")


def practice_for(slugs: Iterable[str], most: int = 2) -> list[Activity]:
    """Live activities of kinds made for practice that train one of these skills, the best suited kinds first."""
    from lms.learning.kinds import activity_kinds

    order = {kind.name: kind.practice for kind in activity_kinds.values() if kind.practice}
    rows = Activity.objects.filter(live=True, kind__in=order, skills__slug__in=list(slugs)).distinct()
    return sorted(rows, key=lambda row: (order[row.kind], row.position, row.pk))[:most]


# queue --------------------------------------------------------------------


def queue_of(reviewer: User) -> QuerySet[SampledTicket]:
    """Drawn for this reviewer and still to do, in the order they were drawn."""
    rows = SampledTicket.objects.filter(sample__by=reviewer, dropped_at__isnull=True, ticket__agent__isnull=False)
    done = Review.objects.filter(ticket=OuterRef("ticket"), submitted_at__isnull=False)
    drafts = Review.objects.filter(ticket=OuterRef("ticket"), reviewer=reviewer, submitted_at__isnull=True)
    rows = rows.filter(~Exists(done)).annotate(begun=Exists(drafts))
    rows = rows.select_related("ticket__agent", "sample__plan__scorecard").defer("ticket__messages")
    return rows.order_by("sample__due_on", "sample", "position")


def given_by(reviewer: User) -> QuerySet[Review]:
    rows = standing_reviews().filter(reviewer=reviewer).select_related("person", "ticket")
    return rows.defer("ticket__messages").order_by("-submitted_at")


def tickets_to_draw(first: date, last: date, leaving_out: User) -> dict[int, list[int]]:
    """Per agent the ids of solved tickets with a talk in them, not reviewed, not drawn; the drawer's own left out."""
    drawn = SampledTicket.objects.filter(ticket=OuterRef("pk"), dropped_at__isnull=True)
    rows = Ticket.objects.filter(solved_on__range=(first, last), agent__isnull=False, agent__is_active=True)
    rows = rows.exclude(agent=leaving_out).exclude(messages=[]).filter(compared=None)
    rows = rows.filter(~Exists(Review.objects.filter(ticket=OuterRef("pk"))), ~Exists(drawn))
    found: dict[int, list[int]] = defaultdict(list)
    for agent, pk in rows.order_by("pk").values_list("agent_id", "pk"):
        found[agent].append(pk)
    return dict(found)


# imports ------------------------------------------------------------------


def tickets_of(source: str, agent_refs: Sequence[str]) -> QuerySet[Ticket]:
    return Ticket.objects.filter(source=source, agent_ref__in=agent_refs)


@dataclass(frozen=True)
class TeamsThen:
    """Who was in which team when."""

    memberships: Mapping[int, Sequence[Membership]]

    def on(self, person: int | None, day: date) -> int | None:
        """The team one learnt in on that day, else the one led; of two the one joined first."""
        held = [m for m in self.memberships.get(person or 0, ()) if m.since <= day <= (m.until or date.max)]
        held.sort(key=lambda m: (m.role == Membership.Role.MANAGER, m.since, m.pk))
        return held[0].team_id if held else None


def teams_then(people: Iterable[int]) -> TeamsThen:
    found: dict[int, list[Membership]] = defaultdict(list)
    for row in Membership.objects.filter(person__in=list(people)):
        found[row.person_id].append(row)
    return TeamsThen(found)


def forgotten() -> set[int]:
    """Ids of people whose words are not to be written again."""
    return set(User.objects.filter(forgotten_at__isnull=False).values_list("pk", flat=True))


def people_known_as(agents: Sequence[AgentRow]) -> dict[str, User]:
    """By the agent's reference: who has that e-mail, else that personnel number, else that sign-in name. One query."""
    mails = {agent.email.casefold(): agent.ref for agent in agents if agent.email}
    numbers = {agent.number: agent.ref for agent in agents if agent.number}
    logins = {agent.login.casefold(): agent.ref for agent in agents if agent.login}
    people = list(User.objects.filter(forgotten_at__isnull=True)) if agents else []
    found: dict[str, User] = {}
    for names, of in (
        (logins, lambda person: person.username.casefold()),
        (numbers, lambda person: person.personnel_number),
        (mails, lambda person: person.email.casefold()),
    ):
        found |= {names[key]: person for person in people if (key := of(person)) and key in names}
    return found


def agents_to_match() -> QuerySet[AgentMatch]:
    """Those nobody has matched, each with `tickets`: how many wait."""
    return _with_tickets(AgentMatch.objects.filter(person__isnull=True, left_out=False))


def agents_known() -> QuerySet[AgentMatch]:
    return _with_tickets(AgentMatch.objects.filter(Q(person__isnull=False) | Q(left_out=True)))


def _with_tickets(rows: QuerySet[AgentMatch]) -> QuerySet[AgentMatch]:
    from django.db.models import Subquery
    from django.db.models.functions import Coalesce

    tickets = Ticket.objects.filter(source=OuterRef("source"), agent_ref=OuterRef("agent_ref")).order_by()
    counted = tickets.values("agent_ref").annotate(n=Count("pk")).values("n")
    return (
        rows.annotate(tickets=Coalesce(Subquery(counted), 0))
        .select_related("person")
        .order_by("-tickets", "name", "pk")
    )


def runs() -> QuerySet[ImportRun]:
    return ImportRun.objects.select_related("by").order_by("-at", "-pk")


def last_runs(most: int = 10) -> QuerySet[ImportRun]:
    return runs()[:most]


def column_maps() -> QuerySet[ColumnMap]:
    return ColumnMap.objects.order_by("-saved_at", "-pk")


def teams_shown(person: User, everybody: bool) -> list[Team]:
    """Teams whose quality this person may open."""
    if everybody:
        return list(Team.objects.filter(closed_on__isnull=True))
    return list(people_queries.teams_led_by(person, people_queries.today_of(person)))
