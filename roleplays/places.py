from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.learning import kinds, sources

from . import words

ROLEPLAY = "roleplay"


def register() -> None:
    kinds.register(
        kinds.ActivityKind(
            ROLEPLAY,
            _("Roleplay"),
            "chat",
            lambda activity: reverse("roleplay", args=[activity.uid]),
            practice=1,
            library="roleplays",
            guests=kinds.GuestDoor(
                page=lambda secret: reverse("guest_talk", args=[secret]),
                result=lambda guest: reverse("roleplay_guest", args=[guest.uid]),
                outcome=words.guest_outcome,
            ),
        )
    )
    sources.register(sources.Source(ROLEPLAY, sources.PRACTICE, _("Roleplays")))
