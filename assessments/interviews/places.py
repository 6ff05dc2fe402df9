"""Where hiring stands in the menu, and what a kit is to other rooms."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.learning import kinds
from lms.people import queries as people
from lms.ui.navigation import Place
from lms.ui.navigation import register as register_places

from . import access
from .kit import ACTIVITY_KIND


def _runs_hiring(request: HttpRequest) -> bool:
    """Other interviewers come from their Today: a question of the database on each of their pages is saved."""
    return request.user.is_authenticated and access.is_hr(request.user) and people.feature("hiring")


def register() -> None:
    register_places(Place("hiring", _("Hiring"), "briefcase", "hiring", "/hiring/", 35, _runs_hiring))
    kit = kinds.ActivityKind(
        ACTIVITY_KIND, _("Interview kit"), "briefcase", lambda activity: reverse("hiring"), assignable=False
    )
    kinds.register(kit)
