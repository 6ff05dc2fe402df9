"""The week's draws: plans, what they tell, how each was drawn, and what did not go by the list."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from assessments.quality import access, actions, draw_pages, queries, review_queries
from assessments.quality.forms import PlanForm
from lms.people.access import signed_in
from lms.people.models import RoleGrant
from lms.ui.toasts import say

from .common import tabs, teams_of

WEEKS, SHOWN = 12, 30


@signed_in
def draws(request: HttpRequest) -> HttpResponse:
    """Plans, what they tell, and how each week was drawn. For leads, reviewers and administrators."""
    teams, everything = teams_of(request), access.sees_everything(request.user)
    if not teams and not everything:
        raise Http404
    form = PlanForm(
        request.POST or None,
        teams=teams,
        reviewers=review_queries.with_company_role(RoleGrant.Role.QA),
        scorecards=queries.scorecards(),
    )
    if request.method == "POST" and form.is_valid():
        actions.set_plan(**form.plan, by=request.user)
        say(request, _("The plan holds from now on."))
        return redirect("quality_draws")
    plans = list(review_queries.plans_shown(request.user, everything))
    context = {
        "plans": draw_pages.plan_lines(plans),
        "form": form,
        "samples": draw_pages.sample_lines(review_queries.last_samples(plans)),
        "watches": access.watches(request.user),
        "tabs": tabs(request, "draws"),
    }
    return render(request, "quality/draws.html", context)


@require_safe
@signed_in
def by_list(request: HttpRequest) -> HttpResponse:
    """What reviewers laid aside and chose by hand. For leads and administrators."""
    if not access.watches(request.user):
        raise Http404
    since = queries.company_today() - timedelta(weeks=WEEKS)
    context = {
        "weeks": WEEKS,
        "reviewers": review_queries.reviewer_lines(since),
        "aside": list(access.only_of_seen(request.user, review_queries.laid_aside(since))[:SHOWN]),
        "by_hand": list(access.reviews_seen(request.user, review_queries.hand_picked(since))[:SHOWN]),
        "tabs": tabs(request, "draws"),
    }
    return render(request, "quality/by_list.html", context)


@require_POST
@signed_in
def draw_now(request: HttpRequest, pk: int) -> HttpResponse:
    """This week's tickets of a plan; pressed again it is the same draw."""
    sample = actions.draw_week(plan=access.plan(request.user, pk), by=request.user)
    count = sample.picks.count()
    text = ngettext("%(n)s ticket is drawn for this week.", "%(n)s tickets are drawn for this week.", count)
    say(request, text % {"n": count})
    return redirect("quality_draws")


@require_POST
@signed_in
def end(request: HttpRequest, pk: int) -> HttpResponse:
    actions.end_plan(plan=access.plan(request.user, pk), by=request.user)
    say(request, _("The plan has ended. What was drawn stays on the list."))
    return redirect("quality_draws")
