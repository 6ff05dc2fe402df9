"""The interviewer's own: the conversation question by question, and submitting. Everything here is one's own only."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from assessments.interviews import access, actions, papers, queries
from assessments.interviews.forms import RatingForm
from assessments.interviews.kit import NOTES, Kit, Question
from assessments.interviews.models import Interviewing, Rating, Scorecard
from assessments.interviews.models.question import Competency, QuestionKind
from lms.ops.kinds import JobError
from lms.people.access import SignedIn, signed_in
from lms.ui.toasts import say

SAVED = "X-Saved"


def home_of(row: Interviewing) -> str:
    return reverse("interview", args=[row.uid])


def _refused(request: SignedIn, error: ValidationError, back: str) -> HttpResponse:
    """Its words, on the page it leads back to; also when htmx asked in the background."""
    messages.error(request, " ".join(error.messages))
    return HttpResponseClientRedirect(back) if request.htmx else redirect(back)


@signed_in
@never_cache
def interview(request: SignedIn, uid: UUID) -> HttpResponse:
    """What the conversation is made of, and how far it is. POST begins it, or a new version of what was submitted."""
    row = access.own_interview(request.user, uid)
    if request.method == "POST":
        try:
            actions.begin(interviewing=row)
        except ValidationError as error:
            return _refused(request, error, home_of(row))
        return redirect("interview_question", uid, 1)
    draft, submitted = queries.draft_of(row), queries.submitted_of(row)
    shown = draft or submitted
    context = _common(row) | {
        "draft": draft,
        "submitted": submitted,
        "steps": _steps(row, shown),
        "missing": actions.unrated(row, shown),
        "over": bool(row.released_at or row.candidate.panel_closed_at or not row.candidate.is_open),
        "may_read_panel": access.may_read_panel(request.user, row.candidate),
        "saved": _key(row, draft, request.GET.get("saved", "")),
    }
    return render(request, "interviews/interview.html", context)


def _common(row: Interviewing) -> dict[str, Any]:
    opening = row.candidate.opening
    return {"interview": row, "candidate": row.candidate, "opening": opening, "kit": opening.kit}


def _steps(row: Interviewing, card: Scorecard | None) -> list[dict[str, Any]]:
    ratings = queries.by_question(card)
    return [
        {"question": question, "competency": Competency(question.competency).label, "rating": ratings.get(question.uid)}
        for question in row.candidate.opening.kit.questions
    ]


def _key(row: Interviewing, draft: Scorecard | None, number: str | int) -> str:
    """Under which the browser keeps what could not be sent yet."""
    return f"interview:{row.uid}:{draft.version if draft else 0}:{number}"


@signed_in
@never_cache
def question(request: SignedIn, uid: UUID, number: int) -> HttpResponse:
    row = access.own_interview(request.user, uid)
    asked = row.candidate.opening.kit.question(number)
    if asked is None:
        raise Http404
    if request.method == "POST":
        return _save(request, row, asked)
    draft = queries.draft_of(row)
    if draft is None:
        return redirect(home_of(row))
    return _show(request, row, asked, draft, RatingForm(initial=_typed(queries.by_question(draft).get(asked.uid))))


def _typed(rating: Rating | None) -> dict[str, Any]:
    return rating.notes | {"score": rating.score} if rating else dict.fromkeys(NOTES, "")


def _save(request: SignedIn, row: Interviewing, asked: Question) -> HttpResponse:
    """htmx saves as one types and hears when; a press of a button saves and goes on."""
    form = RatingForm(request.POST)
    try:
        if not form.is_valid():
            return _show(request, row, asked, actions.begin(interviewing=row), form, status=422)
        rating = actions.save_rating(
            interviewing=row, question=asked, score=form.cleaned_data["score"], notes=form.notes
        )
    except ValidationError as error:
        return _refused(request, error, home_of(row))
    if request.htmx:
        response = render(request, "interviews/_saved.html", {"at": rating.saved_at})
        response.headers[SAVED] = "yes"
        return response
    return redirect(f"{_next(row, asked, request.POST.get('go', ''))}?saved={asked.number}")


def _next(row: Interviewing, asked: Question, go: str) -> str:
    """Where a button leads: the next question, the one before, one by its number, or the summary."""
    number = {"next": asked.number + 1, "back": asked.number - 1}.get(go, int(go) if go.isdecimal() else 0)
    if row.candidate.opening.kit.question(number) is None:
        return home_of(row)
    return reverse("interview_question", args=[row.uid, number])


def _show(
    request: SignedIn, row: Interviewing, asked: Question, draft: Scorecard, form: RatingForm, status: int = 200
) -> HttpResponse:
    kit: Kit = row.candidate.opening.kit
    labels = (_("What was the situation"), _("What was needed"), _("What they did"), _("How it ended"))
    context = _common(row) | {
        "question": asked,
        "competency": Competency(asked.competency).label,
        "kind": QuestionKind(asked.kind).label,
        "steps": _steps(row, draft),
        "notes": [
            {"name": name, "label": label, "value": form[name].value() or "", "errors": form[name].errors}
            for name, label in zip(NOTES, labels, strict=True)
        ],
        "score": str(form["score"].value() or ""),
        "score_errors": form["score"].errors,
        "first": asked.number == 1,
        "last": asked.number == len(kit.questions),
        "started": draft.started_at,
        "clock": _minutes_left(draft, kit),
        "key": _key(row, draft, asked.number),
        "saved": _key(row, draft, request.GET.get("saved", "")),
    }
    return render(request, "interviews/question.html", context, status=status)


def _minutes_left(draft: Scorecard, kit: Kit) -> int | None:
    """Negative when it takes longer. None once nobody is talking any more: another day, or another version."""
    gone = timezone.now() - draft.started_at
    if draft.version > 1 or gone > timedelta(minutes=3 * kit.minutes):
        return None
    return kit.minutes - int(gone.total_seconds() // 60)


@require_POST
@signed_in
def submit(request: SignedIn, uid: UUID) -> HttpResponse:
    row = access.own_interview(request.user, uid)
    try:
        actions.submit(interviewing=row, incomplete=bool(request.POST.get("incomplete")))
    except ValidationError as error:
        return _refused(request, error, home_of(row))
    say(request, _("Your ratings are submitted."))
    return redirect(home_of(row))


@require_safe
@signed_in
@never_cache
def scorecard_paper(request: SignedIn, uid: UUID) -> HttpResponse:
    card = access.scorecard_to_read(request.user, uid)
    return _paper(request, f"scorecard-{card.interviewing.candidate.code}.pdf", lambda: papers.scorecard(card))


@require_safe
@signed_in
def kit_paper(request: SignedIn, uid: UUID) -> HttpResponse:
    opening = access.opening_for_kit(request.user, uid)
    return _paper(request, "interview-kit.pdf", lambda: papers.kit(opening))


def _paper(request: SignedIn, name: str, draw: Any) -> HttpResponse:
    """Drawn while one waits: it takes less than a second."""
    try:
        content = draw()
    except JobError as error:
        messages.error(request, str(error))
        return redirect("hiring")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
