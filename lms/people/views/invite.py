"""Ways in, made by a lead or an administrator. A secret is on the answer to the POST and nowhere else."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from lms.ops.models import Notification
from lms.people import access, actions, queries
from lms.people.access import SignedIn, managers_only
from lms.people.letters import invite_by_letter, join_url
from lms.people.models import Invitation, User
from lms.ui.toasts import say

from .person import home_of


@managers_only
@never_cache
def invite(request: SignedIn, uid: UUID) -> HttpResponse:
    shown = access.person_to_invite(request.user, uid)
    kind = request.POST.get("kind", "")
    if kind == Invitation.Kind.MAIL and shown.email:
        return _by_mail(request, shown)
    context = {
        "person": shown,
        "back": home_of(shown),
        "last": shown.invitations.first(),
        "needs_password": queries.is_privileged(shown),
        "company": queries.setting("company.name"),
    }
    if kind in (Invitation.Kind.LINK, Invitation.Kind.QR):
        invitation, secret = actions.invite(person=shown, kind=kind, by=request.user)
        context |= {"made": invitation, "link": join_url(secret)}
    return render(request, "people/invite.html", context)


def _by_mail(request: SignedIn, shown: User) -> HttpResponse:
    row = invite_by_letter(person=shown, by=request.user)
    if row.state == Notification.State.SENT:
        say(request, _("The letter to %(address)s is on its way.") % {"address": shown.email})
    elif row.state == Notification.State.WAITING:
        messages.warning(
            request, _("The mail server does not answer. The letter goes out by itself as soon as it does.")
        )
    else:
        messages.error(request, _("The letter was not sent. Check the e-mail address, or give a link or a QR code."))
    return redirect("invite", shown.uid)
