from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Revision
from wagtail.search import index

from lms.learning.models import Piece
from roleplays.blocks import ScenarioBody, VariablesBody, patience
from roleplays.clock import LONGEST, SHORTEST
from roleplays.editing import BesidePanel, ProofPanel, ScenarioForm
from roleplays.proof import proved
from roleplays.words import CHANNELS, DIFFICULTIES, sentence


class Scenario(Piece):
    """A hard talk to practise: nodes with replies, and what the replies change and show."""

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("short name"), max_length=80, blank=True)
    channel = models.CharField(_("where it happens"), max_length=8, choices=list(CHANNELS.items()), default="chat")
    customer_name = models.CharField(_("customer's name"), max_length=60)
    customer_note = models.CharField(_("about the customer"), max_length=120, blank=True)
    situation = models.TextField(_("the situation"))
    good_to_know = models.TextField(_("good to know"), blank=True)
    difficulty = models.PositiveSmallIntegerField(_("difficulty"), choices=list(DIFFICULTIES.items()), default=2)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=5)
    reply_seconds = models.PositiveSmallIntegerField(
        _("seconds for a reply"),
        null=True,
        blank=True,
        validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)],
        help_text=_(
            "Empty: no clock. After these seconds the customer says that they wait; nothing is lost, and the result is "
            "the same."
        ),
    )
    skills = ParentalManyToManyField("learning.Skill", blank=True, related_name="+", verbose_name=_("skills it trains"))
    variables = StreamField(
        VariablesBody(), verbose_name=_("what changes during the talk"), blank=True, default=patience
    )
    body = StreamField(ScenarioBody(), verbose_name=_("the talk"))

    played = models.ForeignKey(
        "learning.ContentSnapshot",
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="scenarios",
        help_text="What was published last.",
    )

    base_form_class = ScenarioForm
    panels = [
        FieldPanel("title", help_text=_("What it is about, as one would tell a colleague.")),
        MultiFieldPanel(
            [
                FieldPanel("situation", help_text=_("What one knows before the first word: who, what, since when.")),
                FieldRowPanel([FieldPanel("customer_name"), FieldPanel("customer_note")]),
                FieldRowPanel([FieldPanel("channel"), FieldPanel("difficulty")]),
                FieldRowPanel([FieldPanel("minutes"), FieldPanel("reply_seconds")]),
                FieldPanel("good_to_know", help_text=_("One a line: what one may decide, where things are.")),
            ],
            heading=_("Before the talk"),
        ),
        FieldPanel(
            "variables",
            help_text=_("What replies raise and lower. Leave it as it is to begin with: patience from 0 to 10."),
        ),
        BesidePanel(
            [
                ProofPanel(heading=_("Does it hold?")),
                FieldPanel(
                    "body",
                    help_text=_("The first part is how the talk begins. Each reply leads to another part by its name."),
                ),
            ],
        ),
        MultiFieldPanel(
            [
                FieldPanel("skills", help_text=_("Empty: those the replies give points for.")),
                FieldPanel("slug", help_text=_("For files and commands. Empty: made from the title.")),
            ],
            heading=_("In the learning record"),
        ),
    ]
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.FilterField("locale_id"),
    ]

    class Meta(Piece.Meta):
        abstract = False
        verbose_name = _("roleplay scenario")
        verbose_name_plural = _("roleplay scenarios")
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["slug", "locale"], name="scenario_slug_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def notes(self) -> list[str]:
        return [line.strip() for line in self.good_to_know.splitlines() if line.strip()]

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """A short name of its own, also for a draft that has hardly a title."""
        if not self.slug:
            self.slug = f"{slugify(self.title)[:70] or 'roleplay'}-{uuid4().hex[:6]}"
        super().full_clean(*args, **kwargs)

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Whichever way it is published: not with an error in it. Raises ValidationError."""
        errors = proved(revision.as_object()).errors
        if errors:
            raise ValidationError([sentence(finding) for finding in errors])
        return super().publish(revision, *args, **kwargs)

    def get_preview_template(self, request: object, mode_name: str) -> str:
        return "roleplays/preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        return {"object": self, "request": request, "report": proved(self)}
