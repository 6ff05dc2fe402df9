import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.forms import HiddenInput
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from polymorphic.models import PolymorphicModel
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from lms.learning.models import Piece


class Question(Piece, PolymorphicModel):
    """One question of the bank. Never saved itself: each type is a child model with a `TYPE` and its own answers.

    Facts know a question by its translation key, an answer by its `uid`: both languages share them.
    """

    TYPE = ""
    SECONDS = 40

    class Difficulty(models.IntegerChoices):
        EASY = 1, _("easy")
        NORMAL = 2, _("normal")
        HARD = 3, _("hard")

    type = models.CharField(max_length=40, editable=False)
    situation = models.TextField(
        _("situation"), max_length=800, blank=True, help_text=_("What happened, or the customer's words. May be empty.")
    )
    text = models.CharField(_("question"), max_length=300)
    explanation = models.TextField(
        _("why"), max_length=800, blank=True, help_text=_("Said after the quiz, whatever was answered.")
    )
    skills = ParentalManyToManyField(
        "learning.Skill",
        blank=True,
        related_name="+",
        verbose_name=_("skills it shows"),
        help_text=_("Answers count as evidence for them."),
    )
    difficulty = models.PositiveSmallIntegerField(_("difficulty"), choices=Difficulty, default=Difficulty.NORMAL)

    asked_panels = [FieldPanel("situation"), FieldPanel("text")]
    after_panels = [
        FieldPanel("explanation"),
        MultiFieldPanel([FieldPanel("skills"), FieldPanel("difficulty")], heading=_("In the learning record")),
    ]
    search_fields = [
        index.SearchField("text"),
        index.SearchField("situation"),
        index.AutocompleteField("text"),
        index.FilterField("type"),
        index.FilterField("locale_id"),
        index.FilterField("live"),
    ]
    preview_modes = [("", _("As the learner sees it")), ("answers", _("With the answers"))]

    class Meta(Piece.Meta):
        abstract = False  # type: ignore[misc]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(type=""), name="question_has_a_type"),
            models.CheckConstraint(condition=Q(difficulty__range=(1, 3)), name="question_difficulty_1_3"),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, **kwargs: Any) -> None:  # type: ignore[override]
        self.type = self.TYPE
        super().save(**kwargs)

    @property
    def type_title(self) -> str:
        return str(self._meta.verbose_name)

    def body(self) -> dict[str, Any]:
        """The question with its key, as it stands in a snapshot."""
        return {
            "uid": str(self.translation_key),
            "type": self.TYPE,
            "situation": self.situation,
            "text": self.text,
            "explanation": self.explanation,
            "skills": sorted(skill.slug for skill in self.skills.all()),
            "difficulty": self.difficulty,
            "seconds": self.SECONDS,
            **self.answers_body(),
        }

    def answers_body(self) -> dict[str, Any]:
        """What the type adds: its answers, which of them are right, what is said after each."""
        return {}

    def get_preview_template(self, request: object, mode_name: str) -> str:
        return "quizzes/preview/question.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        from assessments.quizzes.preview import question_context

        return {**super().get_preview_context(request, mode_name), **question_context(self.body(), mode_name)}


UID_PANEL = FieldPanel("uid", heading=" ", widget=HiddenInput, classname="w-hidden")


class Answer(Orderable):
    """One answer an editor wrote. `uid` is what attempts refer to; it travels through the form, or a draft of a
    live question would make a new one at every save."""

    uid = models.UUIDField(blank=True)
    text = models.CharField(_("answer"), max_length=300)
    feedback = models.CharField(_("what to say after it is given"), max_length=400, blank=True)

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        self.uid = self.uid or uuid.uuid4()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.uid = self.uid or uuid.uuid4()
        super().save(*args, **kwargs)

    def body(self, percent: int) -> dict[str, Any]:
        return {"uid": str(self.uid), "text": self.text, "feedback": self.feedback, "percent": percent}
