from contextlib import suppress
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from lms.learning.queries import open_assignments
from lms.people.access import signed_in
from lms.people.queries import is_manager, today_of

from . import access, actions, debriefing, hearing, pages, queries, waiting, words
from .engine import NotOffered
from .forms import LibraryForm, NoteForm, SuggestionForm
from .library import cards
from .models import Run
from .ownwords import NONE, UNSURE, Heard
from .paths_page import paths_page

SHOWN, PAGE = 12, 24


def _language() -> str:
    return (get_language() or "en")[:2]


@require_safe
@signed_in
def library(request: HttpRequest) -> HttpResponse:
    """All roleplays, by words, skill, channel, difficulty and language."""
    form = LibraryForm(request.GET, skills=queries.skills_trained())
    found = cards(request.user, form.wish, _language())
    context = {
        "form": form,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "query": f"{urlencode(form.kept)}&" if form.kept else "",
        "may_ask": is_manager(request.user) or access.is_administrator(request.user),
    }
    return render(request, "roleplays/library.html", context)


@require_safe
@signed_in
def scenario(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Who it is, where, how long; practice or for the record; own earlier talks."""
    activity = access.scenario(uid)
    snapshot = access.snapshot(activity, _language())
    runs = list(queries.runs_of(request.user, activity)[:SHOWN])
    source = access.came_from(request.GET.get("from", ""))
    asked = open_assignments(request.user, today_of(request.user))
    context = {
        "activity": activity,
        "snapshot": snapshot,
        "scene": snapshot.body,
        "face": pages.first_face(snapshot.body),
        "channel": words.CHANNELS.get(snapshot.body["channel"], ""),
        "channel_icon": words.CHANNEL_ICONS.get(snapshot.body["channel"], "chat"),
        "difficulty": words.DIFFICULTIES.get(snapshot.body["difficulty"], ""),
        "skills": list(activity.skills.all()),
        "left": next((run for run in runs if not run.done), None),
        "earlier": pages.earlier(run for run in runs if run.done),
        "source": source,
        "asked": next((item for item in asked if item.activity == activity), None),
        "other_language": snapshot.language != _language(),
        "may_see_paths": access.may_see_paths(request.user),
        "sent_to": hearing.sent_to(),
        "limit": waiting.limit_of(snapshot.body),
    }
    return render(request, "roleplays/scenario.html", context)


@require_safe
@signed_in
def paths(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What people reply at each place, where they lose the customer, what strong talks do differently."""
    whose = access.talks_looked_at(request.user)
    activity = access.scenario(uid)
    snapshot = access.snapshot(activity, _language())
    context = paths_page(snapshot, queries.official_talks(snapshot, whose))
    return render(request, "roleplays/paths.html", context | {"activity": activity, "snapshot": snapshot})


@require_POST
@signed_in
def start(request: HttpRequest, uid: UUID) -> HttpResponse:
    activity = access.scenario(uid)
    run = actions.start_run(
        person=request.user,
        snapshot=access.snapshot(activity, _language()),
        official=request.POST.get("kind") == "official",
        own_words=bool(request.POST.get("own_words")),
        unhurried=bool(request.POST.get("unhurried")),
        came_from=access.came_from(request.POST.get("from", "")),
    )
    return HttpResponseRedirect(_url(run))


def _url(run: Run) -> str:
    return reverse("roleplay_debrief" if run.done else "roleplay_run", args=[run.uid])


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def run(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The talk. A reply is posted here and answered with the talk as it is then; the last one leads to the debrief."""
    found = access.own_run(request.user, uid)
    if request.method == "POST":
        return _reply(request, found)
    if found.done:
        return HttpResponseRedirect(_url(found))
    hearing.get_ready(found)
    return render(request, "roleplays/run.html", {"talk": pages.talk_page(found)})


def _reply(request: HttpRequest, found: Run) -> HttpResponse:
    found, heard = answered(found, request.POST)
    return _after(request, found, request.POST.get("said", ""), heard)


def answered(found: Run, sent: QueryDict) -> tuple[Run, Heard | None]:
    """A reply that was chosen, own words, or that none of those under “did you mean …?” was meant."""
    number, choice = sent.get("turn", ""), sent.get("choice", "")
    turn, typed = int(number) if number.isdecimal() else -1, sent.get("said", "")
    if choice:
        return _chosen(found, turn, choice, typed if sent.get("asked") else ""), None
    if sent.get("none"):
        return _nothing_meant(found, turn, typed)
    answer = actions.say(run=found, turn=turn, words=typed)
    return answer.run, answer.heard


def _chosen(found: Run, turn: int, choice: str, typed: str) -> Run:
    """`typed`: the own words that were asked about; which reply they meant is kept for the author."""
    meant_here = typed and turn == len(found.steps) and not found.done
    with suppress(NotOffered):  # sent by hand or from a page of long ago: what is offered now is shown again
        after = actions.reply(run=found, turn=turn, choice_uid=choice, said=typed)
        if meant_here:
            actions.keep_words(run=found, words=typed, meant=choice)
        return after
    return found


def _nothing_meant(found: Run, turn: int, typed: str) -> tuple[Run, Heard | None]:
    if found.done or turn != len(found.steps):
        return found, None
    actions.keep_words(run=found, words=typed)
    return found, Heard(NONE)


def _after(request: HttpRequest, found: Run, typed: str, heard: Heard | None) -> HttpResponse:
    if found.done:
        return HttpResponseClientRedirect(_url(found)) if request.htmx else HttpResponseRedirect(_url(found))
    open_question = is_open_question(heard)
    if not request.htmx and not open_question:
        return HttpResponseRedirect(f"{_url(found)}#now")
    hearing.get_ready(found)
    talk = pages.talk_page(found, typed=typed, heard=heard if open_question else None)
    template = "roleplays/_talk.html" if request.htmx else "roleplays/run.html"
    return render(request, template, {"talk": talk, "fragment": request.htmx})


def is_open_question(heard: Heard | None) -> bool:
    """Whether own words wait for the person to say what they meant."""
    return heard is not None and heard.kind in (UNSURE, NONE)


@require_safe
@signed_in
def debrief(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Looking back, turn by turn: for oneself, and of talks for the record for one's lead."""
    found = access.finished_run(request.user, uid)
    if not found.done:
        return HttpResponseRedirect(_url(found))
    return _debrief(request, found)


def _debrief(request: HttpRequest, found: Run, wrong: int | None = None) -> HttpResponse:
    """`wrong`: the turn beside which nothing was written."""
    page = debriefing.debrief(found, today_of(found.person))
    context = {"debrief": page, "own": found.person == request.user, "wrong": wrong}
    return render(request, "roleplays/debrief.html", context, status=200 if wrong is None else 422)


@require_POST
@signed_in
def ask(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The lead shall read this talk and say what they think."""
    found = access.own_run(request.user, uid)
    if found.done:
        actions.ask_for_feedback(run=found)
        messages.success(request, _("Your lead has been told. Their words will stand beside your replies."))
    return HttpResponseRedirect(_url(found))


@require_POST
@signed_in
def suggest(request: HttpRequest, uid: UUID) -> HttpResponse:
    """How this talk could be better: to those who write the scripts."""
    found = access.own_run(request.user, uid)
    form = SuggestionForm(request.POST)
    if not (found.done and form.is_valid()):
        messages.error(request, _("Write something first."))
        return HttpResponseRedirect(f"{_url(found)}#suggest")
    try:
        actions.suggest(run=found, **form.cleaned_data)
    except ValueError as error:
        raise Http404 from error
    messages.success(request, _("Thank you. Those who write the scripts will read it and answer."))
    return HttpResponseRedirect(f"{_url(found)}#suggest")


@require_POST
@signed_in
def note(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A few words beside a reply, by the person or their lead."""
    found = access.finished_run(request.user, uid)
    form = NoteForm(request.POST)
    if not found.done:
        return HttpResponseRedirect(_url(found))
    if not form.is_valid():
        return _debrief(request, found, wrong=form.data_turn)
    try:
        actions.add_note(run=found, by=request.user, **form.cleaned_data)
    except ValueError as error:
        raise Http404 from error
    turn = form.cleaned_data["turn"]
    return HttpResponseRedirect(f"{_url(found)}#{f'turn-{turn}' if turn else 'notes'}")


@require_POST
@signed_in
def again(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Once more from one turn on, in practice."""
    found = access.own_run(request.user, uid)
    turn = request.POST.get("turn", "0")
    try:
        return HttpResponseRedirect(_url(actions.try_again(run=found, turn=int(turn) if turn.isdecimal() else 0)))
    except ValueError as error:
        raise Http404 from error
