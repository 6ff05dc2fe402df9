"""A look at a ticket that never counts: the agent's own, or of somebody who compares ratings."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.quality import access, actions, review_queries
from assessments.quality.forms import ratings_from
from assessments.quality.models import Look
from assessments.quality.scorecards import lines_of
from assessments.quality.talk import talk
from lms.people.access import signed_in
from lms.ui.toasts import say

from . import marking
from .common import language, tabs


@require_POST
@signed_in
def own(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The agent looks at a ticket of theirs before anybody else does."""
    ticket = access.ticket_to_look_at(request.user, uid)
    card = review_queries.chosen(review_queries.offered(language(), ticket.channel), "")
    if card is None:
        messages.error(request, _("There is no checklist yet. An editor publishes one under “Checklists”."))
        return redirect("quality_ticket", uid)
    return redirect("quality_look", actions.look_at_own(ticket=ticket, snapshot=card.snapshot).uid)


@signed_in
def look(request: HttpRequest, uid: UUID) -> HttpResponse:
    """To fill in until it is submitted, then to read; by whoever looks and nobody else."""
    found = access.own_look(request.user, uid)
    if request.method == "POST":
        return _answer(request, found)
    return _form(request, found)


def _answer(request: HttpRequest, found: Look) -> HttpResponse:
    ratings = ratings_from(request.POST, lines_of(found.snapshot.body))
    found = actions.save_look(look=found, ratings=ratings, comment=request.POST.get("comment", ""))
    if "submit" not in request.POST:
        return HttpResponse(status=204) if request.htmx else redirect("quality_look", found.uid)
    try:
        found = actions.submit_look(look=found)
    except actions.NotAnswered as waiting:
        return _form(request, found, waiting.waiting)
    if found.comparison:
        say(request, _("Given. You may read the others' ratings of this ticket now."))
        return redirect("quality_comparison", found.comparison.uid)
    say(request, _("Kept. It is shown beside the review when there is one, and counts nowhere."))
    return redirect("quality_look", found.uid)


def _form(request: HttpRequest, found: Look, waiting: list[str] | None = None) -> HttpResponse:
    lines = lines_of(found.snapshot.body)
    over = found.submitted_at is not None or bool(found.comparison and found.comparison.closed_at)
    context: dict[str, Any] = {
        "look": found,
        "over": over,
        "rows": marking.rows(lines, found.ratings, waiting or ()),
        "waiting": [line for line in lines if line.uid in (waiting or [])],
        "talk": talk(found.ticket),
        "recording": review_queries.recording_of(found.ticket),
        "tabs": tabs(request, "comparing" if found.comparison else "own"),
    }
    return render(request, "quality/look.html", context)
