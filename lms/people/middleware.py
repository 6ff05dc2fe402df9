from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from . import queries
from .actions import close_accounts
from .models import User

Respond = Callable[[HttpRequest], HttpResponse]


class PersonLanguageMiddleware:
    """The person's own language, else the cookie's, else the browser's; the person's zone for times on screen.

    Also where an open session ends after the person's last working day, and where one request begins to remember
    the company's settings.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with queries.settings_remembered():
            return self._respond(request)

    def _respond(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and queries.has_left(request.user):
            close_accounts()
            logout(request)
        person = request.user if request.user.is_authenticated else None
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or (person and person.language)
        known = dict(settings.LANGUAGES)
        language = chosen if chosen in known else translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()
        zone = queries.zone_of(person) if person else queries.company_zone()
        timezone.activate(zone)
        if person and request.path.startswith("/cms/") and person.has_perm("wagtailadmin.access_admin"):
            tell_wagtail(person, translation.get_language(), str(zone))
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or "en")
        return response


def tell_wagtail(person: User, language: str, zone: str) -> None:
    """Wagtail keeps a language and a zone of its own per person: they are the ones of our screens."""
    profile = UserProfile.get_for_user(person)
    if (profile.preferred_language, profile.current_time_zone) != (language, zone):
        profile.preferred_language, profile.current_time_zone = language, zone
        profile.save(update_fields=["preferred_language", "current_time_zone"])


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
