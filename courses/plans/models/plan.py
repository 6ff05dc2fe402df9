from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from courses.plans.blocks import StepsField, steps_block
from lms.learning.models import Piece


class Plan(Piece):
    """An onboarding plan as editors write it. What people are given are copies of its steps (`PersonStep`)."""

    class Given(models.TextChoices):
        HAND = "hand", _("Only by hand: a lead gives it")
        TEAMS = "teams", _("By itself, to whoever joins one of these teams")
        ALL = "all", _("By itself, to whoever joins any team")

    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("what it is for"), max_length=400, blank=True)
    given = models.CharField(_("who gets it"), max_length=10, choices=Given, default=Given.HAND)
    teams = ParentalManyToManyField("people.Team", blank=True, related_name="+", verbose_name=_("teams"))
    steps = StepsField(steps_block, collapsed=True, verbose_name=_("steps"))

    panels = [
        FieldPanel("title"),
        FieldPanel("description", help_text=_("Two sentences under the title, for the person who gets it.")),
        MultiFieldPanel(
            [
                FieldPanel("given", widget=forms.RadioSelect),
                FieldPanel(
                    "teams",
                    widget=forms.CheckboxSelectMultiple,
                    help_text=_("Only for “one of these teams”. The language published last counts."),
                ),
            ],
            heading=_("Who gets it on joining"),
        ),
        FieldPanel(
            "steps",
            help_text=_("Whoever has the plan keeps the steps they were given; a change is for those who come after."),
        ),
    ]
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.FilterField("locale_id"),
    ]

    class Meta(Piece.Meta):
        abstract = False
        verbose_name = _("onboarding plan")
        verbose_name_plural = _("onboarding plans")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_preview_template(self, request: object, mode_name: str) -> str:
        return "plans/plan_preview.html"
