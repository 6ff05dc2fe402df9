"""What is written about talks: quiet letters without what was said in them."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.ops.kinds import Letter, NotificationKind
from lms.ops.kinds import register as register_kind
from lms.ops.models import Notification

from .actions.feedback import ASKED, NOTED
from .actions.suggesting import DECIDED
from .models import Run, Suggestion


def _url(row: Notification) -> str | None:
    run = Run.objects.filter(uid=row.args["run"]).first()
    return settings.BASE_URL + reverse("roleplay_debrief", args=[run.uid]) if run else None


def asked(row: Notification) -> Letter | None:
    url = _url(row)
    text = _("Somebody of your team has finished a roleplay and asks what you think of it.\n\n%(url)s")
    return Letter(_("Feedback on a roleplay is asked for"), text % {"url": url}) if url else None


def noted(row: Notification) -> Letter | None:
    url = _url(row)
    text = _("Somebody wrote beside a reply in your roleplay.\n\n%(url)s")
    return Letter(_("A comment on a roleplay"), text % {"url": url}) if url else None


def decided(row: Notification) -> Letter | None:
    found = Suggestion.objects.filter(pk=row.args["suggestion"]).select_related("activity").first()
    if found is None:
        return None
    url = settings.BASE_URL + reverse("roleplay", args=[found.activity.uid])
    if found.state == Suggestion.State.TAKEN:
        text = _("What you suggested for a roleplay has been taken up. Thank you.\n\n%(url)s")
    else:
        text = _("What you suggested for a roleplay has been answered.\n\n%(url)s")
    return Letter(_("Your suggestion for a roleplay"), text % {"url": url})


def register() -> None:
    leads = {"leads": gettext_lazy("You lead the team.")}
    wrote = {"yours": gettext_lazy("It is about your roleplay."), "wrote": gettext_lazy("You wrote there before.")}
    register_kind(NotificationKind(ASKED, gettext_lazy("Feedback on a roleplay"), asked, leads))
    own = {"yours": gettext_lazy("You suggested it.")}
    register_kind(NotificationKind(DECIDED, gettext_lazy("Your suggestion for a roleplay"), decided, own))
    register_kind(NotificationKind(NOTED, gettext_lazy("A comment on a roleplay"), noted, wrote))
