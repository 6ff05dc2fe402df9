import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable
from wagtail.search import index

from courses.minutes.grading import FACT, PHRASE, SITUATION, complaint
from lms.learning.models import Piece


def complaints() -> dict[str, Any]:
    """What keeps a card from going live, in words; by the codes of `grading.complaint`."""
    return {
        "options": _("Give at least two answers to choose from."),
        "right": _("Mark exactly one answer as the right one."),
        "accepted": _("Give at least one wording that counts as right."),
    }


class CardForm(WagtailAdminModelForm):
    """A draft may be unfinished; what goes live has a right answer."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        formset = getattr(self, "formsets", {}).get("options")
        if self.is_deferred_validation or formset is None or not formset.is_valid():
            return cleaned
        rows = [form.cleaned_data for form in formset.forms if form.cleaned_data and not form.cleaned_data["DELETE"]]
        code = complaint(cleaned.get("kind", ""), [bool(row.get("right")) for row in rows])
        if code:
            raise ValidationError(complaints()[code])
        return cleaned


class MinuteCard(Piece):
    """One card of the service minute: a question, a moment with choices, or a phrase to finish."""

    class Kind(models.TextChoices):
        FACT = FACT, _("Question")
        SITUATION = SITUATION, _("Situation")
        PHRASE = PHRASE, _("Phrase to finish")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.FACT)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("what is asked"))
    why = models.TextField(_("why, in a sentence or two"), max_length=600)
    skills = ParentalManyToManyField("learning.Skill", blank=True, related_name="+", verbose_name=_("skills it shows"))
    seconds = models.PositiveSmallIntegerField(
        _("seconds it takes"), default=40, validators=[MinValueValidator(10), MaxValueValidator(180)]
    )

    panels = [
        FieldPanel("kind", help_text=_("A question also asks how sure one is. A phrase is typed, not chosen.")),
        FieldPanel("title", help_text=_("Stands on Today and in the planner: what it is about, in a few words.")),
        FieldPanel(
            "text", help_text=_("The question, what happened, or the phrase with three dots where words are missing.")
        ),
        InlinePanel(
            "options",
            heading=_("Answers"),
            label=_("Answer"),
            min_num=1,
            max_num=8,
            help_text=_(
                "One right answer among several. For a phrase: every wording that counts, and usual wrong ones."
            ),
        ),
        FieldPanel("why", help_text=_("Read after any answer. Short: it is a minute.")),
        FieldPanel("skills"),
        FieldPanel("seconds"),
    ]
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.FilterField("locale_id"),
    ]
    base_form_class = CardForm

    class Meta(Piece.Meta):
        abstract = False
        verbose_name = _("minute card")
        verbose_name_plural = _("minute cards")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_preview_template(self, request: object, mode_name: str) -> str:
        return "minutes/preview.html"


class CardOption(Orderable):
    """An answer. `uid` stays when the words change, and is the same in both languages."""

    card = ParentalKey(MinuteCard, on_delete=models.CASCADE, related_name="options")
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    text = models.CharField(_("answer"), max_length=300)
    right = models.BooleanField(_("this is right"), default=False)
    why = models.CharField(_("what to say after it"), max_length=300, blank=True)

    panels = [FieldPanel("text"), FieldPanel("right"), FieldPanel("why")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["card", "uid"], name="minute_option_once")]

    def __str__(self) -> str:
        return self.text
