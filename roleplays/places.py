from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.learning import kinds, sources

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
        )
    )
    sources.register(sources.Source(ROLEPLAY, sources.PRACTICE, _("Roleplays")))
