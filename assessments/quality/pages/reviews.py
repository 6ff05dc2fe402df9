"""One review as pages show it."""

from dataclasses import dataclass
from typing import Any

from assessments.quality import words
from assessments.quality.models import Review
from assessments.quality.scorecards import Line, lines_of

FEW = 2  # ratings of one category before a person reads a word about it


@dataclass(frozen=True)
class ReviewLine:
    """One review with its categories in words, as they were called then."""

    review: Review

    @property
    def categories(self) -> list[tuple[Line, float | None]]:
        return [(line, self.review.percents.get(line.uid)) for line in lines_of(self.review.snapshot.body)]

    @property
    def rated(self) -> list[dict[str, Any]]:
        return [
            {"line": line, "percent": percent, "word": words.word_of(percent), "tone": words.tone_of(percent)}
            for line, percent in self.categories
            if percent is not None
        ]

    @property
    def low(self) -> list[dict[str, Any]]:
        return [item for item in self.rated if item["percent"] < 70]
