from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lms.ui.navigation import Place, register

from . import access


def _administrator(request: HttpRequest) -> bool:
    return request.user.is_authenticated and access.is_administrator(request.user)


register(
    Place("people", _("People"), "people", "people", "/people/", 60, _administrator),
    Place("company", _("Company"), "settings", "company", "/people/company/", 61, _administrator, phone=False),
)
