from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from lms.learning.models import Piece

from .question import Question


class Quiz(Piece):
    """Questions in order with a pass mark. Learners meet it as the snapshot that publishing takes."""

    title = models.CharField(_("title"), max_length=120)
    introduction = models.TextField(_("introduction"), max_length=600, blank=True)
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark, %"), default=80, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    shuffle = models.BooleanField(_("shuffle the answers"), default=True)
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts"), default=0, help_text=_("How often one may take it; 0 for as often as one likes.")
    )
    shows_feedback = models.BooleanField(
        _("shows the right answers at the end"),
        default=True,
        help_text=_("Without it people see their marks only. Nothing is shown before they hand in."),
    )

    panels = [
        FieldPanel("title", help_text=_("What it asks about, in two to five words.")),
        FieldPanel("introduction", help_text=_("Why one takes it, in a sentence or two.")),
        InlinePanel("entries", heading=_("Questions"), label=_("Question"), min_num=1, max_num=60),
        MultiFieldPanel(
            [
                FieldPanel("pass_mark"),
                FieldPanel("attempts_allowed"),
                FieldPanel("shuffle"),
                FieldPanel("shows_feedback"),
            ],
            heading=_("How it is taken"),
        ),
    ]
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.FilterField("locale_id"),
        index.FilterField("live"),
    ]

    class Meta(Piece.Meta):
        abstract = False
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(condition=models.Q(pass_mark__range=(1, 100)), name="quiz_pass_mark_1_100")
        ]

    def __str__(self) -> str:
        return self.title

    def questions(self) -> list[Question]:
        """The live ones in order, each in the quiz's own language where it is live in it."""
        asked = [entry.question for entry in self.entries.all().select_related("question")]
        twins = Question.objects.filter(translation_key__in=[one.translation_key for one in asked], live=True)
        best = {one.translation_key: one for one in sorted(twins, key=lambda one: self._fit(one, asked))}
        return [best[one.translation_key] for one in asked if one.translation_key in best]

    def _fit(self, question: Question, asked: list[Question]) -> int:
        """The chosen question, rather another language; best the quiz's own."""
        return 2 if question.locale_id == self.locale_id else 1 if question in asked else 0

    def body(self) -> dict[str, Any]:
        """The whole quiz with its key, as it stands in a snapshot."""
        questions = [question.body() for question in self.questions()]
        return {
            "title": self.title,
            "introduction": self.introduction,
            "pass_mark": self.pass_mark,
            "shuffle": self.shuffle,
            "attempts": self.attempts_allowed,
            "feedback": self.shows_feedback,
            "seconds": sum(question["seconds"] for question in questions),
            "questions": questions,
        }

    def get_preview_template(self, request: object, mode_name: str) -> str:
        return "quizzes/preview/quiz.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), "body": self.body()}


class QuizEntry(Orderable):
    """A question's place in a quiz. A translated quiz shows the question's own translation, where it is live."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="entries")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+", verbose_name=_("question"))

    panels = [FieldPanel("question")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["quiz", "question"], name="question_once_in_a_quiz")]

    def __str__(self) -> str:
        return f"{self.quiz_id} {self.question_id}"
