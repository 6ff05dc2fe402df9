"""What is written about reviews: quiet letters without what was said in them."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.ops.kinds import Letter, NotificationKind
from lms.ops.kinds import register as register_kind
from lms.ops.models import Notification

from .actions.looks import INVITED
from .actions.reviewing import GIVEN
from .actions.second_looks import ASKED, DECIDED, REPLIED
from .models import Comparison, Dispute, Review


def _url(name: str, *args: object) -> str:
    return settings.BASE_URL + reverse(name, args=args)


def given(row: Notification) -> Letter | None:
    review = Review.objects.filter(uid=row.args["review"]).first()
    if review is None:
        return None
    text = _("A ticket of yours has been reviewed: what went well and one thing to try.\n\n%(url)s")
    return Letter(_("A ticket of yours has been reviewed"), text % {"url": _url("quality_review", review.uid)})


def replied(row: Notification) -> Letter | None:
    review = Review.objects.filter(uid=row.args["review"]).first()
    if review is None:
        return None
    text = _("Somebody wrote under a review.\n\n%(url)s") % {"url": _url("quality_review", review.uid)}
    return Letter(_("A reply to a review"), text)


def asked(row: Notification) -> Letter | None:
    """None once it is decided or taken back."""
    dispute = Dispute.objects.filter(pk=row.args["dispute"], state=Dispute.State.OPEN).first()
    if dispute is None:
        return None
    text = _("A review waits for a second look, and you may decide.\n\n%(url)s") % {"url": _url("quality_second_looks")}
    return Letter(_("A review waits for a second look"), text)


def decided(row: Notification) -> Letter | None:
    dispute = Dispute.objects.filter(pk=row.args["dispute"]).select_related("review").first()
    if dispute is None:
        return None
    url = _url("quality_review", dispute.review.uid)
    return Letter(_("The second look is done"), _("What was decided, and why: %(url)s") % {"url": url})


def invited(row: Notification) -> Letter | None:
    """None once it is over."""
    found = Comparison.objects.filter(uid=row.args["comparison"], closed_at=None).first()
    if found is None:
        return None
    text = _("You are asked to rate a few tickets on your own; then you compare.\n\n%(url)s")
    return Letter(_("Comparing our ratings"), text % {"url": _url("quality_comparison", found.uid)})


def register() -> None:
    yours: dict[str, Any] = {
        "yours": gettext_lazy("It is about your ticket."),
        "gave": gettext_lazy("You gave the review."),
    }
    letters: list[tuple[str, Any, Callable[[Notification], Letter | None], dict[str, Any]]] = [
        (GIVEN, gettext_lazy("A review of your ticket"), given, yours),
        (REPLIED, gettext_lazy("A reply to a review"), replied, yours),
        (ASKED, gettext_lazy("A second look to decide"), asked, {"decides": gettext_lazy("You may decide it.")}),
        (DECIDED, gettext_lazy("A second look decided"), decided, yours),
        (
            INVITED,
            gettext_lazy("Comparing our ratings"),
            invited,
            {"asked": gettext_lazy("You were asked to take part.")},
        ),
    ]
    for name, title, write, reasons in letters:
        register_kind(NotificationKind(name, title, write, reasons))
