from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.people import queries as people
from lms.people.access import managers_only, signed_in

from . import access, pages, queries
from .actions import NoMoreAttempts, NotInQuiz, save_answer, start_attempt, submit_attempt
from .models import Attempt


def _language() -> str:
    return (get_language() or "en")[:2]


@require_safe
@signed_in
def quiz(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What the quiz is about, and own earlier results. Reading it begins nothing."""
    edition = access.edition(uid, _language())
    context = {
        "intro": pages.intro(request.user, edition, _language()),
        "quiz": edition.activity,
        "origin": access.origin(request.GET.get("from", "")),
    }
    return render(request, "quizzes/quiz.html", context)


@require_POST
@signed_in
def start(request: HttpRequest, uid: UUID) -> HttpResponse:
    edition = access.edition(uid, _language())
    origin = access.origin(request.POST.get("from", ""))
    try:
        attempt = start_attempt(person=request.user, edition=edition, origin=origin)
    except NoMoreAttempts:
        messages.info(request, gettext("You have taken this quiz as often as it allows."))
        return HttpResponseRedirect(reverse("quiz", args=[uid]))
    return HttpResponseRedirect(reverse("quiz_attempt", args=[attempt.uid]))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def attempt(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One question at a time. Without a number the first that has no answer, so that one resumes where one was."""
    own = access.own_attempt(request.user, uid)
    if own.submitted_at:
        return _to_result(own)
    if request.method == "POST":
        return _answered(request, own)
    sheet = pages.Sheet(own, 0)
    number = _number(request.GET.get("n", ""), len(sheet.questions)) or sheet.first_open
    if not number:
        return HttpResponseRedirect(reverse("quiz_review", args=[uid]))
    return _sheet(request, pages.Sheet(own, number, "review" in request.GET))


def _answered(request: HttpRequest, own: Attempt) -> HttpResponse:
    """Keep the answer, then go where the button says: on, back, to the list, or nowhere (the answer only)."""
    question, go = request.POST.get("question", ""), request.POST.get("go", "next")
    try:
        own = save_answer(attempt=own, question=question, sent=request.POST.getlist("answer"))
    except NotInQuiz:
        return HttpResponse(gettext("This question is not in your quiz. Open the quiz again."), status=409)
    if go == "stay":
        return HttpResponse(status=204)
    here = next(one.number for one in pages.Sheet(own, 0).questions if one.uid == question)
    sheet = pages.Sheet(own, _onward(own, here, go))
    if request.htmx:
        response = _sheet(request, sheet)
        response["HX-Push-Url"] = _url(sheet)
        return response
    return HttpResponseRedirect(_url(sheet))


def _onward(own: Attempt, here: int, go: str) -> int:
    if go == "review":
        return 0
    if go == "back":
        return max(1, here - 1)
    return (here + 1) % (len(own.body["questions"]) + 1)


def _number(text: str, last: int) -> int:
    return int(text) if text.isdecimal() and 1 <= int(text) <= last else 0


def _url(sheet: pages.Sheet) -> str:
    if not sheet.number:
        return reverse("quiz_review", args=[sheet.attempt.uid])
    return f"{reverse('quiz_attempt', args=[sheet.attempt.uid])}?n={sheet.number}"


def _sheet(request: HttpRequest, sheet: pages.Sheet) -> HttpResponse:
    part = "quizzes/_question.html" if sheet.number else "quizzes/_review.html"
    template = part if request.htmx else "quizzes/attempt.html"
    context = {"sheet": sheet, "part": part, "fragment": bool(request.htmx), "here": _language()}
    return render(request, template, context)


@require_safe
@signed_in
def review(request: HttpRequest, uid: UUID) -> HttpResponse:
    """All answers in one list, before handing in."""
    own = access.own_attempt(request.user, uid)
    return _to_result(own) if own.submitted_at else _sheet(request, pages.Sheet(own, 0))


@require_POST
@signed_in
def submit(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _to_result(submit_attempt(attempt=access.own_attempt(request.user, uid)))


def _to_result(own: Attempt) -> HttpResponse:
    return HttpResponseRedirect(reverse("quiz_result", args=[own.uid]))


@require_safe
@signed_in
def result(request: HttpRequest, uid: UUID) -> HttpResponse:
    own = access.handed_in(request.user, uid)
    edition = queries.edition_of(own.activity, _language()) if own.activity.live else None
    context = {"outcome": pages.outcome(request.user, own, edition), "quiz": own.activity, "here": _language()}
    return render(request, "quizzes/result.html", context)


@require_safe
@managers_only
def results(request: HttpRequest, uid: UUID) -> HttpResponse:
    """How a team did. Leads see the teams they lead, administrators all."""
    from .figures import quiz_figures  # numpy: most processes never count

    quiz = access.quiz(uid)
    team = access.team(request.user, request.GET.get("team", ""))
    members = people.members_on([team], people.today_of(request.user)) if team else []
    context = {
        "quiz": quiz,
        "team": team,
        "teams": access.teams(request.user),
        "rows": queries.results_of(quiz, members),
        "figures": quiz_figures(quiz, _language()),
    }
    return render(request, "quizzes/results.html", context)
