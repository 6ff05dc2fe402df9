"""What editors write for hiring: questions and kits. Candidates and ratings are nowhere in `/cms/`."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from lms.learning.cms import PieceViewSet

from .models import InterviewKit, InterviewQuestion


class InterviewQuestionViewSet(PieceViewSet):
    model = InterviewQuestion
    icon = "help"
    menu_name = "interview-questions"
    menu_label = _("Interview questions")
    menu_order = 270
    base_url_path = "interview-questions"
    chooser_base_url_path = "interview-questions/choose"
    list_display = ["title", "competency", "locale", "live"]
    list_filter = ["competency", "kind", "locale", "live"]


class InterviewKitViewSet(PieceViewSet):
    model = InterviewKit
    icon = "list-ol"
    menu_name = "interview-kits"
    menu_label = _("Interview kits")
    menu_order = 271
    base_url_path = "interview-kits"
    chooser_base_url_path = "interview-kits/choose"


register_snippet(InterviewQuestionViewSet)
register_snippet(InterviewKitViewSet)
