from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from lms.learning.cms import PieceViewSet

from .models import Plan


class PlanViewSet(PieceViewSet):
    """Steps are written in the plan's own form. The rows made of them have no form anywhere."""

    model = Plan
    icon = "list-ol"
    menu_name = "plans"
    menu_label = _("Onboarding plans")
    menu_order = 205
    base_url_path = "plans"
    chooser_base_url_path = "plans/choose"
    list_display = ["title", "locale", "given", "live"]


register_snippet(PlanViewSet)
