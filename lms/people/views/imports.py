"""A staff list: upload, look at the whole of it, take it or leave it."""

import csv
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.people import actions, queries
from lms.people.access import SignedIn, administrators_only
from lms.people.actions.spool import spool, spooled, unspool
from lms.people.forms import UploadForm
from lms.people.imports import FileProblem, Line, Plan, make_plan, read_table
from lms.people.letters import join_url
from lms.people.models import Invitation, Membership, RoleGrant, User
from lms.ui.toasts import say

SHOWN_LINES, SHOWN_PROBLEMS = 20, 200
RESULT = "people_imported"


@administrators_only
def upload(request: SignedIn) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            read_table(content)
        except FileProblem as error:
            form.add_error("file", error.problem.sentence(_))
        else:
            token = uuid4()
            spool(by=request.user, token=token, content=content)
            return redirect("import_preview", token)
    return render(request, "people/import.html", {"form": form})


@administrators_only
@require_safe
def sample(request: SignedIn) -> HttpResponse:
    """A list with the right headings and one line to write over."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="people.csv"'
    response.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(column_name(name) for name in COLUMNS)
    writer.writerow(
        ["Иванова", "Мария", "Петровна", "", "maria@example.com", "+79123456789", "", "", "01.09.2026", "17", ""]
    )
    return response


COLUMNS = (
    "family_name",
    "given_name",
    "patronymic",
    "username",
    "email",
    "phone",
    "team",
    "role",
    "started_on",
    "personnel_number",
    "zone",
)


def column_name(name: str) -> str:
    """A column as the company's people call it."""
    names = {
        "family_name": _("Family name"),
        "given_name": _("Given name"),
        "patronymic": _("Patronymic"),
        "username": _("Sign-in name"),
        "email": _("E-mail"),
        "phone": _("Phone"),
        "team": _("Team"),
        "role": _("Role"),
        "roles": _("Company role"),
        "started_on": _("First day"),
        "personnel_number": _("Personnel number"),
        "zone": _("Time zone"),
    }
    return names[name]


@administrators_only
@never_cache
def preview(request: SignedIn, token: UUID) -> HttpResponse:
    content = spooled(by=request.user, token=token)
    if content is None:
        return render(request, "people/import_gone.html", status=410)
    create_teams = "create_teams" in (request.POST if request.method == "POST" else request.GET)
    plan = _plan(request.user, content, create_teams)
    if request.method == "POST":
        return _answer(request, token, plan)
    return render(request, "people/import_preview.html", _shown(plan, create_teams))


def _plan(by: User, content: bytes, create_teams: bool) -> Plan:
    return make_plan(read_table(content), queries.known_staff(queries.today_of(by)), create_teams=create_teams)


def _answer(request: SignedIn, token: UUID, plan: Plan) -> HttpResponse:
    if "discard" in request.POST:
        unspool(by=request.user, token=token)
        say(request, _("The list is thrown away; nothing was changed."))
        return redirect("import_people")
    if plan.unusable or not plan.lines or (plan.problems and "skip_bad" not in request.POST):
        messages.error(request, _("Nothing was changed: look at the lines below first."))
        return redirect("import_preview", token)
    try:
        done = actions.import_people(plan=plan, by=request.user)
    except IntegrityError:
        messages.error(request, _("Somebody changed people meanwhile. Look again; nothing was changed here."))
        return redirect("import_preview", token)
    unspool(by=request.user, token=token)
    request.session[RESULT] = {
        "new": [person.pk for person in done.new],
        "changed": [person.pk for person in done.changed],
        "unchanged": done.unchanged,
        "left_out": plan.bad_lines,
    }
    return redirect("import_done")


def _shown(plan: Plan, create_teams: bool) -> dict[str, Any]:
    return {
        "plan": plan,
        "create_teams": create_teams,
        "new": len(plan.new),
        "changed": len(plan.changed),
        "columns": [_("Line"), _("Name"), _("Sign-in name"), _("Team and role"), _("First day"), _("What happens")],
        "rows": [_row(line) for line in plan.lines[:SHOWN_LINES]],
        "more_lines": max(0, len(plan.lines) - SHOWN_LINES),
        "problems": [(problem.place(_), problem.sentence(_)) for problem in plan.problems[:SHOWN_PROBLEMS]],
        "more_problems": max(0, len(plan.problems) - SHOWN_PROBLEMS),
        "good": len(plan.lines),
    }


def _row(line: Line) -> dict[str, Any]:
    roles = {**dict(Membership.Role.choices), **dict(RoleGrant.Role.choices)}
    team_role = roles[line.team_role] if line.team_role not in ("", Membership.Role.MEMBER) else ""
    return {
        "line": line,
        "contacts": [line.fields[name] for name in ("email", "phone") if line.fields.get(name)],
        "places": [str(part) for part in (line.team, team_role, *(roles[role] for role in line.roles)) if part],
        "changes": [
            {"column": column_name(change.name), "old": change.old, "new": change.new} for change in line.changes
        ],
    }


@administrators_only
@never_cache
def done(request: SignedIn) -> HttpResponse:
    """What the last list brought, and how to let those people in."""
    result = request.session.get(RESULT)
    if result is None:
        return redirect("import_people")
    new = list(User.objects.filter(pk__in=result["new"], is_active=True, last_login__isnull=True))
    how = request.POST.get("how", "")
    if how == Invitation.Kind.QR and new:
        return _cards(request, new)
    if how == Invitation.Kind.MAIL and new:
        return _letters(request, new)
    context = {
        "result": result,
        "counts": {name: len(result[name]) for name in ("new", "changed")},
        "new": new,
        "with_mail": sum(bool(person.email) for person in new),
    }
    return render(request, "people/import_done.html", context)


def _cards(request: SignedIn, people: list[User]) -> HttpResponse:
    made = actions.invite_many(people=people, kind=Invitation.Kind.QR, by=request.user)
    cards = [{"person": row.person, "until": row.expires_at, "link": join_url(secret)} for row, secret in made]
    company = queries.setting("company.name")
    return render(request, "people/cards.html", {"cards": cards, "company": company})


def _letters(request: SignedIn, people: list[User]) -> HttpResponse:
    addressed = [person for person in people if person.email]
    for person in addressed:
        actions.ask_for_letter(person=person, by=request.user)
    told = ngettext("%(n)d letter is on its way.", "%(n)d letters are on their way.", len(addressed))
    say(request, told % {"n": len(addressed)})
    return redirect("import_done")
