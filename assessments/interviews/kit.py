"""A kit as it was published: read from the JSON of its snapshot. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LOWEST, HIGHEST = 1, 5
SCORES = tuple(range(LOWEST, HIGHEST + 1))
NOTES = ("situation", "task", "action", "result")
BEHAVIOURAL, SITUATIONAL = "behavioural", "situational"
ACTIVITY_KIND = "interview-kit"


@dataclass(frozen=True)
class Question:
    """`anchors`: the words at a rating, for those that have any. `weight` is 1 unless a reason is written."""

    uid: str
    number: int
    title: str
    text: str
    competency: str
    kind: str
    probes: tuple[str, ...]
    anchors: Mapping[int, str]
    weight: int
    weight_reason: str
    skills: tuple[str, ...]

    @property
    def ladder(self) -> list[tuple[int, str]]:
        """Every rating with its words; empty between two anchors."""
        return [(score, self.anchors.get(score, "")) for score in SCORES]


@dataclass(frozen=True)
class Kit:
    """`minutes`: how long the conversation is meant to be."""

    title: str
    opening_words: str
    closing_words: str
    minutes: int
    questions: tuple[Question, ...]

    def question(self, number: int) -> Question | None:
        """By its place, from 1."""
        return next((item for item in self.questions if item.number == number), None)

    @property
    def minutes_each(self) -> int:
        return max(1, round(self.minutes / max(1, len(self.questions))))


def read(body: Mapping[str, Any]) -> Kit:
    """From the body of a snapshot, as `actions.publishing` writes it."""
    return Kit(
        title=body["title"],
        opening_words=body["opening_words"],
        closing_words=body["closing_words"],
        minutes=body["minutes"],
        questions=tuple(_question(number, item) for number, item in enumerate(body["questions"], 1)),
    )


def _question(number: int, item: Mapping[str, Any]) -> Question:
    return Question(
        uid=item["uid"],
        number=number,
        title=item["title"],
        text=item["text"],
        competency=item["competency"],
        kind=item["kind"],
        probes=tuple(item["probes"]),
        anchors={anchor["score"]: anchor["text"] for anchor in item["anchors"]},
        weight=item["weight"],
        weight_reason=item["weight_reason"],
        skills=tuple(item["skills"]),
    )
