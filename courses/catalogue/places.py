"""Where courses stand in the menu, and how an activity of ours is opened."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.learning import kinds
from lms.ui.navigation import Place
from lms.ui.navigation import register as register_places

COURSE, LESSON = "course", "lesson"


def register() -> None:
    register_places(Place("learn", _("Learn"), "book", "learn", "/learn/", 20))
    kinds.register(
        kinds.ActivityKind(COURSE, _("Course"), "book", lambda activity: reverse("course", args=[activity.uid]))
    )
    kinds.register(
        kinds.ActivityKind(
            LESSON, _("Lesson"), "book", lambda activity: reverse("lesson", args=[activity.uid]), practice=2, part=True
        )
    )
