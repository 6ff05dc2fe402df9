"""The registry of question types. A new one registers its grader, reader and templates in its room's `ready()`,
next to a child model of `Question`; nothing here or in the pages has to change."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import grading, paper


@dataclass(frozen=True)
class QuestionType:
    """`name`: as in snapshots. `asks`, `tells`: templates with `question` (paper.Asked) and `told` (paper.Told).

    `hint`: said under the question. `address`: the last part of its list's address in `/cms/`, empty when editors
    do not write such questions. `guess`: the mark that luck alone earns on the average, None where nobody can say.
    """

    name: str
    title: Any
    grader: grading.Grader
    reader: paper.Reader
    asks: str
    tells: str
    hint: Any = ""
    icon: str = "help"
    address: str = ""
    guess: Callable[[grading.Question], float | None] = lambda question: 0.0


_TYPES: dict[str, QuestionType] = {}


def register(*types: QuestionType) -> None:
    _TYPES.update({one.name: one for one in types})


def get(name: str) -> QuestionType:
    return _TYPES[name]


def every() -> list[QuestionType]:
    return list(_TYPES.values())


def graders() -> dict[str, grading.Grader]:
    return {one.name: one.grader for one in every()}


def register_own() -> None:
    register(
        QuestionType(
            "single",
            _("One right answer"),
            grading.single,
            paper.read_one,
            "quizzes/types/single.html",
            "quizzes/types/choices_told.html",
            _("Choose one answer."),
            "radio-full",
            "single",
            grading.one_of,
        ),
        QuestionType(
            "multiple",
            _("Several right answers"),
            grading.multiple,
            paper.read_many,
            "quizzes/types/multiple.html",
            "quizzes/types/choices_told.html",
            _("Choose all that fit. There may be more than one."),
            "tick",
            "multiple",
            lambda question: None,
        ),
        QuestionType(
            "short",
            _("Short answer"),
            grading.short,
            paper.read_words,
            "quizzes/types/short.html",
            "quizzes/types/short_told.html",
            _("Write a word or a few."),
            "edit",
            "short",
        ),
    )
