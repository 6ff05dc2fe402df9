import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable
from wagtail.search import index

from assessments.interviews import competencies, kit
from lms.learning.models import Piece


class Competency(models.TextChoices):
    EMPATHY = competencies.EMPATHY, _("Empathy")
    COMMUNICATION = competencies.COMMUNICATION, _("Communication")
    INITIATIVE = competencies.INITIATIVE, _("Initiative")
    STRESS = competencies.STRESS, _("Stress resistance")
    ATTITUDE = competencies.ATTITUDE, _("Positive attitude")


class QuestionKind(models.TextChoices):
    BEHAVIOURAL = kit.BEHAVIOURAL, _("A real case (STAR)")
    SITUATIONAL = kit.SITUATIONAL, _("A case to imagine")


class InterviewQuestion(Piece):
    """One question of the bank, with what to ask on and what an answer at 1, 3 and 5 sounds like."""

    title = models.CharField(_("short name"), max_length=80)
    competency = models.CharField(_("what it shows"), max_length=20, choices=Competency)
    kind = models.CharField(_("kind"), max_length=12, choices=QuestionKind, default=QuestionKind.BEHAVIOURAL)
    text = models.TextField(_("the question"), max_length=600)
    probes = models.TextField(_("probes"), blank=True)

    panels = [
        FieldPanel("title", help_text=_("For lists and for the panel's page: two or three words.")),
        FieldRowPanel([FieldPanel("competency"), FieldPanel("kind")]),
        FieldPanel("text", help_text=_("Read out word for word, the same to every candidate.")),
        FieldPanel("probes", help_text=_("One a line: what to ask when part of the answer is missing.")),
        InlinePanel(
            "anchors",
            heading=_("What an answer sounds like"),
            label=_("anchor"),
            help_text=_("Write what one hears at 1, at 3 and at 5. What lies between is rated 2 or 4."),
        ),
    ]
    search_fields = [
        index.SearchField("title"),
        index.SearchField("text"),
        index.AutocompleteField("title"),
        index.FilterField("locale_id"),
    ]

    class Meta(Piece.Meta):
        abstract = False
        verbose_name = _("interview question")
        verbose_name_plural = _("interview questions")
        ordering = ["competency", "title"]

    def __str__(self) -> str:
        return self.title

    @property
    def probe_list(self) -> list[str]:
        return [line.strip() for line in self.probes.splitlines() if line.strip()]

    def get_preview_template(self, request: object, mode_name: str) -> str:
        return "interviews/question_preview.html"


class QuestionAnchor(Orderable):
    """The words at one rating. `uid` is the same in both languages."""

    question = ParentalKey(InterviewQuestion, on_delete=models.CASCADE, related_name="anchors")
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    score = models.PositiveSmallIntegerField(
        _("rating"), validators=[MinValueValidator(kit.LOWEST), MaxValueValidator(kit.HIGHEST)]
    )
    text = models.TextField(_("what one hears"), max_length=400)

    panels = [FieldPanel("score"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(score__gte=kit.LOWEST, score__lte=kit.HIGHEST), name="anchor_score"),
        ]

    def __str__(self) -> str:
        return f"{self.score}: {self.text}"
