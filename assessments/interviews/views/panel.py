"""What the ratings come to, and what is decided. Whether somebody may read them is asked of `access`, never here."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.interviews import access, actions, queries, talks, words
from assessments.interviews import panel as formulas
from assessments.interviews.forms import HireForm, RefuseForm
from assessments.interviews.kit import Question
from assessments.interviews.models import Scorecard
from assessments.interviews.models.question import Competency
from lms.people import queries as people
from lms.people.access import SignedIn, signed_in
from lms.people.models import User
from lms.people.views.pages import bound, form_page

from .candidates import home_of


@require_safe
@signed_in
def panel(request: SignedIn, uid: UUID) -> HttpResponse:
    found = access.candidate_for_panel(request.user, uid)
    kit, cards = found.opening.kit, queries.counted_scorecards(found)
    result, waiting = queries.result_of(kit, cards), queries.still_to_submit(found).count()
    context = {
        "candidate": found,
        "opening": found.opening,
        "kit": kit,
        "cards": cards,
        "result": result,
        "questions": [_question(question, result, cards) for question in kit.questions],
        "competencies": _competencies(result),
        "weighted": any(question.weight != 1 for question in kit.questions),
        "skills": queries.skills_to_start_with(kit, result),
        "runs": access.is_hr(request.user),
        "waiting": waiting,
        "may_hire": (bool(cards) and not waiting) or found.panel_closed_at is not None,
        "talks": [row for row in talks.given(found, readable=True) if row.result],
        "agreement_from": formulas.AGREEMENT_FROM,
        "seen": found.opening.candidates.count(),
    }
    return render(request, "interviews/panel.html", context)


def _question(question: Question, result: formulas.Result | None, cards: list[Scorecard]) -> dict[str, Any]:
    ratings = [(card, queries.by_question(card).get(question.uid)) for card in cards]
    return {
        "question": question,
        "competency": Competency(question.competency).label,
        "value": result.questions.get(question.uid) if result else None,
        "ratings": [
            {"card": card, "rating": rating, "words": question.anchors.get(rating.score or 0, "")}
            for card, rating in ratings
            if rating
        ],
    }


def _competencies(result: formulas.Result | None) -> list[dict[str, Any]]:
    values = result.competencies.items() if result else ()
    return [{"label": Competency(name).label, "value": value} for name, value in values]


@access.hr_only
def close_panel(request: SignedIn, uid: UUID) -> HttpResponse:
    found = access.candidate(uid)
    late = queries.still_to_submit(found).count()

    def save(form: forms.Form) -> str:
        actions.close_panel(candidate=found, by=request.user)
        return _("The panel is closed.")

    return form_page(
        request,
        bound(forms.Form, request),
        save,
        title=_("Close the panel"),
        lead=" ".join([words.late_interviewers(late), _("Nobody can rate this candidate afterwards.")]),
        back=home_of(found),
        submit=_("Close the panel"),
    )


@access.hr_only
def hire(request: SignedIn, uid: UUID) -> HttpResponse:
    found = access.candidate(uid)
    made: list[User] = []

    def save(form: HireForm) -> str:
        made.append(actions.hire(candidate=found, by=request.user, **form.cleaned_data))
        return _("%(name)s is in the team. What to start with is on the plan.") % {"name": found.name}

    initial = {"team": found.opening.team, "started_on": people.today_of(request.user)}
    response = form_page(
        request,
        bound(HireForm, request, candidate=found, initial=initial),
        save,
        title=_("Hire %(name)s") % {"name": found.name},
        lead=_("The candidate becomes a colleague, without a way in until they are invited."),
        back=home_of(found),
        submit=_("Hire"),
    )
    if made and access.may_invite(request.user, made[0]):
        return redirect(reverse("invite", args=[made[0].uid]))
    return response


@access.hr_only
def refuse(request: SignedIn, uid: UUID) -> HttpResponse:
    found = access.candidate(uid)

    def save(form: RefuseForm) -> str:
        ended = actions.refuse(candidate=found, by=request.user, **form.cleaned_data)
        return f"{_('The refusal is noted.')} {words.after(ended)}."

    return form_page(
        request,
        bound(RefuseForm, request),
        save,
        title=_("Refuse %(name)s") % {"name": found.name},
        lead=_("Rating ends with it. The candidate's data are erased when the term of your country is over."),
        back=home_of(found),
        submit=_("Refuse"),
    )


@access.hr_only
def withdraw(request: SignedIn, uid: UUID) -> HttpResponse:
    found = access.candidate(uid)

    def save(form: forms.Form) -> str:
        ended = actions.withdraw(candidate=found, by=request.user)
        return f"{_('It is noted that they withdrew.')} {words.after(ended)}."

    return form_page(
        request,
        bound(forms.Form, request),
        save,
        title=_("%(name)s withdrew") % {"name": found.name},
        lead=_("They do not want the place any more. Rating ends with it."),
        back=home_of(found),
        submit=_("Note it"),
    )
