"""The letter to a lead: a customer says that something was wrong. What they wrote stays on the site."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.ops.kinds import Letter, NotificationKind
from lms.ops.kinds import register as register_kind
from lms.ops.models import Notification

from .actions.votes import CONCERN
from .models import Concern


def write(row: Notification) -> Letter | None:
    """None once it is handled."""
    concern = Concern.objects.filter(pk=row.args["concern"]).select_related("person").first()
    if concern is None or concern.state == Concern.State.HANDLED:
        return None
    name = concern.person.get_full_name()
    text = _(
        "A customer says that something was wrong: %(name)s, %(day)s.\n\n"
        "What they wrote stands on the page of your team: %(url)s"
    ) % {"name": name, "day": f"{concern.day:%d.%m.%Y}", "url": settings.BASE_URL + reverse("teams")}
    return Letter(subject=_("A customer says that something was wrong"), text=text)


def register() -> None:
    reasons = {"leads": gettext_lazy("You lead this person's team.")}
    register_kind(NotificationKind(CONCERN, gettext_lazy("Something was wrong"), write, reasons))
