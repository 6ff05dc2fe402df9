from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from lms.learning.cms import PieceViewSet

from .models import MinuteCard


class MinuteCardViewSet(PieceViewSet):
    model = MinuteCard
    icon = "time"
    menu_name = "minute-cards"
    menu_label = _("Minute cards")
    menu_order = 253
    base_url_path = "minute-cards"
    chooser_base_url_path = "minute-cards/choose"
    list_display = ["title", "kind", "locale", "live"]
    list_filter = ["kind", "locale", "live"]


register_snippet(MinuteCardViewSet)
