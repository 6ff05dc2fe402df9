"""Whom the help desk's agents are here: unknown ones wait in a list, their tickets with them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from assessments.quality import access, actions, queries
from assessments.quality.forms import MatchForm
from lms.people.models import User
from lms.ui.toasts import say

from .common import tabs
from .imports import importers_only


@require_safe
@importers_only
def who(request: HttpRequest) -> HttpResponse:
    people = list(_people())
    waiting = [{"agent": agent, "likely": _likely(agent.name, people)} for agent in queries.agents_to_match()]
    context = {
        "waiting": waiting,
        "known": list(queries.agents_known()),
        "people": people,
        "tabs": tabs(request, "who"),
    }
    return render(request, "quality/who.html", context)


def _people() -> Any:
    return User.objects.filter(forgotten_at__isnull=True)


def _likely(name: str, people: list[User]) -> str:
    """Somebody whose family and given name stand in it, when only one does: chosen in the list, not matched yet."""
    words = set(name.casefold().replace("ё", "е").split())
    found = [
        person
        for person in people
        if person.family_name
        and {person.family_name.casefold().replace("ё", "е"), person.given_name.casefold().replace("ё", "е")} <= words
    ]
    return str(found[0].uid) if len(found) == 1 else ""


@require_POST
@importers_only
def match(request: HttpRequest, pk: int) -> HttpResponse:
    agent = access.agent_match(pk)
    form = MatchForm(request.POST, people=_people())
    if not form.is_valid():
        messages.error(request, _("Choose a person first."))
    elif form.chosen is None:
        actions.leave_out_agent(match=agent, by=request.user)
        say(request, _("Saved."))
    else:
        moved = actions.match_agent(match=agent, person=form.chosen, by=request.user)
        text = ngettext("%(n)s ticket is now theirs.", "%(n)s tickets are now theirs.", moved)
        say(request, text % {"n": moved})
    return redirect("quality_who")
