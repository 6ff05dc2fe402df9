from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.people import queries
from lms.people.access import SignedIn, administrators_only
from lms.people.actions import create_person, join_team
from lms.people.forms import NewPersonForm
from lms.people.models import Membership, RoleGrant, Team, User

from .pages import bound, form_page

PAGE = 50


@administrators_only
@require_safe
def people(request: SignedIn) -> HttpResponse:
    teams = list(Team.objects.filter(closed_on__isnull=True))
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "team", "role", "left")}
    chosen = next((team for team in teams if str(team.pk) == asked["team"]), None)
    found = queries.people_listed(
        queries.today_of(request.user),
        words=asked["q"],
        team=chosen,
        role=asked["role"],
        left=bool(asked["left"]),
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "rows": _rows(page),
        "columns": [_("Name"), _("Sign-in name"), _("Team"), _("Company role"), _("First day"), _("Way in")],
        "teams": teams,
        "asked": asked,
        "filtered": any(asked.values()),
        "query": query,
        "team_roles": Membership.Role.choices,
        "company_roles": RoleGrant.Role.choices,
    }
    fragment = bool(request.htmx) and not request.htmx.boosted
    return render(request, "people/_list.html" if fragment else "people/list.html", context)


def _rows(page: Page) -> list[dict[str, object]]:
    people = list(page.object_list)
    teams, roles = queries.memberships_of(people), queries.roles_of(people)
    invited = queries.invited([person for person in people if not person.last_login], timezone.now())
    return [
        {
            "person": person,
            "memberships": teams.get(person.pk, []),
            "grants": roles.get(person.pk, []),
            "state": _state(person, invited),
        }
        for person in people
    ]


def _state(person: User, invited: set[int]) -> str:
    """left, leaving, in, invited or waiting."""
    if person.left_on:
        return "leaving" if person.is_active else "left"
    if person.last_login:
        return "in"
    return "invited" if person.pk in invited else "waiting"


@administrators_only
def add_person(request: SignedIn) -> HttpResponse:
    form = bound(NewPersonForm, request, initial={"started_on": queries.today_of(request.user)})
    made: list[User] = []

    def save(form: NewPersonForm) -> str:
        values = form.cleaned_data
        team, role = values.pop("team"), values.pop("team_role")
        person = create_person(by=request.user, **values)
        if team:
            join_team(person=person, team=team, role=role, since=person.started_on, by=request.user)
        made.append(person)
        return _("%(name)s is added. Now give them a way in.") % {"name": person.get_full_name()}

    response = form_page(
        request,
        form,
        save,
        title=_("Add a person"),
        lead=_("E-mail and phone are optional: people without them come in by a QR code."),
        back=reverse("people"),
        submit=_("Add"),
    )
    return redirect("invite", made[0].uid) if made else response
