from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail import hooks

from lms.people.access import signed_in

from . import access, queries, reading
from .actions import answer_check, complete_lesson, enrol, open_lesson
from .actions.learning import ChecksOpen, NotInSnapshot


def _language() -> str:
    return (get_language() or "en")[:2]


@require_safe
@signed_in
def serve(request: HttpRequest, path: str = "") -> HttpResponse:
    """A Wagtail page at `/learn/…`, in the reader's language or, with a note, in the other one."""
    page = access.page_for_reader(path, _language())
    canonical = queries.reader_path(page.url_path)
    if canonical != request.path:
        return HttpResponseRedirect(canonical)
    for hook in hooks.get_hooks("before_serve_page"):
        response = hook(page, request, [], {})
        if isinstance(response, HttpResponse):
            return response
    return page.serve(request)


@require_safe
@signed_in
def course(request: HttpRequest, uid: UUID) -> HttpResponse:
    return HttpResponseRedirect(access.place(access.course(uid), _language()).path)


@require_safe
@signed_in
def lesson(request: HttpRequest, uid: UUID) -> HttpResponse:
    return HttpResponseRedirect(access.place(access.lesson(uid), _language()).path)


@require_POST
@signed_in
def start(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take the course up and go to the first lesson that is not done."""
    course = access.course(uid)
    enrolment = enrol(person=request.user, course=course)
    target = queries.resume_at(request.user, course, enrolment.last_lesson_id)
    if target:
        open_lesson(person=request.user, lesson=target)
    return HttpResponseRedirect(access.place(target or course, _language()).path)


@require_POST
@signed_in
def opened(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The page tells where the reader is, so that the next visit resumes here. Reading itself writes nothing."""
    open_lesson(person=request.user, lesson=access.lesson(uid))
    return HttpResponse(status=204)


@require_POST
@signed_in
def answer(request: HttpRequest, uid: UUID, check: str) -> HttpResponse:
    """One answer to a quick check, graded here against the version that was shown."""
    lesson = access.lesson(uid)
    snapshot = access.snapshot(lesson, request.POST.get("snapshot", ""))
    option = request.POST.get("option", "")
    if option:
        try:
            answer_check(person=request.user, snapshot=snapshot, check_uid=check, option_uid=option)
        except NotInSnapshot:
            return HttpResponse(gettext("This question is no longer in the lesson. Reload the page."), status=409)
    state = reading.check_states(request.user, lesson, snapshot.language).get(check)
    if request.htmx and state:
        context = {"state": state, "lesson": lesson, "missing": not option, "fragment": True}
        return render(request, "catalogue/_check.html", context)
    place = access.place(lesson, snapshot.language)
    return HttpResponseRedirect(f"{place.path}#check-{check}")


@require_POST
@signed_in
def done(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Mark the lesson done and go on: to the next one, or to the course's page when it was the last."""
    lesson = access.lesson(uid)
    here = access.place(lesson, _language())
    try:
        complete_lesson(person=request.user, lesson=lesson, language=here.language)
    except ChecksOpen as waiting:
        text = ngettext(
            "%(n)s quick check is waiting for your answer.",
            "%(n)s quick checks are waiting for your answer.",
            waiting.count,
        )
        messages.info(request, text % {"n": waiting.count})
        return HttpResponseRedirect(f"{here.path}#check-{waiting.first}")
    return HttpResponseRedirect(_onward(request, lesson))


def _onward(request: HttpRequest, lesson: queries.Activity) -> str:
    left = list(queries.lessons_left(request.user, lesson.parent)) if lesson.parent else []
    later = [other for other in left if other.position > lesson.position]
    if not left:
        messages.success(request, gettext("That was the last lesson. The course is done."))
    target = (later or left or [lesson.parent or lesson])[0]
    return access.place(target, _language()).path


@require_safe
@signed_in
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:100]
    pages = queries.found_pages(query, _language())
    hits = [(page, queries.reader_path(page.url_path)) for page in pages]
    template = "catalogue/_results.html" if request.htmx else "catalogue/search.html"
    return render(request, template, {"query": query, "hits": hits, "learn": reverse("learn")})
