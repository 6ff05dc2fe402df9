"""Links by which a candidate plays a roleplay. A secret is on the answer to the POST and nowhere else."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from assessments.interviews import access, actions, talks
from assessments.interviews.forms import TalkForm
from lms.learning.actions import revoke_pass
from lms.people.access import SignedIn
from lms.people.views.pages import add_problem, bound
from lms.ui.toasts import say

from .candidates import home_of


@require_http_methods(["GET", "HEAD", "POST"])
@access.hr_only
@never_cache
def give_talk(request: SignedIn, uid: UUID) -> HttpResponse:
    found = access.candidate(uid)
    form = bound(TalkForm, request, language=found.opening.language)
    context = {"candidate": found, "form": form, "back": home_of(found)}
    if request.method == "POST" and form.is_valid():
        try:
            guest, secret = actions.give_talk(candidate=found, by=request.user, **form.chosen)
        except ValidationError as error:
            add_problem(form, error)
        else:
            context |= {"made": guest, "link": talks.page_of(guest, secret)}
    return render(request, "interviews/talk.html", context)


@require_POST
@access.hr_only
def take_back_talk(request: SignedIn, uid: UUID) -> HttpResponse:
    guest, candidate = access.talk_for_hr(uid)
    revoke_pass(guest=guest, by=request.user)
    say(request, _("The link does not work any more."))
    return redirect(home_of(candidate))
