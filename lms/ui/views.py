from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from . import samples


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language of the screen, and stay on the page."""
    language = request.POST.get("language", "")
    response = HttpResponseRedirect(_back(request))
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=31_536_000,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    return response


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the system says."""
    theme = request.POST.get("theme", "")
    response = HttpResponseRedirect(_back(request))
    if theme in ("light", "dark"):
        response.set_cookie("theme", theme, max_age=31_536_000, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")
    else:
        response.delete_cookie("theme")
    return response


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next") or "/"
    return target if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()) else "/"


def styleguide(request: HttpRequest) -> HttpResponse:
    if not settings.STYLEGUIDE:
        raise Http404
    return render(request, "ui/styleguide.html", samples.context())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "ui/csrf.html", status=403)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def editors_door(request: HttpRequest) -> HttpResponse:
    """Where Wagtail sends whom it does not let in: strangers sign in, people without an editor's part are told so."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.GET.get("next") or "/cms/", settings.LOGIN_URL)
    list(messages.get_messages(request))  # Wagtail's own sentence about it, which would turn up on a later page
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied
    return HttpResponseRedirect("/cms/")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    return HttpResponse(get_template("500.html").render(), status=500)
