"""A guest's talk: no account, no cookie, no menu. Looking changes nothing: messengers look at links too.

The secret in the address is the only key, so nothing that a foreign page could make a browser post would be let in by
what that browser remembers: the forms need no second token. The page tells no other page where it was.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from lms.learning.actions import GuestPassGone
from lms.learning.guests import guest_rooms, pass_behind
from lms.learning.models import GuestPass
from lms.people import limits
from lms.people.access import SignedIn, signed_in
from lms.people.queries import setting

from . import access, actions, debriefing, hearing, pages, queries, waiting
from .models import Run
from .ownwords import Heard
from .views import answered, is_open_question

LANGUAGES = ("en", "ru")
MOST = 60  # posts a minute from one address
State = GuestPass.State


class Asked(HttpRequest):
    """For annotations: a request that has passed the middleware."""

    htmx: HtmxDetails


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: Asked, token: str) -> HttpResponse:
    """`?lang=`, else the language the link was made for."""
    guest, asked = pass_behind(token), request.GET.get("lang", "")
    language = asked if asked in LANGUAGES else guest.language if guest else (translation.get_language() or "en")[:2]
    with translation.override(language):
        response = _answer(request, guest)
    if request.htmx and response.status_code >= 400:  # htmx shows no page with such a number: it is opened whole
        response = HttpResponseClientRedirect(_here(request, wait=response.status_code == 429))
    response["Content-Language"] = language
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    patch_vary_headers(response, ["Accept-Language"])
    patch_cache_control(response, private=True, no_store=True)
    return response


def _here(request: HttpRequest, *, wait: bool = False) -> str:
    """The page's own address; in the language that was asked for, where one was."""
    asked = request.GET.get("lang", "")
    kept = [f"lang={asked}"] if asked in LANGUAGES else []
    kept += ["wait=1"] if wait else []
    return request.path + (f"?{'&'.join(kept)}" if kept else "")


def _answer(request: Asked, guest: GuestPass | None) -> HttpResponse:
    if guest is None:
        return _closed(request, "unknown", 404)
    if guest.state == State.DONE and request.method == "POST":
        return _again(request, _here(request))
    if guest.state == State.DONE:
        return _page(request, "roleplays/guest_done.html", guest)
    if not guest.works:
        return _closed(request, guest.state, 410)
    run = access.guest_run(guest)
    if request.method != "POST":
        return _shown(request, guest, run)
    if limits.too_many(request, "talk", MOST):
        return _shown(request, guest, run, status=429)
    limits.count_failure(request, "talk")
    try:
        return _posted(request, guest, run)
    except GuestPassGone:
        return _closed(request, State.REVOKED, 410)


def _posted(request: Asked, guest: GuestPass, run: Run | None) -> HttpResponse:
    """The one button that begins, or a reply; the page is then looked at anew, or its middle part swapped."""
    if run is None:
        snapshot = queries.latest_snapshot(guest.activity, guest.language)
        if snapshot and "start" in request.POST:
            actions.start_guest_run(guest=guest, snapshot=snapshot)
        return _again(request, _here(request))
    run, heard = answered(run, request.POST)
    if run.done:
        return _again(request, _here(request))
    open_question = is_open_question(heard)
    if not request.htmx and not open_question:
        return HttpResponseRedirect(f"{_here(request)}#now")
    return _shown(request, guest, run, heard=heard if open_question else None)


def _again(request: Asked, url: str) -> HttpResponse:
    return HttpResponseClientRedirect(url) if request.htmx else HttpResponseRedirect(url)


def _shown(
    request: Asked, guest: GuestPass, run: Run | None, *, status: int = 200, heard: Heard | None = None
) -> HttpResponse:
    """What it is about, before it has begun; then the talk as it stands."""
    busy = status == 429 or "wait" in request.GET
    if run is None:
        return _invitation(request, guest, busy=busy, status=status)
    hearing.get_ready(run)
    talk = pages.talk_page(run, here=_here(request), typed=request.POST.get("said", ""), heard=heard)
    template = "roleplays/_talk.html" if request.htmx else "roleplays/guest_talk.html"
    context = {"talk": talk, "fragment": request.htmx, "busy": busy}
    return _page(request, template, guest, status=status, **context)


def _invitation(request: HttpRequest, guest: GuestPass, *, busy: bool, status: int) -> HttpResponse:
    snapshot = queries.latest_snapshot(guest.activity, guest.language)
    if snapshot is None:  # taken from the library since the link was given
        return _closed(request, State.REVOKED, 410)
    context = {
        "snapshot": snapshot,
        "scene": snapshot.body,
        "face": pages.first_face(snapshot.body),
        "limit": waiting.limit_of(snapshot.body),
        "other_language": snapshot.language != translation.get_language(),
        "sent_to": hearing.sent_to(),
        "busy": busy,
    }
    return _page(request, "roleplays/guest.html", guest, status=status, **context)


def _page(
    request: HttpRequest, template: str, guest: GuestPass | None, *, status: int = 200, **said: object
) -> HttpResponse:
    language, room = translation.get_language() or "en", guest_rooms.get(guest.room) if guest else None
    context = {
        "guest": guest,
        "told": room.told if room else "",
        "company": setting("company.name"),
        "language": language,
        "other": next(code for code in LANGUAGES if code != language),
        "here": _here(request),
        "path": request.path,
        "csrf_token": "NOTPROVIDED",  # Django's own word for a form without one: nothing is remembered in a cookie
    }
    return render(request, template, context | said, status=status)


def _closed(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    return _page(request, "roleplays/guest_closed.html", None, status=status, reason=str(reason))


@require_safe
@signed_in
def debrief(request: SignedIn, uid: UUID) -> HttpResponse:
    """A guest's talk looked back at, for whom the room that gave the link lets read it."""
    run, guest = access.guest_run_to_read(request.user, uid)
    room = guest_rooms[guest.room]
    context = {
        "debrief": debriefing.debrief(run, None),
        "own": False,
        "guest_name": room.name_of(guest),
        "back": room.home(request.user, guest),
    }
    return render(request, "roleplays/debrief.html", context)
