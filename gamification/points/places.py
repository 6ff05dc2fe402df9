"""Where boards stand in the menu. With the star switched on, its page has the place and leads here."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lms.people.queries import feature
from lms.ui.navigation import Place
from lms.ui.navigation import register as register_places


def boards_alone(request: HttpRequest) -> bool:
    return feature("boards") and not feature("star")


def register() -> None:
    register_places(Place("board", _("Stars"), "star", "board", "/stars/", 50, boards_alone))
