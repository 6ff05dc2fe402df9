"""The other end of an invitation. Looking never accepts it: letters and messengers follow links too."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from lms.people import actions, limits, queries
from lms.people.actions import InvitationGone, find_invitation
from lms.people.forms import NewPasswordForm, PinForm
from lms.people.models import Invitation, User

from .pages import add_problem, bound

MOST_TRIES = 10


@never_cache
@sensitive_post_parameters("pin", "password")
def join(request: HttpRequest, secret: str) -> HttpResponse:
    posted = request.method == "POST"
    if posted and limits.too_many(request, "join", MOST_TRIES):
        return render(request, "people/join_later.html", status=429)
    try:
        response = _form(request, find_invitation(secret), secret)
    except InvitationGone as gone:
        status = 404 if gone.reason == "unknown" else 410
        response = render(request, "people/join_gone.html", {"reason": gone.reason}, status=status)
    if posted and response.status_code != 302:
        limits.count_failure(request, "join")
    return response


def _form(request: HttpRequest, invitation: Invitation, secret: str) -> HttpResponse:
    person = invitation.person
    with_pin = actions.asks_for_pin(invitation)
    form = bound(PinForm, request) if with_pin else bound(NewPasswordForm, request, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.accept(secret=secret, password=form.cleaned_data[form.field])
        except ValidationError as error:
            add_problem(form, ValidationError({form.field: error.messages}))
        else:
            return _sign_in(request, person)
    context = {
        "form": form,
        "person": person,
        "with_pin": with_pin,
        "again": bool(person.last_login),
        "company": queries.setting("company.name"),
        "invitation": invitation,
    }
    with translation.override(_language(request, person)):
        response = render(request, "people/join.html", context)
        response["Content-Language"] = translation.get_language()
    return response


def _language(request: HttpRequest, person: User) -> str:
    """What was chosen on this device, else the person's own, else the browser's."""
    return request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or person.language or request.LANGUAGE_CODE


def _sign_in(request: HttpRequest, person: User) -> HttpResponse:
    """Whoever used this device before is signed out. A second step is asked for as at any sign-in."""
    if request.user.is_authenticated:
        logout(request)
    record_authentication(request, person, method="password")
    return perform_login(request, person, redirect_url="/")
