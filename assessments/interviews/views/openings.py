"""Openings, for HR; for other interviewers the list of their own interviews."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.interviews import access, actions, queries, words
from assessments.interviews.forms import OpeningForm
from assessments.interviews.models import Opening
from lms.people.access import SignedIn
from lms.people.views.pages import bound, form_page, tried


def home_of(found: Opening) -> str:
    return reverse("opening", args=[found.uid])


@require_safe
@access.takes_part
def hiring(request: SignedIn) -> HttpResponse:
    runs = access.is_hr(request.user)
    context = {
        "runs": runs,
        "openings": queries.openings() if runs else [],
        "kits": bool(queries.kits_to_choose()) if runs else False,
        "interviews": list(queries.interviews_of(request.user)),
        "columns": [_("Opening"), _("Team"), _("In process"), _("Hired"), _("State")],
    }
    return render(request, "interviews/hiring.html", context)


@access.hr_only
def add_opening(request: SignedIn) -> HttpResponse:
    made: list[Opening] = []

    def save(form: OpeningForm) -> str:
        values = form.cleaned_data
        snapshot = values.pop("kit")
        made.append(actions.open_position(snapshot=snapshot, by=request.user, **values))
        return _("The opening is there. Add the first candidate.")

    response = form_page(
        request,
        bound(OpeningForm, request, initial={"interviewers": [request.user.pk]}),
        save,
        title=_("New opening"),
        lead=_("The same kit, the same questions, the same order for everybody."),
        back=reverse("hiring"),
        submit=_("Open"),
        template="interviews/form.html",
    )
    return redirect(home_of(made[0])) if made else response


@access.hr_only
def edit_opening(request: SignedIn, uid: UUID) -> HttpResponse:
    found = access.opening(uid)

    def save(form: OpeningForm) -> str:
        actions.change_opening(opening=found, by=request.user, **form.cleaned_data)
        return _("Saved.")

    initial = {"title": found.title, "team": found.team, "interviewers": found.interviewers.all()}
    return form_page(
        request,
        bound(OpeningForm, request, with_kit=False, initial=initial),
        save,
        title=_("Change the opening"),
        lead=_("Interviewers named here are asked for candidates added from now on."),
        back=home_of(found),
        submit=_("Save"),
        template="interviews/form.html",
    )


@require_POST
@access.hr_only
def close_opening(request: SignedIn, uid: UUID) -> HttpResponse:
    found = access.opening(uid)
    return tried(
        request,
        lambda: actions.close_opening(opening=found, by=request.user),
        _("The opening is closed."),
        back=home_of(found),
    )


@require_safe
@access.hr_only
def opening(request: SignedIn, uid: UUID) -> HttpResponse:
    found = access.opening(uid)
    candidates = list(queries.candidates_of(found))
    context = {
        "opening": found,
        "rows": [{"candidate": row, "next": words.next_step(row, row.taking_part)} for row in candidates],
        "columns": [_("Candidate"), _("Interviews"), _("What is next")],
        "interviewers": list(found.interviewers.all()),
        "may_close": not any(row.is_open for row in candidates),
    }
    return render(request, "interviews/opening.html", context)
