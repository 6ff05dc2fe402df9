import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable
from wagtail.search import index

from lms.learning.models import Piece


class Scorecard(Piece):
    """A checklist reviews are made on. Each published version is a snapshot; reviews point at that."""

    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("for which tickets"), max_length=250, blank=True)
    channels = models.CharField(_("channels"), max_length=120, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes a review takes"), default=8, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    above_100 = models.BooleanField(_("a bonus may lift a review above 100"), default=False)

    panels = [
        FieldPanel("title"),
        FieldPanel("summary", help_text=_("For example: complaints in chat and by e-mail.")),
        FieldRowPanel(
            [
                FieldPanel("channels", help_text=_("With commas between: chat, phone. Empty: any.")),
                FieldPanel("minutes", help_text=_("The draw of the week counts on it.")),
            ]
        ),
        FieldPanel("above_100"),
        InlinePanel(
            "categories",
            heading=_("What is looked at"),
            label=_("category"),
            min_num=1,
            help_text=_("A change holds for new reviews. Earlier ones stay as they were given."),
        ),
    ]
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.FilterField("locale_id"),
    ]

    class Meta(Piece.Meta):
        abstract = False
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_preview_template(self, request: object, mode_name: str) -> str:
        return "quality/scorecard_preview.html"


class ScorecardCategory(Orderable, ClusterableModel):
    """`uid` is the same in both languages and in every snapshot: ratings name it."""

    class Scale(models.IntegerChoices):
        BINARY = 2, _("yes or no")
        THREE = 3, _("3 points")
        FOUR = 4, _("4 points")
        FIVE = 5, _("5 points")

    scorecard = ParentalKey(Scorecard, on_delete=models.CASCADE, related_name="categories")
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=80)
    help = models.CharField(_("what a good answer looks like"), max_length=400, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=10, validators=[MaxValueValidator(100)])
    scale = models.PositiveSmallIntegerField(_("scale"), choices=Scale, default=Scale.FIVE)
    critical = models.BooleanField(_("critical"), default=False)
    may_skip = models.BooleanField(_("may be left out"), default=False)
    bonus = models.BooleanField(_("bonus"), default=False)
    causes = models.TextField(_("why it may have gone wrong"), max_length=600, blank=True)
    skills = ParentalManyToManyField("learning.Skill", blank=True, related_name="+", verbose_name=_("skills it shows"))

    panels = [
        FieldPanel("title"),
        FieldPanel("help"),
        FieldRowPanel([FieldPanel("weight", help_text=_("From 0 to 100.")), FieldPanel("scale")]),
        FieldRowPanel(
            [
                FieldPanel("critical", help_text=_("Below the middle, the whole review is 0.")),
                FieldPanel("may_skip", help_text=_("When it does not fit the ticket.")),
                FieldPanel("bonus", help_text=_("Only adds: nobody loses by doing no more than was needed.")),
            ]
        ),
        FieldPanel(
            "causes",
            help_text=_("One a line, to choose from below the top: did not know, no time, no right to decide."),
        ),
        FieldPanel("skills", help_text=_("What a review says about it counts for these skills.")),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "uid"], name="category_once"),
            models.CheckConstraint(condition=models.Q(weight__lte=100), name="category_weight_0_100"),
            models.CheckConstraint(condition=models.Q(scale__gte=2, scale__lte=5), name="category_scale_2_5"),
            models.CheckConstraint(
                condition=~models.Q(critical=True, bonus=True),
                name="category_bonus_not_critical",
                violation_error_message=_("A bonus cannot be critical."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
