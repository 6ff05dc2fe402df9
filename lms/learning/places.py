from django.utils.translation import gettext_lazy as _

from lms.ui.navigation import Place
from lms.ui.navigation import register as register_places


def register() -> None:
    register_places(Place("practice", _("Practice"), "chat", "practice", "/practice/", 30))
    register_places(Place("skills", _("My skills"), "target", "skills", "/skills/", 55))
