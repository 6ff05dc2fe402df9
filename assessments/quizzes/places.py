"""How a quiz is opened, and when it counts as done."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.learning import kinds
from lms.learning.verbs import PASSED

QUIZ = "quiz"


def register() -> None:
    kinds.register(
        kinds.ActivityKind(
            QUIZ,
            _("Quiz"),
            "quiz",
            lambda activity: reverse("quiz", args=[activity.uid]),
            done_by=frozenset({PASSED}),
            practice=2,
        )
    )
