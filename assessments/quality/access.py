"""Who may see and do what with tickets and reviews. Gatekeepers hand out the object or raise 404.

An agent sees their own, a lead those of people they lead today, reviewers and administrators everything.

Of a comparison of ratings **nobody, administrators included, reads another's rating before giving their own**: whoever
rates reads the others' of a ticket after submitting theirs, and nobody else before all have or it is closed
(`looks_read`). The agent's own look at a ticket is theirs alone until the review is given.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from lms.people import queries as people
from lms.people.access import is_administrator
from lms.people.models import RoleGrant, Team, User

from . import review_queries
from .connection_queries import connection_called
from .models import (
    Advice,
    AgentMatch,
    ColumnMap,
    ComparedTicket,
    Comparison,
    Connection,
    Dispute,
    Look,
    Plan,
    RatingLink,
    Review,
    SampledTicket,
    Ticket,
)
from .places import EVERYBODYS
from .queries.tickets import newest_of


def sees_everything(person: User) -> bool:
    return bool(EVERYBODYS & people.company_roles(person))


def reviews(person: User) -> bool:
    return RoleGrant.Role.QA in people.company_roles(person)


def people_seen(person: User) -> QuerySet[User]:
    """Whose quality the person may read, besides their own."""
    if sees_everything(person):
        return User.objects.filter(forgotten_at__isnull=True)
    day = people.today_of(person)
    return people.members_on(people.teams_led_by(person, day), day)


def tickets_seen(person: User) -> QuerySet[Ticket]:
    if sees_everything(person):
        return Ticket.objects.all()
    return Ticket.objects.filter(Q(agent=person) | Q(agent__in=people_seen(person)))


def tickets_listed(person: User, others: Iterable[User]) -> QuerySet[Ticket]:
    """The same, for a list that begins with the newest. `others`: whoever has tickets of `people_seen`."""
    if sees_everything(person):
        return Ticket.objects.all()
    return newest_of({person.pk, *(other.pk for other in others)})


def agents_seen(person: User) -> Q:
    """Of sums that name an agent."""
    return Q() if sees_everything(person) else Q(agent=person) | Q(agent__in=people_seen(person))


def ticket(person: User, uid: UUID) -> Ticket:
    found = tickets_seen(person).filter(uid=uid).select_related("agent", "team").first()
    if found is None:
        raise Http404
    return found


def person_seen(person: User, uid: UUID) -> User:
    other = User.objects.filter(uid=uid, forgotten_at__isnull=True).first()
    if other is None or not (other == person or people_seen(person).filter(pk=other.pk).exists()):
        raise Http404
    return other


def team(seen: Iterable[Team], pk: int) -> Team:
    """One of the teams the person may open (`queries.teams_shown`)."""
    found = next((team for team in seen if team.pk == pk), None)
    if found is None:
        raise Http404
    return found


def review(person: User, uid: UUID) -> Review:
    """A draft is its reviewer's alone; a submitted one is read by whom it is about and whoever sees them."""
    found = review_queries.whole(Review.objects.filter(uid=uid)).first()
    if found is None or not _may_read(person, found):
        raise Http404
    return found


def _may_read(person: User, found: Review) -> bool:
    if found.submitted_at is None:
        return found.reviewer_id == person.pk and reviews(person)
    if person.pk in (found.person_id, found.reviewer_id) or sees_everything(person):
        return True
    return people_seen(person).filter(pk=found.person_id).exists()


def own_draft(person: User, uid: UUID) -> Review:
    """Submitted ones too: to send one twice is to send it once."""
    found = review(person, uid)
    if found.reviewer_id != person.pk or not reviews(person):
        raise Http404
    return found


def ticket_to_review(person: User, uid: UUID) -> Ticket:
    """Somebody else's, once it is known whose it is, and while nobody compares ratings on it."""
    found = ticket(person, uid)
    if found.agent is None or found.agent == person or review_queries.being_compared(found):
        raise Http404
    return found


def ticket_with_sound(person: User, uid: UUID) -> Ticket:
    """To attach a recording: for reviewers and administrators."""
    found = ticket(person, uid)
    if not sees_everything(person):
        raise Http404
    return found


def may_hear(person: User, file_id: int) -> bool:
    """Whoever sees the ticket of the recording."""
    return tickets_seen(person).filter(recording__file=file_id).exists()


def review_to_coach(person: User, uid: UUID) -> Review:
    """Given and not about oneself; for whoever reads it, so for leads and reviewers."""
    found = review(person, uid)
    if not may_coach(person, found):
        raise Http404
    return found


def may_coach(person: User, found: Review) -> bool:
    return found.submitted_at is not None and found.person_id != person.pk


def own_review(person: User, uid: UUID) -> Review:
    """A given review about oneself."""
    found = review(person, uid)
    if found.person_id != person.pk or found.submitted_at is None:
        raise Http404
    return found


def given_review(person: User, uid: UUID) -> Review:
    found = review(person, uid)
    if found.submitted_at is None:
        raise Http404
    return found


def _dispute(pk: int) -> Dispute:
    rows = Dispute.objects.select_related("review__person", "review__reviewer", "review__ticket", "review__snapshot")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def own_dispute(person: User, pk: int) -> Dispute:
    found = _dispute(pk)
    if found.review.person_id != person.pk:
        raise Http404
    return found


def dispute_to_decide(person: User, pk: int) -> Dispute:
    found = _dispute(pk)
    if not may_decide(person, found.review):
        raise Http404
    return found


def may_decide(person: User, of: Review) -> bool:
    """Another reviewer; where the company has no other, the agent's lead or an administrator. Never the first one."""
    if person.pk in (of.person_id, of.reviewer_id):
        return False
    if reviews(person):
        return True
    if not (people.company_roles(person) & EVERYBODYS or people.is_manager(person)):
        return False
    return person in review_queries.deciders(of)


def decides(person: User) -> bool:
    """Who may come to decide about second looks: the page of them opens."""
    return sees_everything(person) or people.is_manager(person)


def disputes_to_decide(person: User) -> list[Dispute]:
    rows = review_queries.open_disputes()
    if not sees_everything(person):
        rows = rows.filter(review__person__in=people_seen(person))
    rows = rows.exclude(review__person=person).exclude(review__reviewer=person)
    return [row for row in rows if may_decide(person, row.review)]


def plan(person: User, pk: int) -> Plan:
    """Of a team the person leads; any for reviewers and administrators."""
    found = review_queries.plans_shown(person, sees_everything(person)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def watches(person: User) -> bool:
    """Who reads what reviewers laid aside and chose by hand: leads and administrators."""
    return people.is_manager(person) or RoleGrant.Role.ADMINISTRATOR in people.company_roles(person)


def only_of_seen(person: User, picks: QuerySet[SampledTicket]) -> QuerySet[SampledTicket]:
    return picks if sees_everything(person) else picks.filter(ticket__agent__in=people_seen(person))


def reviews_seen(person: User, rows: QuerySet[Review]) -> QuerySet[Review]:
    return rows if sees_everything(person) else rows.filter(person__in=people_seen(person))


def ticket_to_look_at(person: User, uid: UUID) -> Ticket:
    """One's own, before anybody's review of it was given."""
    found = ticket(person, uid)
    if found.agent != person or Review.objects.filter(ticket=found, submitted_at__isnull=False).exists():
        raise Http404
    return found


def own_look(person: User, uid: UUID) -> Look:
    """A look one takes oneself, at one's own ticket or in a comparison."""
    rows = Look.objects.filter(uid=uid, person=person).select_related("ticket", "snapshot", "comparison")
    found = rows.first()
    if found is None or (found.comparison and not sees_everything(person)):
        raise Http404
    return found


def own_look_beside(person: User, found: Review) -> Look | None:
    """The agent's own look at a reviewed ticket, for whoever reads the review: it is given by then."""
    if found.submitted_at is None:
        return None
    return Look.objects.filter(ticket=found.ticket_id, person=found.person_id, comparison=None).first()


def compares(person: User) -> bool:
    return sees_everything(person)


def comparison(person: User, uid: UUID) -> Comparison:
    """For those who take part, and for whoever made it."""
    rows = Comparison.objects.select_related("snapshot", "by").prefetch_related("people", "tickets__ticket__agent")
    found = rows.filter(uid=uid).first()
    if found is None or not compares(person) or not (found.by_id == person.pk or person in found.people.all()):
        raise Http404
    return found


def comparison_made(person: User, uid: UUID) -> Comparison:
    """To close it: for whoever made it."""
    found = comparison(person, uid)
    if found.by_id != person.pk:
        raise Http404
    return found


def ticket_to_compare(person: User, uid: UUID, position: int) -> ComparedTicket:
    """To rate, for those who take part while it is open."""
    found = comparison(person, uid)
    row = next((row for row in found.tickets.all() if row.position == position), None)
    if row is None or found.closed_at or person not in found.people.all():
        raise Http404
    row.comparison = found
    return row


def looks_read(person: User, of: Comparison) -> list[Look]:
    """The rule of independence: the submitted ratings this person may read.

    Whoever rates: those of the tickets they have submitted themselves, also when it was closed before they had. Who
    made it and does not rate: all, once it is over.
    """
    rows = list(review_queries.submitted_looks(of))
    if person in of.people.all():
        mine = {row.ticket_id for row in rows if row.person_id == person.pk}
        return [row for row in rows if row.ticket_id in mine]
    return rows if of.closed_at and of.by_id == person.pk else []


def ticket_to_agree(person: User, uid: UUID, position: int) -> ComparedTicket:
    """What was settled on is written once it is over, by whoever reads the ratings."""
    found = comparison(person, uid)
    row = next((row for row in found.tickets.all() if row.position == position), None)
    if row is None or not found.closed_at:
        raise Http404
    if not any(look.ticket_id == row.ticket_id for look in looks_read(person, found)):
        raise Http404
    row.comparison = found
    return row


def own_pick(person: User, pk: int) -> SampledTicket:
    found = SampledTicket.objects.filter(pk=pk, sample__by=person).first()
    if found is None:
        raise Http404
    return found


def advice_for_lead(person: User, pk: int) -> Advice:
    """On somebody the person leads today; on anybody for an administrator."""
    found = Advice.objects.filter(pk=pk).select_related("person").first()
    if found is None or not (is_administrator(person) or people.leads(person, found.person, people.today_of(person))):
        raise Http404
    return found


def team_led(person: User, pk: int) -> Team:
    """One the person leads today; any for an administrator."""
    led = Team.objects.all() if is_administrator(person) else people.teams_led_by(person, people.today_of(person))
    found = led.filter(pk=pk, closed_on__isnull=True).first()
    if found is None:
        raise Http404
    return found


def may_rule(person: User, team: Team) -> bool:
    """Whoever leads the team, and administrators."""
    return is_administrator(person) or team.pk in {led.pk for led in people.teams_led_now(person)}


def any_team(pk: int) -> Team:
    """For administrators: every team that is open."""
    found = Team.objects.filter(pk=pk, closed_on__isnull=True).first()
    if found is None:
        raise Http404
    return found


def agent_match(pk: int) -> AgentMatch:
    found = AgentMatch.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def column_map(pk: int) -> ColumnMap:
    found = ColumnMap.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def may_ask(person: User) -> None:
    """Leads, reviewers and administrators ask customers."""
    if not (sees_everything(person) or people.is_manager(person)):
        raise Http404


def rating_link(person: User, uid: UUID) -> RatingLink:
    """All for those who see everything; of a lead those they made and those about their people."""
    may_ask(person)
    found = RatingLink.objects.filter(uid=uid).select_related("person").first()
    if found is None or not (sees_everything(person) or _asks(person, found)):
        raise Http404
    return found


def _asks(person: User, link: RatingLink) -> bool:
    return link.made_by_id == person.pk or (link.person is not None and link.person in people_seen(person))


def open_rating_link(token: str) -> RatingLink:
    """For customers: not ended, and of nobody who is gone."""
    found = RatingLink.objects.filter(token=token, ended_at__isnull=True).select_related("person").first()
    if found is None or (found.person and not found.person.is_active):
        raise Http404
    return found


def connection(uid: UUID) -> Connection:
    found = connection_called(uid)
    if found is None:
        raise Http404
    return found
