from .attempt import Attempt
from .edition import Edition
from .question import Answer, Question
from .quiz import Quiz, QuizEntry
from .types import (
    AcceptedAnswer,
    MultipleChoiceOption,
    MultipleChoiceQuestion,
    ShortAnswerQuestion,
    SingleChoiceOption,
    SingleChoiceQuestion,
)

__all__ = [
    "AcceptedAnswer",
    "Answer",
    "Attempt",
    "Edition",
    "MultipleChoiceOption",
    "MultipleChoiceQuestion",
    "Question",
    "Quiz",
    "QuizEntry",
    "ShortAnswerQuestion",
    "SingleChoiceOption",
    "SingleChoiceQuestion",
]
