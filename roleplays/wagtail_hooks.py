from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from lms.learning.cms import PieceViewSet

from .models import Scenario


class ScenarioViewSet(PieceViewSet):
    model = Scenario
    icon = "comment"
    menu_name = "roleplays"
    menu_label = _("Roleplays")
    menu_order = 252
    base_url_path = "roleplays"
    chooser_base_url_path = "roleplays/choose"
    list_display = ["title", "channel", "minutes", "locale", "live"]


register_snippet(ScenarioViewSet)
