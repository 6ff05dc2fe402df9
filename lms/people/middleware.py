from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation

from . import queries
from .actions import close_accounts
from .models import User

Respond = Callable[[HttpRequest], HttpResponse]


class PersonLanguageMiddleware:
    """The person's own language, else the cookie's, else the browser's; the person's zone for times on screen.

    Also where an open session ends after the person's last working day.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and queries.has_left(request.user):
            close_accounts()
            logout(request)
        person = request.user if request.user.is_authenticated else None
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or (person and person.language)
        known = dict(settings.LANGUAGES)
        language = chosen if chosen in known else translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()
        timezone.activate(queries.zone_of(person) if person else queries.company_zone())
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or "en")
        return response


class SecondFactorMiddleware:
    """People who see others' data set up a second step before anything else, when the company asks for it."""

    OPEN = ("/accounts/", "/language/", "/theme/", "/static/", "/health/", "/join/", "/me/second-step/")

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_set_up(request):
            return redirect("second_step")
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        if not settings.REQUIRE_MFA or not request.user.is_authenticated or request.path.startswith(self.OPEN):
            return False
        if request.session.get("second_step_done"):
            return False
        asked = queries.is_privileged(request.user) and queries.setting("company.require_mfa")
        return asked and not self._has(request, request.user)

    @staticmethod
    def _has(request: HttpRequest, person: User) -> bool:
        """With a PIN there is no first step worth a second one."""
        from allauth.mfa.utils import is_mfa_enabled

        enabled: bool = person.sign_in == User.SignIn.PASSWORD and is_mfa_enabled(person)
        if enabled:
            request.session["second_step_done"] = True
        return enabled
