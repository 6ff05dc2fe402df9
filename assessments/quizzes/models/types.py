"""The three types the house brings. Another one is a model like these and `question_types.register` in its own room."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel

from assessments.quizzes.editing import MultipleChoiceForm, ShortAnswerForm, SingleChoiceForm

from .question import UID_PANEL, Answer, Question

PERCENT = [MinValueValidator(-100), MaxValueValidator(100)]


class SingleChoiceQuestion(Question):
    TYPE = "single"
    base_form_class = SingleChoiceForm
    panels = [
        *Question.asked_panels,
        InlinePanel("options", heading=_("Answers"), label=_("Answer"), min_num=2, max_num=8),
        *Question.after_panels,
    ]

    class Meta:
        verbose_name = _("one right answer")
        verbose_name_plural = _("questions with one right answer")

    def answers_body(self) -> dict[str, Any]:
        return {"options": [option.body(100 if option.right else 0) for option in self.options.all()]}


class SingleChoiceOption(Answer):
    question = ParentalKey(SingleChoiceQuestion, on_delete=models.CASCADE, related_name="options")
    right = models.BooleanField(_("this is the right one"), default=False)

    panels = [FieldPanel("text"), FieldPanel("right"), FieldPanel("feedback"), UID_PANEL]

    class Meta(Answer.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["question", "uid"], name="single_option_once")]


class MultipleChoiceQuestion(Question):
    TYPE = "multiple"
    SECONDS = 60
    base_form_class = MultipleChoiceForm
    panels = [
        *Question.asked_panels,
        InlinePanel(
            "options",
            heading=_("Answers"),
            label=_("Answer"),
            min_num=2,
            max_num=10,
            help_text=_(
                "The shares of the right ones make 100 together. A wrong one may take some away, never below 0."
            ),
        ),
        *Question.after_panels,
    ]

    class Meta:
        verbose_name = _("several right answers")
        verbose_name_plural = _("questions with several right answers")

    def answers_body(self) -> dict[str, Any]:
        return {"options": [option.body(option.percent) for option in self.options.all()]}


class MultipleChoiceOption(Answer):
    question = ParentalKey(MultipleChoiceQuestion, on_delete=models.CASCADE, related_name="options")
    percent = models.SmallIntegerField(
        _("share of the mark, %"), default=0, validators=PERCENT, help_text=_("From −100 to 100; 0 for a wrong one.")
    )

    panels = [FieldPanel("text"), FieldPanel("percent"), FieldPanel("feedback"), UID_PANEL]

    class Meta(Answer.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["question", "uid"], name="multiple_option_once"),
            models.CheckConstraint(condition=models.Q(percent__range=(-100, 100)), name="multiple_percent_in_range"),
        ]


class ShortAnswerQuestion(Question):
    TYPE = "short"
    SECONDS = 50
    base_form_class = ShortAnswerForm
    case_matters = models.BooleanField(_("capital and small letters differ"), default=False)

    panels = [
        *Question.asked_panels,
        InlinePanel(
            "answers",
            heading=_("Accepted answers"),
            label=_("Answer"),
            min_num=1,
            max_num=20,
            help_text=_(
                "* stands for any letters: *apologise* is found in “I would apologise first”. ё and е are equal."
            ),
        ),
        FieldPanel("case_matters"),
        *Question.after_panels,
    ]

    class Meta:
        verbose_name = _("short answer")
        verbose_name_plural = _("questions with a short answer")

    def answers_body(self) -> dict[str, Any]:
        accepted = [answer.body(answer.percent) for answer in self.answers.all()]
        return {"answers": accepted, "case_matters": self.case_matters}


class AcceptedAnswer(Answer):
    question = ParentalKey(ShortAnswerQuestion, on_delete=models.CASCADE, related_name="answers")
    percent = models.SmallIntegerField(
        _("share of the mark, %"),
        default=100,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("100 for a right one, less for one that is nearly right."),
    )

    panels = [FieldPanel("text"), FieldPanel("percent"), FieldPanel("feedback"), UID_PANEL]

    class Meta(Answer.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["question", "uid"], name="accepted_answer_once"),
            models.CheckConstraint(condition=models.Q(percent__range=(0, 100)), name="accepted_percent_in_range"),
        ]
