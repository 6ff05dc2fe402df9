from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseStopPolling

from lms.learning import access, actions, queries
from lms.ops.words import job_error
from lms.people.access import signed_in


@require_safe
@signed_in
def certificates(request: HttpRequest) -> HttpResponse:
    rows = list(queries.certificates_of(request.user))
    return render(request, "learning/certificates.html", {"certificates": rows})


@require_safe
@signed_in
def certificate(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The page, or for htmx the part that says how far the PDF is, until there is no more to wait for."""
    found = access.certificate(request.user, uid)
    context = {"certificate": found, "own": found.person == request.user}
    if found.state == "failed" and found.job:
        context["error"] = job_error(found.job)
    if not request.htmx:
        return render(request, "learning/certificate.html", context)
    response = render(request, "learning/_certificate_state.html", context)
    return response if found.state == "preparing" else HttpResponseStopPolling(response.content)


@require_POST
@signed_in
def again(request: HttpRequest, uid: UUID) -> HttpResponse:
    actions.render_again(certificate=access.certificate(request.user, uid), by=request.user)
    return HttpResponseRedirect(reverse("certificate", args=[uid]))


@require_safe
def verify(request: HttpRequest, uid: UUID) -> HttpResponse:
    """For anybody with the paper in hand. Not for search engines: names stand here."""
    found = queries.issued(uid)
    response = render(request, "learning/verify.html", {"certificate": found}, status=200 if found else 404)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
