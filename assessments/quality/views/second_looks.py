"""The agent's side of a review: a reply, a second look asked for; and whoever decides it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.quality import access, actions, review_pages
from assessments.quality.disputes import NotPossible
from assessments.quality.forms import AnswerForm, ReplyForm, SecondLookForm, rating_from
from assessments.quality.scorecards import lines_of
from lms.people.access import signed_in
from lms.ui.toasts import say

from .common import tabs
from .reviewing import page


@require_POST
@signed_in
def reply(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.given_review(request.user, uid)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return page(request, found, reply_form=form)
    actions.reply(review=found, by=request.user, text=form.cleaned_data["text"])
    say(request, _("Written."))
    return redirect("quality_review", uid)


@require_POST
@signed_in
def ask(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The agent asks to look at one category again, and says what would be right and why."""
    found = access.own_review(request.user, uid)
    form = SecondLookForm(request.POST, lines=lines_of(found.snapshot.body))
    if form.is_valid():
        chosen, rating = rating_from(request.POST, form.line)
        if not chosen:
            form.add_error(None, _("Choose the rating that would be right."))
    if not form.is_valid():
        return page(request, found, second_look_form=form)
    try:
        actions.ask_again(
            review=found,
            category=UUID(form.line.uid),
            suggested=rating,
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
    except NotPossible:
        form.add_error(None, _("Choose another rating than the one given. A category is looked at again once."))
        return page(request, found, second_look_form=form)
    say(request, _("Asked. Somebody who did not give the review looks at it again."))
    return redirect("quality_review", uid)


@require_POST
@signed_in
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.own_dispute(request.user, pk)
    try:
        actions.withdraw_dispute(dispute=found, by=request.user)
        say(request, _("Taken back."))
    except NotPossible:
        messages.info(request, _("It has been decided already."))
    return redirect("quality_review", found.review.uid)


@require_safe
@signed_in
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for this person's decision."""
    if not access.decides(request.user):
        raise Http404
    found = access.disputes_to_decide(request.user)
    context = {"waiting": found, "tabs": tabs(request, "second looks")}
    return render(request, "quality/second_looks.html", context)


@signed_in
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The conversation, the rating and what the agent says; the rating decided on and a sentence."""
    found = access.dispute_to_decide(request.user, pk)
    line = next(line for line in lines_of(found.review.snapshot.body) if line.uid == str(found.category))
    form, problem = AnswerForm(request.POST or None), ""
    if request.method == "POST":
        chosen, rating = rating_from(request.POST, line)
        problem = "" if chosen else _("Choose a rating: the same one keeps the review as it is.")
        if form.is_valid() and chosen:
            return _decided(request, found, rating, form.cleaned_data["answer"])
    context = review_pages.decision(found, line) | {
        "form": form,
        "problem": problem,
        "tabs": tabs(request, "second looks"),
    }
    return render(request, "quality/decide.html", context)


def _decided(request: HttpRequest, found: object, rating: int | None, answer: str) -> HttpResponse:
    try:
        done = actions.decide(dispute=found, by=request.user, rating=rating, answer=answer)  # type: ignore[arg-type]
        say(request, _("Decided. Both of them see it."))
        return redirect("quality_review", done.review.uid)
    except NotPossible:
        messages.info(request, _("It has been decided or taken back meanwhile."))
        return redirect("quality_second_looks")
