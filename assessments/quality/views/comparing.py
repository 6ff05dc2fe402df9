"""Comparing ratings: begun, rated alone, talked about. Whether somebody may read a rating is asked of `access` only."""

import secrets
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.quality import access, actions, compare_pages, queries, review_queries
from assessments.quality.forms import CompareForm, ratings_from
from assessments.quality.models import Ticket
from assessments.quality.scorecards import lines_of
from lms.people.access import with_role
from lms.ui.toasts import say

from .common import language, tabs

office_only = with_role("qa", "administrator")
DAYS = 365


@office_only
def comparing(request: HttpRequest) -> HttpResponse:
    """The comparisons one takes part in, how alike categories are read, and how strict one is oneself."""
    cards = review_queries.offered(language())
    form = CompareForm(
        request.POST or None,
        people=review_queries.who_may_compare(),
        scorecards=[(str(card.activity.uid), card.activity.title) for card in cards],
    )
    if request.method == "POST" and form.is_valid() and (begun := _begin(request, form, cards)):
        return begun
    finished = list(review_queries.finished_looks(queries.company_today() - timedelta(days=DAYS)))
    context = {
        "comparisons": list(review_queries.comparisons_of(request.user)),
        "form": form,
        "ready": bool(cards),
        "agreement": compare_pages.agreement(finished),
        "strictness": [row for row in compare_pages.strictness(finished) if _may_know(request, row)],
        "tabs": tabs(request, "comparing"),
    }
    return render(request, "quality/comparing.html", context)


def _may_know(request: HttpRequest, row: compare_pages.Strictness) -> bool:
    """One's own; everybody's for administrators. All of it is from comparisons that are over."""
    return row.person == request.user or access.watches(request.user)


def _begin(request: HttpRequest, form: CompareForm, cards: list[Any]) -> HttpResponse | None:
    card = review_queries.chosen(cards, form.cleaned_data["scorecard"])
    tickets = _drawn(form.cleaned_data["tickets"], form.cleaned_data["people"])
    if card is None or not tickets:
        form.add_error(None, _("There is no ticket to compare on: all of the last days are reviewed or drawn."))
        return None
    found = actions.compare(
        tickets=tickets,
        people=form.cleaned_data["people"],
        snapshot=card.snapshot,
        by=request.user,
        due_on=form.cleaned_data["due_on"],
    )
    say(request, _("Everybody rates alone now."))
    return redirect("quality_comparison", found.uid)


def _drawn(count: int, people: list[Any]) -> list[Ticket]:
    """By lot from the last four weeks."""
    since = queries.company_today() - timedelta(weeks=4)
    rows = review_queries.comparable().filter(solved_on__gte=since).exclude(agent__in=people)
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    chosen = Random(secrets.randbelow(2**48)).sample(ids, min(count, len(ids)))  # noqa: S311
    return list(Ticket.objects.filter(pk__in=chosen).select_related("agent"))


@require_safe
@office_only
def comparison(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.comparison(request.user, uid)
    return render(request, "quality/comparison.html", _context(request, found))


def _context(request: HttpRequest, found: Any) -> dict[str, Any]:
    lines = lines_of(found.snapshot.body)
    readable = access.looks_read(request.user, found)
    mine = {look.ticket_id: look for look in found.looks.filter(person=request.user)}
    tickets = compare_pages.ticket_lines(found.tickets.all(), lines, readable, mine, found.closed_at is not None)
    return {
        "comparison": found,
        "tickets": tickets,
        "rates": request.user in found.people.all(),
        "given": review_queries.given_counts(found),
        "agreement": compare_pages.agreement(readable) if found.closed_at else [],
        "tabs": tabs(request, "comparing"),
    }


@require_POST
@office_only
def begin(request: HttpRequest, uid: UUID, position: int) -> HttpResponse:
    compared = access.ticket_to_compare(request.user, uid, position)
    return redirect("quality_look", actions.begin_compared(compared=compared, person=request.user).uid)


@require_POST
@office_only
def agree(request: HttpRequest, uid: UUID, position: int) -> HttpResponse:
    """What they settled on."""
    compared = access.ticket_to_agree(request.user, uid, position)
    ratings = ratings_from(request.POST, lines_of(compared.comparison.snapshot.body))
    actions.agree(compared=compared, ratings=ratings, note=request.POST.get("note", ""), by=request.user)
    say(request, _("Written down."))
    return redirect("quality_comparison", uid)


@require_POST
@office_only
def close(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.comparison_made(request.user, uid)
    actions.close_comparison(comparison=found, by=request.user)
    messages.info(request, _("Closed: nobody rates any more."))
    return redirect("quality_comparison", uid)
