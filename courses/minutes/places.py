"""How a card is opened, and what the practice library calls it. Learners come by Today, leads by their team's page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.learning import kinds

CARD, SOURCE = "minute", "minute"


def register() -> None:
    kinds.register(
        kinds.ActivityKind(
            CARD,
            _("Service minute"),
            "bolt",
            lambda activity: f"{reverse('minute')}?card={activity.uid}",
            practice=1,
        )
    )
