"""One candidate, for HR: data and consents, who talks with them when, and erasing."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.interviews import access, actions, queries, talks, words
from assessments.interviews.forms import AskForm, CandidateForm, PlanForm
from assessments.interviews.models import Candidate
from lms.people.access import SignedIn
from lms.people.views.pages import bound, form_page, tried


def home_of(found: Candidate) -> str:
    return reverse("candidate", args=[found.uid])


@access.hr_only
def add_candidate(request: SignedIn, uid: UUID) -> HttpResponse:
    opening = access.opening(uid)
    made: list[Candidate] = []

    def save(form: CandidateForm) -> str:
        made.append(actions.add_candidate(opening=opening, by=request.user, **form.cleaned_data))
        return _("Added. Now plan the interviews.")

    response = form_page(
        request,
        bound(CandidateForm, request, initial={"consent_on": timezone.localdate()}),
        save,
        title=_("Add a candidate"),
        lead=opening.title,
        back=reverse("opening", args=[uid]),
        submit=_("Add"),
    )
    return redirect(home_of(made[0])) if made else response


@require_safe
@access.hr_only
def candidate(request: SignedIn, uid: UUID) -> HttpResponse:
    found = access.candidate(uid)
    rows = list(queries.interviews().filter(candidate=found, released_at__isnull=True))
    panel, readable = access.may_read_both(request.user, found)
    context = {
        "candidate": found,
        "opening": found.opening,
        "interviews": rows,
        "next": words.next_step(found, rows),
        "may_read_panel": panel,
        "talks": talks.given(found, readable=readable),
        "may_read_talks": readable,
        "may_invite": bool(found.person) and access.may_invite(request.user, found.person),
        "open_panel": (bool(rows) and all(row.submitted for row in rows)) or found.panel_closed_at is not None,
    }
    return render(request, "interviews/candidate.html", context)


@access.hr_only
def edit_candidate(request: SignedIn, uid: UUID) -> HttpResponse:
    found = access.candidate(uid)

    def save(form: CandidateForm) -> str:
        actions.change_candidate(candidate=access.candidate(uid), by=request.user, **form.cleaned_data)
        return _("Saved.")

    form = bound(CandidateForm, request, instance=found)
    return form_page(request, form, save, title=_("Data of the candidate"), back=home_of(found), submit=_("Save"))


@access.hr_only
def ask_interviewer(request: SignedIn, uid: UUID) -> HttpResponse:
    found = access.candidate(uid)

    def save(form: AskForm) -> str:
        actions.ask_interviewer(candidate=found, by=request.user, **form.cleaned_data)
        return _("Asked. They see the interview on their Today.")

    form = bound(AskForm, request, candidate=found)
    return form_page(
        request, form, save, title=_("One more interviewer"), lead=found.name, back=home_of(found), submit=_("Ask them")
    )


@access.hr_only
def plan_interview(request: SignedIn, uid: UUID) -> HttpResponse:
    row = access.interview_for_hr(uid)

    def save(form: PlanForm) -> str:
        actions.plan_interview(interviewing=row, by=request.user, **form.cleaned_data)
        return _("The interview is planned.")

    form = bound(PlanForm, request, initial={"scheduled_at": row.scheduled_at})
    lead = f"{row.candidate.name} · {row.interviewer.get_full_name()}"
    back = home_of(row.candidate)
    return form_page(request, form, save, title=_("Plan the interview"), lead=lead, back=back, submit=_("Save"))


@require_POST
@access.hr_only
def release_interviewer(request: SignedIn, uid: UUID) -> HttpResponse:
    row = access.interview_for_hr(uid)
    return tried(
        request,
        lambda: actions.release_interviewer(interviewing=row, by=request.user),
        _("They take no part any more."),
        back=home_of(row.candidate),
    )


@access.hr_only
def erase(request: SignedIn, uid: UUID) -> HttpResponse:
    """Asks once, in plain words."""
    found = access.candidate(uid)
    code, back = found.code, reverse("opening", args=[found.opening.uid])

    def save(form: forms.Form) -> str:
        actions.erase_candidate(candidate=found, by=request.user)
        return _("Erased. The act of it has the number %(code)s.") % {"code": code}

    return form_page(
        request,
        bound(forms.Form, request),
        save,
        title=_("Erase this candidate"),
        lead=_(
            "The name, the contacts, ratings, notes and roleplays go for good. An act with the number %(code)s stays: "
            "that something was erased and when, without a name."
        )
        % {"code": code},
        back=home_of(found),
        submit=_("Erase for good"),
        danger=True,
        then=back,
    )
