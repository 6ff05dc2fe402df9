"""Where tickets come from by themselves: how each help desk is doing, and its set-up page."""

from contextlib import closing
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.quality import access, actions, connection_queries
from assessments.quality.actions.connecting import PATH
from assessments.quality.api import description
from assessments.quality.connection_forms import ConnectionForm
from assessments.quality.connectors import CONNECTORS, Connector, Finding, Trouble
from assessments.quality.fetching import settings_of
from assessments.quality.health import health_of, problems_of, trouble
from assessments.quality.models import Connection
from assessments.quality.sealing import SealBroken, unseal
from lms.ops.checks import LOOPBACK
from lms.people.access import administrators_only, is_administrator
from lms.ui.toasts import say

from .common import tabs
from .imports import importers_only

TEST_TIMES = (3.0, 8.0)


@require_safe
@importers_only
def connections(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    rows = [
        {"connection": row, "health": health_of(row, now), "problems": problems_of(row)}
        for row in connection_queries.all_connections()
    ]
    context = {
        "rows": rows,
        "may_change": is_administrator(request.user),
        "systems": list(CONNECTORS.values()),
        "tabs": tabs(request, "connections"),
    }
    return render(request, "quality/connections.html", context)


@administrators_only
def add(request: HttpRequest, system: str) -> HttpResponse:
    connector = CONNECTORS.get(system)
    if connector is None:
        raise Http404
    form = ConnectionForm(request.POST or None, connector=connector, connection=None, known=())
    if request.method == "POST" and form.is_valid():
        connection = actions.add_connection(
            system=system,
            name=form.cleaned_data["name"],
            options=form.settings,
            secret=form.secrets,
            by=request.user,
        )
        say(request, _("Saved. Now test it."))
        return redirect("quality_connection", connection.uid)
    return _page(request, connector, form)


@administrators_only
@never_cache
def connection(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.connection(uid)
    connector = CONNECTORS[found.system]
    form = ConnectionForm(request.POST or None, connector=connector, connection=found, known=_known(found))
    if request.method == "POST" and form.is_valid():
        actions.change_connection(
            connection=found,
            name=form.cleaned_data["name"],
            options=form.settings,
            secret=form.secrets,
            by=request.user,
        )
        say(request, _("Saved."))
        return redirect("quality_connection", uid)
    return _page(request, connector, form, found)


def _known(found: Connection) -> set[str]:
    try:
        return set(unseal(found.sealed))
    except SealBroken:
        return set()


def _page(
    request: HttpRequest, connector: Connector, form: ConnectionForm, found: Connection | None = None, **more: Any
) -> HttpResponse:
    context = {
        "title": found.name if found else str(connector.label),
        "connector": connector,
        "form": form,
        "connection": found,
        "health": health_of(found, timezone.now()) if found else None,
        "problems": problems_of(found) if found else [],
        "hook": _hook(found, connector) if found else "",
        "push": settings.BASE_URL + reverse("quality_push"),
        "reachable": not any(f"//{host}" in settings.BASE_URL for host in LOOPBACK),
        "tabs": tabs(request, "connections"),
        **more,
    }
    return render(request, "quality/connection.html", context)


def _hook(found: Connection, connector: Connector) -> str:
    """The address the other side calls. For administrators only: part of it is secret."""
    try:
        path = unseal(found.sealed).get(PATH, "")
    except SealBroken:
        return ""
    return settings.BASE_URL + reverse("quality_hook", args=[found.uid, path]) if connector.hook_steps else ""


@require_POST
@administrators_only
def test(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What was saved is tried out, within the request and with short time-outs."""
    found = access.connection(uid)
    findings = _tested(found, CONNECTORS[found.system])
    if request.htmx:
        return render(request, "quality/_connection_test.html", {"connection": found, "findings": findings})
    form = ConnectionForm(connector=CONNECTORS[found.system], connection=found, known=_known(found))
    return _page(request, CONNECTORS[found.system], form, found, findings=findings)


def _tested(found: Connection, connector: Connector) -> list[Finding]:
    if not connector.pulls:
        raise Http404
    try:
        wanted = settings_of(found)
        with closing(connector.ask(wanted, timeout=TEST_TIMES, patience=2.0)) as ask:
            return connector.test(wanted, ask)
    except SealBroken:
        code = "sealed"
    except Trouble as error:
        code = error.code
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        code = "odd"
    return [Finding(False, trouble(code, found.system_label))]


@require_POST
@administrators_only
def turn(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One of the buttons."""
    found = access.connection(uid)
    wanted = request.POST.get("do", "")
    if wanted == "key":
        return _new_key(request, found)
    if wanted in DO:
        act, said = DO[wanted]
        act(connection=found, by=request.user)
        say(request, said() % {"name": found.name})
    back = request.POST.get("back") == "page" and wanted != "delete"
    return redirect("quality_connection", uid) if back else redirect("quality_connections")


def _new_key(request: HttpRequest, found: Connection) -> HttpResponse:
    """Shown in this answer and nowhere else."""
    connector = CONNECTORS[found.system]
    if connector.pulls:
        raise Http404
    key = actions.make_key(connection=found, by=request.user)
    found.refresh_from_db()
    form = ConnectionForm(connector=connector, connection=found, known=_known(found))
    return _page(request, connector, form, found, key=key)


DO: dict[str, Any] = {
    "start": (actions.start_connection, lambda: _("“%(name)s” begins.")),
    "pause": (actions.pause_connection, lambda: _("“%(name)s” is paused.")),
    "delete": (actions.delete_connection, lambda: _("“%(name)s” is deleted. Its tickets stay.")),
    "address": (actions.make_address, lambda: _("The address is new; the earlier one no longer works.")),
}


@require_safe
@administrators_only
def api_description(request: HttpRequest) -> HttpResponse:
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False, "indent": 1})
