from dataclasses import dataclass
from typing import Any

import pytest
from wagtail.models import Locale

from assessments.quizzes.actions import save_answer, start_attempt, submit_attempt
from assessments.quizzes.models import (
    AcceptedAnswer,
    Attempt,
    Edition,
    MultipleChoiceOption,
    MultipleChoiceQuestion,
    Question,
    Quiz,
    QuizEntry,
    ShortAnswerQuestion,
    SingleChoiceOption,
    SingleChoiceQuestion,
)
from lms.learning.models import Activity, Skill

# Words that stand in keys and feedback only: no page may hold one before handing in.
CANARIES = ("canaryfeedback", "canarywhy", "canarykey")


def locale(language: str) -> Locale:
    return Locale.objects.get(language_code=language)


def published(piece: Any) -> Any:
    piece.save()
    piece.save_revision().publish()
    piece.refresh_from_db()
    return piece


def common(text: str, skills: list[Skill], language: str, **fields: Any) -> dict[str, Any]:
    return {"text": text, "explanation": f"canarywhy {text}", "locale": locale(language), "live": False, **fields}


def single(text: str, skills: list[Skill] = [], language: str = "en", **fields: Any) -> SingleChoiceQuestion:  # noqa: B006
    question = SingleChoiceQuestion(**common(text, skills, language, **fields))
    question.options = [
        SingleChoiceOption(text=f"{text} option {n}", right=n == 1, feedback=f"canaryfeedback {n}") for n in range(3)
    ]
    question.skills = skills
    return published(question)


def multiple(text: str, skills: list[Skill] = [], language: str = "en", **fields: Any) -> MultipleChoiceQuestion:  # noqa: B006
    question = MultipleChoiceQuestion(**common(text, skills, language, **fields))
    question.options = [
        MultipleChoiceOption(text=f"{text} option {n}", percent=percent, feedback=f"canaryfeedback {n}")
        for n, percent in enumerate((50, 50, -50, 0))
    ]
    question.skills = skills
    return published(question)


def short(text: str, skills: list[Skill] = [], language: str = "en", **fields: Any) -> ShortAnswerQuestion:  # noqa: B006
    question = ShortAnswerQuestion(**common(text, skills, language, **fields))
    question.answers = [
        AcceptedAnswer(text="canarykey*", feedback="canaryfeedback short"),
        AcceptedAnswer(text="nearly", percent=50),
    ]
    question.skills = skills
    return published(question)


def quiz_of(*questions: Question, language: str = "en", **fields: Any) -> Quiz:
    fields = {"title": "Complaints", "pass_mark": 60, **fields}
    quiz = Quiz(locale=locale(language), live=False, **fields)
    quiz.entries = [QuizEntry(question=question, sort_order=place) for place, question in enumerate(questions)]
    return published(quiz)


@dataclass
class Made:
    """A quiz of the three types: `listen` is shown by the first two, `thank` by the last."""

    piece: Quiz
    questions: list[Any]
    skills: list[Skill]

    @property
    def activity(self) -> Activity:
        return Activity.objects.get(uid=self.piece.translation_key)

    @property
    def edition(self) -> Edition:
        return Edition.objects.get(activity=self.activity, language="en")

    def right(self, number: int) -> list[str]:
        """What is sent for the right answer."""
        item = self.edition.snapshot.body["questions"][number]
        if item["type"] == "short":
            return ["CanaryKey and more"]
        return [option["uid"] for option in item["options"] if option["percent"] > 0]

    def uid(self, number: int) -> str:
        return str(self.questions[number].translation_key)

    def taken(self, person: Any, right: int = 3, at: Any = None) -> Attempt:
        """An attempt with so many right answers, handed in."""
        attempt = start_attempt(person=person, edition=self.edition, at=at)
        for number in range(right):
            save_answer(attempt=attempt, question=self.uid(number), sent=self.right(number), at=at)
        return submit_attempt(attempt=attempt, at=at)


@pytest.fixture
def skills(db: None) -> list[Skill]:
    return [Skill.objects.create(slug=slug, name_en=slug.title(), name_ru=slug.title()) for slug in ("listen", "thank")]


@pytest.fixture
def made(skills: list[Skill]) -> Made:
    listen, thank = skills
    questions = [single("First", [listen]), multiple("Second", [listen]), short("Third", [thank])]
    return Made(quiz_of(*questions), questions, skills)
