from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from lms.learning.cms import PieceViewSet

from . import bank
from .models import Quiz


class QuizViewSet(PieceViewSet):
    model = Quiz
    icon = "list-ol"
    menu_name = "quizzes"
    menu_label = _("Quizzes")
    menu_order = 250
    base_url_path = "quizzes"
    chooser_base_url_path = "quizzes/choose"


register_snippet(QuizViewSet)
bank.register_all()
