from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.learning.models import Activity
from lms.people import queries as people
from lms.people.access import managers_only, signed_in
from lms.people.models import Team
from lms.ui import dates
from lms.ui.toasts import say

from . import access, actions, planning, queries, screens, undo
from .actions.answers import NotAnswered, NotInSnapshot
from .actions.plans import DayFull
from .forms import CardForm


def _language() -> str:
    return (get_language() or "en")[:2]


# learners ---------------------------------------------------------------------------------------------


@require_safe
@signed_in
def minute(request: HttpRequest) -> HttpResponse:
    """The next card of today; `?card=` one in particular; `?after=` what came of one answered today."""
    if request.GET.get("after"):
        return _page(request, _result(request, access.any_card(request.GET["after"])))
    if request.GET.get("card"):
        activity = access.card(request.GET["card"])
        return _page(request, _result(request, activity) or _question(request, activity))
    now = timezone.now()
    day = people.today_of(request.user, now)
    own = screens.chosen_day(request.user, day, now)
    if own.left:
        screen = _question(request, access.any_card(own.left[0]["card"]), own)
        if screen:
            return _page(request, screen)
    finished = screens.done(request.user, day, own) if own.items else None
    total = len(own.items or ())
    return _page(request, screens.Screen(total, total, finished=finished))


def _page(request: HttpRequest, screen: screens.Screen | None, status: int = 200) -> HttpResponse:
    if screen is None:
        return HttpResponseRedirect(reverse("minute"))
    template = "minutes/_minute.html" if request.htmx else "minutes/minute.html"
    return render(request, template, {"screen": screen, "fragment": bool(request.htmx)}, status=status)


def _question(
    request: HttpRequest, activity: Activity, own: queries.OwnDay | None = None, **given: str
) -> screens.Screen | None:
    """None when the card is published in no language any more."""
    now = timezone.now()
    own = own or queries.own_day(request.user, people.today_of(request.user, now))
    snapshot = queries.shown(activity, _language())
    if snapshot is None:
        return None
    item = _item(own, activity)
    found = screens.question(request.user, activity, snapshot, item=item, now=now, **given)
    return _screen(own, activity, question=found)


def _item(own: queries.OwnDay, activity: Activity) -> dict[str, Any] | None:
    return next((item for item in own.items or () if item["id"] == activity.pk), None)


def _screen(own: queries.OwnDay, activity: Activity, **parts: Any) -> screens.Screen:
    """The ring stands for today's set; a card that is not of it has a ring of its own."""
    items, left = own.items or [], own.left
    if _item(own, activity) is None:
        return screens.Screen(0 if "question" in parts else 1, 1, more=bool(left), **parts)
    return screens.Screen(len(items) - len(left), len(items), more=bool(left), **parts)


def _result(request: HttpRequest, activity: Activity) -> screens.Screen | None:
    """What was answered today; None when nothing was."""
    day = people.today_of(request.user)
    record = queries.answer_on(request.user, activity, day)
    found = screens.results([record]) if record else []
    return _screen(queries.own_day(request.user, day), activity, result=found[0]) if found else None


@require_POST
@signed_in
def answer(request: HttpRequest) -> HttpResponse:
    """One answer, graded here against the version that was shown."""
    shown = screens.read_token(request.POST.get("shown", ""))
    if shown is None:
        messages.info(request, _("That card was open for too long. Here is today's minute."))
        return HttpResponseRedirect(reverse("minute"))
    snapshot = access.snapshot(shown[0])
    given = {name: request.POST.get(name, "")[:300] for name in ("certainty", "words")}
    try:
        actions.answer(
            person=request.user,
            snapshot=snapshot,
            option=request.POST.get("option", ""),
            seconds=round(timezone.now().timestamp() - shown[1]),
            **given,
        )
    except NotAnswered as missing:
        text = _("Say first how sure you are.") if missing.certainty else _("Answer first.")
        given |= {"missing": text, "shown": request.POST["shown"]}
        return _page(request, _question(request, snapshot.activity, **given))
    except NotInSnapshot:
        messages.info(request, _("This answer is no longer on the card. Please choose again."))
        return HttpResponseRedirect(f"{reverse('minute')}?card={snapshot.activity.uid}")
    if request.htmx:
        return _page(request, _result(request, snapshot.activity))
    return HttpResponseRedirect(f"{reverse('minute')}?after={snapshot.activity.uid}")


# leads ------------------------------------------------------------------------------------------------


@require_safe
@managers_only
def plans(request: HttpRequest) -> HttpResponse:
    team, teams = access.team_of(request.user, request.GET.get("team", ""))
    found = planning.planner(team, people.today_of(request.user)) if team else None
    return render(request, "minutes/plans.html", {"planner": found, "team": team, "teams": teams})


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Choose a card for a day; POST `pick` (day:card, several at once) sets them."""
    sent = request.POST if request.method == "POST" else request.GET
    team, _teams = access.team_of(request.user, sent.get("team", ""))
    if team is None:
        return HttpResponseRedirect(reverse("minute_plans"))
    if request.method == "POST":
        return _plan(request, team)
    day = _day(request, sent.get("day", ""))
    if day is None:
        return HttpResponseRedirect(_planner(team))
    cards = queries.cards_with_skills(sent.get("q", "")[:100])
    context = {"team": team, "day": day, "cards": cards, "query": sent.get("q", "")}
    return render(request, "minutes/_cards.html" if request.htmx else "minutes/add.html", context)


def _planner(team: Team) -> str:
    return f"{reverse('minute_plans')}?team={team.pk}"


def _day(request: HttpRequest, text: str) -> date | None:
    """A day one may still plan for; None, and said why, for another."""
    today = people.today_of(request.user)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        messages.error(request, _("Choose a day in the planner first."))
        return None
    if not today <= day <= today + timedelta(days=planning.LATEST):
        messages.error(request, _("Choose today or a day of the next two months."))
        return None
    return day


def _plan(request: HttpRequest, team: Team) -> HttpResponse:
    picks = []
    for pick in request.POST.getlist("pick")[:20]:
        text, _colon, uid = pick.partition(":")
        day = _day(request, text)
        if day is None:
            return HttpResponseRedirect(_planner(team))
        picks.append((day, access.card(uid)))
    _set(request, team, picks)
    return HttpResponseRedirect(_planner(team))


def _set(request: HttpRequest, team: Team, picks: list[tuple[date, Activity]]) -> None:
    try:
        planned = actions.plan_minutes(team=team, picks=picks, by=request.user)
    except DayFull as full:
        text = _("Three cards are set for %(day)s already. More would not fit into five minutes.")
        messages.error(request, text % {"day": dates.day(full.day)})
        return
    if not planned:
        messages.info(request, _("That card is set for that day already."))
        return
    text = ngettext("“%(what)s” is set for %(day)s.", "%(n)s cards are set.", len(planned))
    words = {"n": len(planned), "what": planned[0].activity.title, "day": dates.day(planned[0].day)}
    say(request, text % words, undo=undo.of_planned(planned))


@require_safe
@managers_only
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Who did it, and by ten."""
    found = access.plan_for_lead(request.user, pk)
    today = people.today_of(request.user)
    snapshot = queries.shown(found.activity, _language())
    context = {"plan": found, "today": today, "future": found.day > today, "outcome": planning.outcome(found)}
    return render(request, "minutes/plan.html", context | {"body": snapshot.body if snapshot else None})


@require_POST
@managers_only
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.plan_for_lead(request.user, pk)
    if found.withdrawn_at is None:
        actions.withdraw_minute(plan=found, by=request.user)
        text = _("“%(what)s” is no longer set for %(day)s. What was answered stays.")
        words = {"what": found.activity.title, "day": dates.day(found.day)}
        say(request, text % words, undo=undo.of_withdrawn(found))
    return HttpResponseRedirect(_planner(found.team))


@require_POST
@managers_only
def take_back(request: HttpRequest, token: str) -> HttpResponse:
    undo.take_back(token, request.user)
    say(request, _("Taken back."))
    return HttpResponseRedirect(reverse("minute_plans"))


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """A card of one's own; set for the day one came from."""
    sent = request.POST if request.method == "POST" else request.GET
    team, _teams = access.team_of(request.user, sent.get("team", ""))
    form = CardForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _written(request, form, team)
    return render(request, "minutes/write.html", {"form": form, "team": team, "day": sent.get("day", "")})


def _written(request: HttpRequest, form: CardForm, team: Team | None) -> HttpResponse:
    data = form.cleaned_data
    card = actions.write_card(
        by=request.user,
        language=people.setting("company.language"),
        answers=form.answers(),
        skills=[data["skill"]] if data["skill"] else [],
        **{name: data[name] for name in ("kind", "title", "text", "why")},
    )
    day = _day(request, request.POST["day"]) if request.POST.get("day") else None
    if team and day:
        _set(request, team, [(day, access.card(str(card.translation_key)))])
    else:
        say(request, _("The card is written. It can be set for any day."))
    return HttpResponseRedirect(_planner(team) if team else reverse("minute_plans"))
