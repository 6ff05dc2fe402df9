"""What the pages show, put together from queries and snapshots."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lms.learning.models import Activity, Skill
from lms.people.models import User

from . import grading, paper, queries, question_types
from .models import Attempt, Edition
from .question_types import QuestionType


@dataclass(frozen=True)
class Intro:
    """A quiz before it is begun. `left`: attempts left, None for as many as one likes."""

    edition: Edition
    attempts: Sequence[Attempt]
    language: str

    @property
    def body(self) -> dict[str, Any]:
        return self.edition.snapshot.body

    @property
    def questions(self) -> int:
        return len(self.body["questions"])

    @property
    def open(self) -> Attempt | None:
        return next((attempt for attempt in self.attempts if attempt.submitted_at is None), None)

    @property
    def earlier(self) -> list[Attempt]:
        return [attempt for attempt in self.attempts if attempt.submitted_at]

    @property
    def left(self) -> int | None:
        allowed = self.body["attempts"]
        return max(0, allowed - len(self.earlier)) if allowed else None

    @property
    def passed(self) -> bool:
        return any(attempt.passed for attempt in self.earlier)

    @property
    def other_language(self) -> bool:
        return self.edition.language != self.language


def intro(person: User, edition: Edition, language: str) -> Intro:
    return Intro(edition, queries.attempts_of(person, edition.activity), language)


@dataclass(frozen=True)
class Sheet:
    """An attempt under way, at one of its questions or, with `number` 0, at the list before handing in."""

    attempt: Attempt
    number: int
    from_review: bool = False

    @property
    def body(self) -> dict[str, Any]:
        return self.attempt.body

    @property
    def language(self) -> str:
        return self.attempt.snapshot.language

    @cached_property
    def questions(self) -> list[paper.Asked]:
        return paper.asked(self.body, self.attempt.answers, str(self.attempt.uid))

    @property
    def question(self) -> paper.Asked:
        return self.questions[self.number - 1]

    @property
    def kind(self) -> QuestionType:
        return question_types.get(self.question.type)

    @property
    def answered(self) -> int:
        return sum(question.answered for question in self.questions)

    @property
    def open(self) -> int:
        return len(self.questions) - self.answered

    @property
    def last(self) -> bool:
        return self.number == len(self.questions)

    @property
    def first_open(self) -> int:
        """The number of the first question without an answer, 0 when all have one."""
        return next((question.number for question in self.questions if not question.answered), 0)


@dataclass(frozen=True)
class Line:
    told: paper.Told
    kind: QuestionType


@dataclass(frozen=True)
class Outcome:
    """An attempt handed in. `weak`: skills whose questions went below the pass mark, with what trains them."""

    attempt: Attempt
    lines: Sequence[Line]
    weak: Sequence[Skill]
    practice: Sequence[Activity]
    again: bool

    @property
    def body(self) -> dict[str, Any]:
        return self.attempt.body

    @property
    def percent(self) -> int:
        """Whole per cent, never rounded up to a pass mark that was missed."""
        return int(100 * (self.attempt.score or 0) + 1e-9)

    @property
    def right(self) -> int:
        return sum(line.told.mark >= 1 for line in self.lines)


def outcome(person: User, attempt: Attempt, edition: Edition | None) -> Outcome:
    body, marks = attempt.body, attempt.marks
    told = paper.told(body, attempt.answers, marks, str(attempt.uid))
    lines = [Line(one, question_types.get(one.asked.type)) for one in told]
    shown = grading.evidence(body["questions"], marks)
    low = [slug for slug, mark in shown.items() if 100 * mark < body["pass_mark"]]
    weak = sorted(queries.skills(low), key=lambda skill: shown[skill.slug]) if low else []
    practice = queries.to_practise(person, low, without=attempt.activity) if low else []
    again = edition is not None and queries.attempts_left(person, edition) != 0
    return Outcome(attempt, lines, weak[:3], practice, again)
