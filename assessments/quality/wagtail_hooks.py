from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from lms.learning.cms import PieceViewSet

from .models import Scorecard


class ScorecardViewSet(PieceViewSet):
    model = Scorecard
    icon = "list-ul"
    menu_name = "checklists"
    menu_label = _("Checklists")
    menu_order = 230
    base_url_path = "checklists"
    chooser_base_url_path = "checklists/choose"


register_snippet(ScorecardViewSet)
