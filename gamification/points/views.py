from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.people.access import SignedIn, administrators_only, is_administrator, signed_in
from lms.ui.toasts import say

from . import access, queries
from .actions import change_by_hand, show_name, take_back
from .forms import CorrectionForm, ReasonForm, month_asked
from .levels import band, level

LEDGER_ROWS = 25


@signed_in
@require_safe
def board(request: SignedIn) -> HttpResponse:
    today = queries.company_day(timezone.now())
    month = month_asked(request.GET.get("month", ""), today)
    first, last = queries.edges(month)
    day = min(today, last)
    teams = list(access.teams(request.user, today))
    team = access.team_of_board(request.user, request.GET.get("team", ""), today, teams)
    members = queries.learners(day, None if team is None else [team])
    found = queries.board(request.user, members, month, day)
    whole = found.place is None or "whole" in request.GET
    context = {
        "board": found,
        "rows": found.rows if whole or found.place is None else band(found.rows, found.place),
        "whole": whole,
        "more": len(found.rows),
        "team": team,
        "tabs": [(item.pk, item.name, item == team) for item in teams],
        "first": first,
        "month": key_of(month),
        "before": key_of(queries.month_before(month)),
        "after": key_of(queries.month_before(month, -1)) if month < queries.month_of(today) else "",
        "rules": queries.rules_on(day),
        "hidden": queries.hides(request.user),
        "administrator": is_administrator(request.user),
        "language": (get_language() or "en")[:2],
    }
    return render(request, "points/board.html", context | own(request, month, day))


def key_of(month: int) -> str:
    return f"{month // 100}-{month % 100:02}"


def own(request: SignedIn, month: int, day: date) -> dict[str, Any]:
    """The reader's own way: numbers, or in the first 30 days only which way it goes."""
    points = queries.trend(request.user, month)
    new = queries.is_new(request.user, day)
    shown = [(queries.edges(number)[0], count) for number, count in points]
    now, before = points[-1][1], points[-2][1] if len(points) > 1 else 0
    return {
        "new": new,
        "trend": shown,
        "now": now,
        "rising": (now > before) - (now < before),
        "level": None if new else level(max(0, queries.total(request.user))),
    }


@signed_in
@require_POST
def name_on_board(request: SignedIn) -> HttpResponse:
    shown = request.POST.get("shown") == "yes"
    show_name(person=request.user, shown=shown)
    if shown:
        say(request, _("Colleagues see your name on boards again."))
    else:
        say(request, _("Boards say “a colleague” instead of your name. What you learn and earn stays."))
    return redirect("board")


@administrators_only
def corrections(request: SignedIn) -> HttpResponse:
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        change_by_hand(by=request.user, **form.cleaned_data)
        say(request, _("Noted in the ledger."))
        return redirect("point_corrections")
    who = request.GET.get("who", "")
    rows = queries.ledger(int(who) if who.isdecimal() else None)[:LEDGER_ROWS]
    people = form.fields["person"].queryset
    return render(request, "points/corrections.html", {"form": form, "rows": rows, "people": people, "who": who})


@administrators_only
def take_points_back(request: SignedIn, pk: int) -> HttpResponse:
    entry = access.earned_entry(pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if take_back(entry=entry, by=request.user, **form.cleaned_data):
            say(request, _("Taken back. Both rows stay in the ledger."))
        return redirect("point_corrections")
    return render(request, "points/take_back.html", {"form": form, "entry": entry})
