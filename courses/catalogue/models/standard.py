import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from lms.learning.models import Piece


class ServiceStandard(Piece):
    """A service standard as a piece of its own: used in many lessons, changed in one place."""

    slug = models.SlugField(_("short name"), max_length=80)
    title = models.CharField(_("title"), max_length=120)
    text = RichTextField(_("the standard"), features=["bold", "italic", "ul", "ol", "link"])
    phrases = models.TextField(_("key phrases"), blank=True, help_text=_("One a line: words one can say."))
    measure = models.CharField(_("how one can see that it is kept"), max_length=250, blank=True)
    skills = ParentalManyToManyField("learning.Skill", blank=True, related_name="+", verbose_name=_("skills it shows"))
    uid = models.UUIDField(default=uuid.uuid4, editable=False)

    panels = [
        FieldPanel("title"),
        FieldPanel(
            "slug", help_text=_("For links: small Latin letters, digits and hyphens. The same in both languages.")
        ),
        FieldPanel("text", help_text=_("What we do, always. Every lesson that shows the standard shows the change.")),
        FieldPanel("phrases"),
        FieldPanel("measure", help_text=_("For example: first reply within an hour.")),
        FieldPanel("skills"),
    ]
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.FilterField("locale_id"),
    ]

    class Meta(Piece.Meta):
        abstract = False
        verbose_name = _("service standard")
        verbose_name_plural = _("service standards")
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["slug", "locale"], name="standard_slug_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def phrase_list(self) -> list[str]:
        return [line.strip() for line in self.phrases.splitlines() if line.strip()]

    def get_preview_template(self, request: object, mode_name: str) -> str:
        return "catalogue/standard_preview.html"
