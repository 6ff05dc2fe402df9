from collections.abc import Iterable
from typing import Any, BinaryIO
from uuid import UUID

import structlog
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from lms.ui.toasts import say

from . import access, queries, ranges, words
from .actions import cancel_job, retry_job
from .actions.files import private_path
from .health import findings
from .kinds import job_kinds, may_see_all_jobs
from .models import Job, Notification, PrivateFile

logger = structlog.get_logger(__name__)
PAGE = 25
SHOWN_IN_PLACE = ("image/png", "image/jpeg", "image/webp", "image/gif")
HEARD = ("audio/mpeg", "audio/ogg", "audio/wav", "audio/mp4", "audio/webm")


@login_required
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    operator = may_see_all_jobs(request.user)
    everybody = operator and request.GET.get("whose") == "all"
    rows = queries.all_jobs() if everybody else queries.jobs_of(request.user)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": _job_rows(page), "operator": operator, "everybody": everybody}
    return render(request, "ops/jobs.html", context)


def _job_rows(jobs: Iterable[Job]) -> list[dict[str, Any]]:
    return [{"job": job, "title": words.job_title(job), "error": words.job_error(job)} for job in jobs]


@login_required
@require_safe
@never_cache
def job(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The page, or for htmx the part of it that moves."""
    found = access.job_of(request.user, uid)
    kind = job_kinds.get(found.kind)
    context = {
        "job": found,
        "title": words.job_title(found),
        "error": words.job_error(found),
        "file": queries.file_of(found),
        "template": kind.template if kind else "",
    }
    return render(request, "ops/_job.html" if request.htmx else "ops/job.html", context)


@login_required
@require_POST
def cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.job_of(request.user, uid)
    if cancel_job(job=found, by=request.user):
        say(request, _("Cancelled. Nothing of it is kept."))
    return redirect("job", uid)


@login_required
@require_POST
def again(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.job_of(request.user, uid)
    if retry_job(job=found, by=request.user):
        say(request, _("Started again."))
    return redirect("job", uid)


@login_required
@require_safe
def private_file(request: HttpRequest, uid: UUID) -> HttpResponse | StreamingHttpResponse:
    file = access.file_for(request.user, uid)
    try:
        content = private_path(file.path).open("rb")
    except FileNotFoundError:
        logger.error("private_file_missing", file=file.pk)
        raise Http404 from None
    response = _heard(request, file, content) if file.content_type in HEARD else _whole(file, content)
    response["Cache-Control"] = "private"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _whole(file: PrivateFile, content: BinaryIO) -> FileResponse:
    in_place = file.content_type in SHOWN_IN_PLACE
    return FileResponse(
        content, as_attachment=not in_place, filename=file.download_name, content_type=file.content_type
    )


def _heard(request: HttpRequest, file: PrivateFile, content: BinaryIO) -> HttpResponse | StreamingHttpResponse:
    """Sound, in parts when the player asks so: without that it cannot jump."""
    try:
        found = ranges.wanted(request.headers.get("Range", ""), file.size)
    except ValueError:
        content.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    first, last = found or (0, file.size - 1)
    response = StreamingHttpResponse(ranges.part(content, first, last), content_type=file.content_type)
    response.status_code = 206 if found else 200
    response["Accept-Ranges"], response["Content-Length"] = "bytes", last - first + 1
    if found:
        response["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    return response


@login_required
@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.notifications_of(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "ops/notifications.html", {"page": page, "rows": _notification_rows(page)})


def _notification_rows(rows: Iterable[Notification]) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "title": words.notification_title(row),
            "reason": words.notification_reason(row),
            "why_not": words.notification_why_not(row),
        }
        for row in rows
    ]


@require_GET
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """200 or 503 for everybody; what exactly, for those who look after the installation."""
    found = findings()
    well = all(finding.ok for finding in found)
    answer: dict[str, Any] = {"status": "ok" if well else "trouble"}
    if request.user.is_authenticated and may_see_all_jobs(request.user):
        answer["findings"] = {finding.name: finding.words for finding in found}
    return JsonResponse(answer, status=200 if well else 503)
