from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from assessments.quality import access, actions, pages, queries, review_queries
from assessments.quality.forms import AsideForm, DrawForm
from lms.people.access import with_role
from lms.ui.toasts import say

from .common import language, tabs

PAGE = 20
reviewers_only = with_role("qa")


@require_safe
@reviewers_only
def queue(request: HttpRequest) -> HttpResponse:
    """What was drawn for this reviewer, and what they gave."""
    waiting = list(queries.queue_of(request.user)[:60])
    context = {
        "waiting": waiting,
        "minutes": review_queries.minutes_of(waiting),
        "today": queries.company_today(),
        "given": Paginator(queries.given_by(request.user), PAGE).get_page(request.GET.get("page")),
        "form": DrawForm(),
        "ready": bool(queries.scorecards()),
        "tabs": tabs(request, "reviews"),
    }
    return render(request, "quality/reviews.html", context)


@require_safe
@with_role("administrator", "qa")
def strictness(request: HttpRequest) -> HttpResponse:
    """Reviewers side by side, over the last six months."""
    last = queries.company_today()
    context = pages.strictness_page(pages.months_back(last)[0][0], last)
    return render(request, "quality/strictness.html", context | {"tabs": tabs(request, "strictness")})


@require_POST
@reviewers_only
def draw(request: HttpRequest) -> HttpResponse:
    form = DrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose from 1 to 20 tickets a person."))
        return redirect("quality_reviews")
    last = queries.company_today()
    first = last - timedelta(days=form.cleaned_data["days"] - 1)
    sample = actions.draw_sample(by=request.user, each=form.cleaned_data["each"], first=first, last=last)
    count = sample.picks.count()
    if count:
        text = ngettext("%(n)s ticket is on your list.", "%(n)s tickets are on your list.", count)
        say(request, text % {"n": count})
    else:
        messages.info(request, _("There is nothing to choose from: all tickets of these days are reviewed or drawn."))
    return redirect("quality_reviews")


@require_POST
@reviewers_only
def aside(request: HttpRequest, pk: int) -> HttpResponse:
    """With a reason, which leads and administrators read."""
    found, form = access.own_pick(request.user, pk), AsideForm(request.POST)
    if form.is_valid():
        actions.lay_aside(pick=found, why=form.cleaned_data["why"])
        say(request, _("Laid aside."))
    else:
        messages.error(request, _("Say why: leads and administrators read it."))
    return redirect("quality_reviews")


@require_POST
@reviewers_only
def start(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A draft on the checklist chosen, else on the one made for the ticket's channel, else on the first there is."""
    ticket = access.ticket_to_review(request.user, uid)
    cards = review_queries.offered(language(), ticket.channel)
    chosen = review_queries.chosen(cards, request.POST.get("scorecard", ""))
    if chosen is None:
        messages.error(request, _("There is no checklist yet. An editor publishes one under “Checklists”."))
        return redirect("quality_ticket", uid)
    found = actions.start_review(ticket=ticket, reviewer=request.user, snapshot=chosen.snapshot)
    return redirect("quality_review", found.uid)
