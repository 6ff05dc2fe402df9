"""The card with the QR code, and what leads do about customers' words."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gamification.stars import access, queries
from gamification.stars.actions import handle_concern, hide_words, make_link, see_concern
from gamification.stars.models import VoteLink
from lms.people.access import SignedIn, managers_only, signed_in
from lms.people.views.pages import next_or
from lms.ui.toasts import say


def address_of(link: VoteLink | None) -> str:
    return settings.BASE_URL + reverse("thanks", args=[link.token]) if link else ""


@signed_in
@require_safe
def card(request: SignedIn, uid: UUID) -> HttpResponse:
    person = access.card_of(request.user, uid)
    link = queries.link_of(person)
    context = {
        "person": person,
        "own": person == request.user,
        "link": link,
        "address": address_of(link),
        "words": list(queries.words_for(person)[: queries.OWN_WORDS]),
    }
    return render(request, "stars/card.html", context)


@signed_in
@require_POST
def new_link(request: SignedIn, uid: UUID) -> HttpResponse:
    person = access.card_of(request.user, uid)
    before = queries.link_of(person)
    make_link(person=person, by=request.user)
    said = _("The new link works; the one before no longer does.") if before else _("The link is ready.")
    say(request, said)
    return redirect("vote_card", uid)


@managers_only
@require_POST
def hide(request: SignedIn, pk: int) -> HttpResponse:
    vote = access.vote_for_lead(request.user, pk)
    hide_words(vote=vote, by=request.user)
    say(request, _("The words are hidden. The thanks count on."))
    return redirect("vote_card", vote.person.uid)


@managers_only
@require_POST
def concern(request: SignedIn, pk: int) -> HttpResponse:
    found = access.concern_for_lead(request.user, pk)
    if request.POST.get("state") == "handled":
        handle_concern(concern=found, by=request.user)
        say(request, _("Noted as handled."))
    else:
        see_concern(concern=found, by=request.user)
        say(request, _("Noted as seen."))
    return redirect(next_or(request, reverse("teams")))
