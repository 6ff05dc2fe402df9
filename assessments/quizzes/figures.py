"""The statistics of one quiz, from its attempts. Reads only."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _

from lms.learning.models import Activity

from . import queries, question_types, statistics

# What a question's figures say, in words for those who write questions.
NOTES = {
    "negative": _("Those who do well elsewhere fail here: look at the key and the wording."),
    "dubious": _("It hardly tells those who know from those who do not."),
    "guess": _("No more get it right than by luck."),
    "too few": _("Too few attempts to say more."),
}


@dataclass(frozen=True)
class QuizFigures:
    """`left_out`: attempts on an earlier set of questions. `texts`: of each item, in its order."""

    quiz: Activity
    which: str
    left_out: int
    whole: statistics.Whole
    items: list[statistics.Item]
    texts: list[str]

    @property
    def said(self) -> list[dict[str, Any]]:
        """The hardest first, each with what there is to say of it."""
        rows = [
            {"text": text, "item": item, "notes": [NOTES[note] for note in item.notes]}
            for text, item in self.rows
            if item.facility is not None
        ]
        return sorted(rows, key=lambda row: row["item"].facility)

    @property
    def rows(self) -> list[tuple[str, statistics.Item]]:
        return list(zip(self.texts, self.items, strict=True))

    def plain(self) -> dict[str, Any]:
        """For machines; figures with two decimals."""
        items = [asdict(item) | {"question": text} for text, item in self.rows]
        answer = {
            "quiz": str(self.quiz.uid),
            "title": self.quiz.title,
            "attempts": self.which,
            "left_out": self.left_out,
            "whole": asdict(self.whole),
            "questions": items,
        }
        return dict(rounded(answer))


def quiz_figures(quiz: Activity, language: str, which: str = "first") -> QuizFigures | None:
    """None for a quiz that was never published. Two queries."""
    edition = queries.edition_of(quiz, language)
    if edition is None:
        return None
    questions = edition.snapshot.body["questions"]
    rows, left_out = queries.marks_of(quiz, [item["uid"] for item in questions], which)
    marks = np.array(rows, dtype=np.float64).reshape(len(rows), len(questions))
    guesses = [question_types.get(item["type"]).guess(item) for item in questions]
    return QuizFigures(
        quiz=quiz,
        which=which,
        left_out=left_out,
        whole=statistics.whole(marks),
        items=statistics.items(marks, questions, guesses),
        texts=[item["text"] for item in questions],
    )


def rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 2)
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return [rounded(item) for item in value] if isinstance(value, list | tuple) else value
