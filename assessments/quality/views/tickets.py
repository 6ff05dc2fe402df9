from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from assessments.quality import access, pages, queries, review_queries
from assessments.quality.forms import RecordingForm
from assessments.quality.models import Ticket
from assessments.quality.queries.tickets import LISTED, wanted, with_tickets
from assessments.quality.talk import talk
from assessments.quality.ticket_forms import TicketsForm
from lms.people.access import signed_in

from .common import language, months, tabs

MOST = 1000


class FirstThousand(Paginator):
    """Nobody turns forty pages; counting a million rows for their number would take longer than the page."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by()[:MOST].count())


@require_safe
@signed_in
def tickets(request: HttpRequest) -> HttpResponse:
    """Those the person may see: their own, their people's, or all."""
    people = list(with_tickets(access.people_seen(request.user)))
    lines = queries.current_lines(language())
    form = TicketsForm(request.GET, people=people, channels=queries.channels(), lines=lines)
    rows = wanted(access.tickets_listed(request.user, people), form.wanted, queries.company_today())
    page = FirstThousand(rows, LISTED).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": form,
        "most": MOST if page.paginator.count == MOST else 0,
        "query": f"{urlencode(form.kept)}&" if form.kept else "",
        "tabs": tabs(request, "tickets"),
    }
    return render(request, "quality/tickets.html", context)


@require_safe
@signed_in
def late(request: HttpRequest) -> HttpResponse:
    """What came late in a month, by channel and by person; each line opens its tickets."""
    month, choice = months(request)
    people = [request.user, *access.people_seen(request.user)]
    context = pages.late_page(access.agents_seen(request.user), people, *month)
    context |= {"month": month, "months": choice, "tabs": tabs(request, "late")}
    return render(request, "quality/late.html", context)


@require_safe
@signed_in
def comments(request: HttpRequest) -> HttpResponse:
    """What customers wrote in a month, by what it is about."""
    month, choice = months(request)
    people = with_tickets(access.people_seen(request.user))
    context = pages.comments_page(access.tickets_listed(request.user, people), *month)
    context |= {"month": month, "months": choice, "tabs": tabs(request, "comments")}
    return render(request, "quality/comments.html", context)


@require_safe
@signed_in
def ticket(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.ticket(request.user, uid)
    reviews = list(queries.standing_reviews().filter(ticket=found).select_related("snapshot", "reviewer", "person"))
    context = {
        "ticket": found,
        "talk": talk(found),
        "reviews": [pages.ReviewLine(row) for row in reviews],
        **_to_do(request, found, bool(reviews)),
        "own": found.agent == request.user,
        "tabs": tabs(request, "tickets"),
    }
    return render(request, "quality/ticket.html", context)


def _to_do(request: HttpRequest, found: Ticket, reviewed: bool) -> dict[str, Any]:
    """Reviewing it, looking at one's own, a recording: whatever this person may do."""
    compared = review_queries.being_compared(found)
    others = found.agent not in (None, request.user)
    return {
        "may_review": access.reviews(request.user) and others and not compared,
        "compared": compared and access.reviews(request.user),
        "may_look": found.agent == request.user and not reviewed,
        "may_record": access.sees_everything(request.user),
        "recording": review_queries.recording_of(found),
        "recording_form": RecordingForm(),
        "cards": review_queries.offered(language(), found.channel) if access.reviews(request.user) else [],
    }
