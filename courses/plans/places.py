"""Where plans stand in the menu, and how an activity of ours is opened."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.learning import kinds
from lms.ui.navigation import Place
from lms.ui.navigation import register as register_places

PLAN, TASK = "plan", "plan_task"
SHOWN_FOR = 90


def is_new_here(request: HttpRequest) -> bool:
    """The plan stands in the menu for a person's first months; later it is reached from Today."""
    return request.user.is_authenticated and (timezone.now().date() - request.user.started_on).days < SHOWN_FOR


def register() -> None:
    register_places(Place("plan", _("My plan"), "flag", "plan", "/plan/", 25, is_new_here, phone=False))
    for name, title in ((PLAN, _("Onboarding plan")), (TASK, _("Task with the mentor"))):
        kinds.register(kinds.ActivityKind(name, title, "flag", lambda activity: reverse("plan"), assignable=False))
