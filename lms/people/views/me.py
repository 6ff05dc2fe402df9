"""A person's own page."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from lms.people import actions, queries
from lms.people.access import SignedIn, signed_in
from lms.people.export import export_of
from lms.people.forms import ChangePinForm, MeForm, PhotoForm
from lms.people.models import User
from lms.ui.toasts import say

from .pages import bound, form_page


@signed_in
def me(request: SignedIn) -> HttpResponse:
    form = bound(MeForm, request, instance=_fresh(request))
    person: User = request.user

    def save(form: MeForm) -> str:
        actions.change_person(person=_fresh(request), by=person, **form.cleaned_data)
        return _("Saved.")

    today = queries.today_of(person)
    response = form_page(
        request,
        form,
        save,
        title=person.get_full_name(),
        back=reverse("me"),
        submit=_("Save"),
        template="people/me.html",
        person=person,
        teams=person.memberships.filter(queries.on(today)).select_related("team"),
        photo_form=PhotoForm(),
        with_pin=person.sign_in == User.SignIn.PIN,
        second_steps=Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES),
        privileged=queries.is_privileged(person),
        zone=queries.zone_of(person).key,
    )
    if response.status_code == 302:  # what was just chosen counts, not what this device remembered
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
    return response


def _fresh(request: SignedIn) -> User:
    """Forms write on their instance even when they refuse; the shell keeps drawing the stored one."""
    return User.objects.get(pk=request.user.pk)


@signed_in
@require_POST
def photo(request: SignedIn) -> HttpResponse:
    if "remove" in request.POST:
        actions.remove_photo(person=request.user, by=request.user)
        say(request, _("The photo is removed."))
        return redirect("me")
    form = PhotoForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise ValidationError(_("Choose a photo first."))
        actions.set_photo(person=request.user, content=form.cleaned_data["photo"].read(), by=request.user)
        say(request, _("The new photo is there for your colleagues."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("me")


@signed_in
@never_cache
@sensitive_post_parameters()
def change_pin(request: SignedIn) -> HttpResponse:
    if request.user.sign_in != User.SignIn.PIN:
        return redirect("account_change_password")

    def save(form: ChangePinForm) -> str:
        try:
            actions.change_pin(person=request.user, pin=form.cleaned_data["pin"])
        except ValidationError as error:
            raise ValidationError({"pin": error.messages}) from error
        update_session_auth_hash(request, request.user)
        return _("The new PIN holds from now on.")

    return form_page(
        request,
        bound(ChangePinForm, request, person=request.user),
        save,
        title=_("Change your PIN"),
        back=reverse("me"),
        submit=_("Change the PIN"),
    )


@signed_in
@never_cache
@require_safe
def my_data(request: SignedIn) -> HttpResponse:
    """Everything at once: one person's rows are few enough to be written while one waits."""
    response = JsonResponse(export_of(request.user), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@signed_in
@require_safe
def second_step(request: SignedIn) -> HttpResponse:
    types = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "with_pin": request.user.sign_in == User.SignIn.PIN,
        "app": Authenticator.Type.TOTP in types,
        "passkey": Authenticator.Type.WEBAUTHN in types,
        "codes": Authenticator.Type.RECOVERY_CODES in types,
        "asked": queries.is_privileged(request.user) and queries.setting("company.require_mfa"),
    }
    return render(request, "people/second_step.html", context)
