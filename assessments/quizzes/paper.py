"""What a learner is shown of a snapshot, before and after handing in. No Django.

`Asked` holds no key and no feedback, so that no template can show one too early; `Told` holds what is said after.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import grading

LONGEST = 300


@dataclass(frozen=True)
class Choice:
    """`state`, `note` are empty before handing in; then right | wrong | missed and what is said of it."""

    uid: str
    text: str
    chosen: bool
    state: str = ""
    note: str = ""


@dataclass(frozen=True)
class Asked:
    """One question as it is asked. `number` counts from 1; `given` is what was answered so far."""

    uid: str
    type: str
    number: int
    situation: str
    text: str
    choices: Sequence[Choice]
    given: Any

    @property
    def answered(self) -> bool:
        return bool(self.given)

    @property
    def words(self) -> str:
        """The answer in words, for the list before handing in."""
        return "; ".join(choice.text for choice in self.choices if choice.chosen) or str(self.given or "")


@dataclass(frozen=True)
class Told:
    """The same question afterwards. `accepted`: what would have been right, in words; `note`: on words typed."""

    asked: Asked
    mark: float
    choices: Sequence[Choice]
    accepted: Sequence[str]
    note: str
    explanation: str

    @property
    def tone(self) -> str:
        return "good" if self.mark >= 1 else "warn" if self.mark > 0 else "bad"


def asked(body: Mapping[str, Any], answers: Mapping[str, Any], seed: str) -> list[Asked]:
    """All questions of a snapshot in order. `seed` shuffles the answers, the same way at every look."""
    return [_asked(item, number, answers, seed, body) for number, item in enumerate(body["questions"], 1)]


def _asked(
    item: Mapping[str, Any], number: int, answers: Mapping[str, Any], seed: str, body: Mapping[str, Any]
) -> Asked:
    given = answers.get(item["uid"])
    options = [
        Choice(
            option["uid"],
            option["text"],
            option["uid"] == given or (isinstance(given, list) and option["uid"] in given),
        )
        for option in item.get("options", ())
    ]
    shown = shuffled(options, f"{seed}:{item['uid']}") if body.get("shuffle") else options
    return Asked(item["uid"], item["type"], number, item["situation"], item["text"], shown, given)


def shuffled(choices: Sequence[Choice], seed: str) -> list[Choice]:
    return sorted(choices, key=lambda choice: hashlib.sha256(f"{seed}:{choice.uid}".encode()).digest())


def told(body: Mapping[str, Any], answers: Mapping[str, Any], marks: Mapping[str, float], seed: str) -> list[Told]:
    items = {item["uid"]: item for item in body["questions"]}
    return [_told(items[one.uid], one, marks.get(one.uid, 0.0)) for one in asked(body, answers, seed)]


def _told(item: Mapping[str, Any], one: Asked, mark: float) -> Told:
    keys = {option["uid"]: option for option in item.get("options", ())}
    choices = [_judged(choice, keys[choice.uid]) for choice in one.choices]
    accepted = [
        answer["text"].replace("*", "…").strip("… ") for answer in item.get("answers", ()) if answer["percent"] == 100
    ]
    hit = grading.best_match(item, one.given) if "answers" in item else None
    return Told(one, mark, choices, accepted, hit["feedback"] if hit else "", item["explanation"])


def _judged(choice: Choice, option: Mapping[str, Any]) -> Choice:
    right = option["percent"] > 0
    state = ("right" if right else "wrong") if choice.chosen else "missed" if right else ""
    return Choice(choice.uid, choice.text, choice.chosen, state, option["feedback"] if state else "")


# What was sent, as it is stored. None: no answer. ------------------------

Sent = Sequence[str]
Reader = Callable[[Mapping[str, Any], Sent], Any]


def read_one(item: Mapping[str, Any], sent: Sent) -> str | None:
    known = {option["uid"] for option in item["options"]}
    return next((value for value in sent if value in known), None)


def read_many(item: Mapping[str, Any], sent: Sent) -> list[str] | None:
    """In the order of the question, each once."""
    return [option["uid"] for option in item["options"] if option["uid"] in sent] or None


def read_words(item: Mapping[str, Any], sent: Sent) -> str | None:
    return " ".join(sent).replace("\0", "").strip()[:LONGEST] or None
