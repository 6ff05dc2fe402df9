"""The star's own pages: what customers said, the month that was counted, how it was counted."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gamification.stars import access, queries
from gamification.stars.actions import MonthNotOver, choose_reward, close_month, set_terms, take_part
from gamification.stars.circle import SURE
from gamification.stars.forms import TermsForm
from gamification.stars.models import MonthClose, RewardChoice
from lms.people import queries as people
from lms.people.access import SignedIn, administrators_only, is_administrator, signed_in
from lms.ui.toasts import say

from .links import address_of


@signed_in
@require_safe
def stars(request: SignedIn) -> HttpResponse:
    day = queries.company_day(timezone.now())
    close, link = queries.latest_close(), queries.link_of(request.user)
    context = {
        "month": day.replace(day=1),
        "close": close,
        "circle": queries.circle_of(close) if close else [],
        "own_words": list(queries.words_for(request.user)[: queries.OWN_WORDS]),
        "takes_part": queries.takes_part(request.user),
        "link": link,
        "address": address_of(link),
        "administrator": is_administrator(request.user),
        "boards": people.feature("boards"),
        "rewards": _rewards(request, close),
    }
    return render(request, "stars/stars.html", context)


def _rewards(request: SignedIn, close: MonthClose | None) -> list[tuple[str, Any]]:
    """What the star may choose from; nothing for others."""
    mine = close is not None and close.star_id == request.user.pk
    return list(RewardChoice.Reward.choices) if mine else []


@signed_in
@require_safe
def month(request: SignedIn, month: str) -> HttpResponse:
    """How it was counted: plain words first, figures behind one click."""
    close = access.closed_month(month)
    rows = list(close.standings.all())
    open_to = access.figures_open_to(request.user, [row.person for row in rows])
    context = {
        "close": close,
        "circle": queries.circle_of(close),
        "count": len(rows),
        "rows": [(row, row.person_id in open_to) for row in rows if row.in_circle or row.person_id in open_to],
        "half": len(rows) // 2,
        "top": min(3, len(rows) // 2),
        "sure": SURE,
        "others": [other for other in queries.closed_months() if other != close.month],
        "rewards": _rewards(request, close),
    }
    return render(request, "stars/month.html", context)


@signed_in
@require_POST
def reward(request: SignedIn, month: str) -> HttpResponse:
    close = access.month_of_star(request.user, month)
    try:
        choose_reward(close=close, person=request.user, reward=request.POST.get("reward", ""))
    except ValueError:
        say(request, _("Choose one of the rewards."))
    else:
        say(request, _("Noted. Your lead sees what you chose."))
    return redirect("star_month", month)


@signed_in
@require_POST
def part(request: SignedIn) -> HttpResponse:
    yes = request.POST.get("part") == "yes"
    take_part(person=request.user, yes=yes)
    if yes:
        say(request, _("You take part in the star of the month."))
    else:
        say(request, _("You no longer take part. Thanks from customers still reach you."))
    return redirect("stars")


@administrators_only
def terms(request: SignedIn) -> HttpResponse:
    """How a month is counted, and the last month's counting by hand."""
    form = TermsForm(request.POST if request.method == "POST" else None, values=people.settings_on())
    if request.method == "POST" and form.is_valid():
        set_terms(values=form.values, by=request.user)
        say(request, _("Saved. It holds from today; months counted stay as they are."))
        return redirect("star_terms")
    last = queries.month_before(queries.company_day(timezone.now()))
    closed = queries.closed_months()
    return render(request, "stars/terms.html", {"form": form, "last": last, "closed": closed, "done": last in closed})


@administrators_only
@require_POST
def close_last(request: SignedIn) -> HttpResponse:
    last = queries.month_before(queries.company_day(timezone.now()))
    try:
        close_month(month=last, by=request.user)
    except MonthNotOver:
        return redirect("star_terms")
    return redirect("star_month", f"{last:%Y-%m}")
