from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lms.people.access import is_administrator
from lms.people.queries import is_manager
from lms.ui.navigation import Place
from lms.ui.navigation import register as register_places


def leads_people(request: HttpRequest) -> bool:
    return request.user.is_authenticated and (is_manager(request.user) or is_administrator(request.user))


def register() -> None:
    register_places(
        Place("today", _("Today"), "home", "today", "/", 10),
        Place("team", _("Team"), "people", "teams", "/team/", 15, leads_people),
    )
