from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.learning import access, beside_queries, beside_work, queries, sources
from lms.learning.forms import BesideWorkForm
from lms.people.access import signed_in
from lms.people.queries import today_of


@require_safe
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """What practice shows beside what work shows, for whoever leads or reviews."""
    whose, day = access.looked_at(request.user), today_of(request.user)
    skills = queries.skills_in_use()
    form = BesideWorkForm(request.GET, teams=access.teams_looked_at(request.user), skills=skills)
    people = beside_queries.people_of(whose, form.chosen_team, day)
    found = beside_queries.shown_by(people, sources.sides(), day - timedelta(days=beside_work.DAYS), day)
    shown = beside_work.page(found, people, skills, form.chosen_skill, named=access.may_know_who(request.user))
    context = {
        "shown": shown,
        "form": form,
        "team": form.chosen_team,
        "linked": access.may_open_people(request.user),
    }
    return render(request, "learning/beside_work.html", context)
