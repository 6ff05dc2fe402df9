from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable
from wagtail.search import index

from lms.learning.models import Piece

from .question import InterviewQuestion


class InterviewKit(Piece):
    """The conversation as a whole: the same words and questions, in the same order, for every candidate."""

    title = models.CharField(gettext_lazy("title"), max_length=120)
    minutes = models.PositiveSmallIntegerField(
        gettext_lazy("length in minutes"), default=45, validators=[MinValueValidator(10), MaxValueValidator(240)]
    )
    opening_words = models.TextField(gettext_lazy("opening words"), max_length=1200)
    closing_words = models.TextField(gettext_lazy("closing words"), max_length=1200)

    panels = [
        FieldPanel("title"),
        FieldPanel("minutes"),
        FieldPanel(
            "opening_words", help_text=gettext_lazy("Read out first: who we are, how long it takes, why we take notes.")
        ),
        InlinePanel(
            "kit_questions",
            heading=gettext_lazy("Questions, in the order they are asked"),
            label=gettext_lazy("question"),
            min_num=1,
            help_text=gettext_lazy("Six to eight make 45 minutes. They weigh the same unless you write why not."),
        ),
        FieldPanel("closing_words", help_text=gettext_lazy("Read out last: what happens next, and when.")),
    ]
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.FilterField("locale_id"),
    ]

    class Meta(Piece.Meta):
        abstract = False
        verbose_name = gettext_lazy("interview kit")
        verbose_name_plural = gettext_lazy("interview kits")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_preview_template(self, request: object, mode_name: str) -> str:
        return "interviews/kit_preview.html"


class KitQuestion(Orderable):
    """A question in a kit. A translated kit may name the question of either language: the right one is found."""

    kit = ParentalKey(InterviewKit, on_delete=models.CASCADE, related_name="kit_questions")
    question = models.ForeignKey(
        InterviewQuestion, on_delete=models.PROTECT, related_name="+", verbose_name=gettext_lazy("question")
    )
    weight = models.PositiveSmallIntegerField(
        gettext_lazy("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    weight_reason = models.CharField(
        gettext_lazy("why it weighs more"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("Only when the weight is not 1. The panel's page shows it."),
    )

    panels = [FieldPanel("question"), FieldPanel("weight"), FieldPanel("weight_reason")]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=5) & (Q(weight=1) | ~Q(weight_reason="")),
                name="kit_weight_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} in {self.kit_id}"

    def clean(self) -> None:
        if self.weight != 1 and not self.weight_reason.strip():
            raise ValidationError({"weight_reason": _("Write why this question weighs more than the others.")})
        if self.question_id and not self.question.live:
            raise ValidationError({"question": _("This question is a draft. Publish it first, then add it here.")})
