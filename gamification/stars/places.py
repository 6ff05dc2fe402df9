"""Where the star stands in the menu."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lms.people.queries import feature
from lms.ui.navigation import Place
from lms.ui.navigation import register as register_places


def star_is_on(request: HttpRequest) -> bool:
    return feature("star")


def register() -> None:
    register_places(Place("stars", _("Stars"), "star", "stars", "/stars/", 50, star_is_on))
