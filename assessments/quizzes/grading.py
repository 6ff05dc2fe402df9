"""Marks for answers, 0–1, by the formulas Moodle documents (measures.md §8). No Django.

A question is a mapping as it stands in a snapshot; an answer (`given`) is an option uid, a list of them or words.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Question = Mapping[str, Any]
Grader = Callable[[Question, Any], float]


def single(question: Question, given: Any) -> float:
    """1 for the right option, 0 for any other and for none."""
    return 1.0 if any(option["uid"] == given and option["percent"] == 100 for option in question["options"]) else 0.0


def one_of(question: Question) -> float:
    """What choosing by luck earns on the average."""
    count = len(question["options"])
    return sum(option["percent"] == 100 for option in question["options"]) / count if count else 0.0


def multiple(question: Question, given: Any) -> float:
    """Shares of the options chosen over the shares of all right ones: never below 0, never above 1."""
    chosen = set(given or ())
    whole = sum(max(0, option["percent"]) for option in question["options"])
    earned = sum(option["percent"] for option in question["options"] if option["uid"] in chosen)
    return min(1.0, max(0, earned) / whole) if whole else 0.0


def short(question: Question, given: Any) -> float:
    """The share of the best accepted answer that the words match."""
    found = best_match(question, given)
    return found["percent"] / 100 if found else 0.0


def best_match(question: Question, given: Any) -> Mapping[str, Any] | None:
    """The accepted answer worth most among those the words match; of equals the first."""
    words, case = str(given or ""), bool(question.get("case_matters"))
    hits = [answer for answer in question["answers"] if matches(answer["text"], words, case=case)]
    return max(hits, key=lambda answer: answer["percent"], default=None)


def plain(text: str, *, case: bool = False) -> str:
    """NFC, without outer spaces, ё as е; capital and small letters alike unless `case`."""
    text = unicodedata.normalize("NFC", text).strip().replace("ё", "е").replace("Ё", "Е")
    return text if case else text.casefold()


def matches(pattern: str, given: str, *, case: bool = False) -> bool:
    r"""Whether the words are the pattern's; `*` stands for any letters, none too, `\*` for an asterisk itself.

    Nothing given matches nothing. Takes time by the product of the lengths at most.
    """
    words = plain(given, case=case)
    if not words:
        return False
    first, *rest = [part.replace(r"\*", "*") for part in re.split(r"(?<!\\)\*", plain(pattern, case=case))]
    if not rest:
        return words == first
    *middle, last = rest
    if not words.startswith(first):
        return False
    return _in_order(middle, words[len(first) :], last)


def _in_order(parts: Sequence[str], text: str, last: str) -> bool:
    """Each part after the one before it, and `last` at the end behind them all."""
    for part in parts:
        where = text.find(part)
        if where < 0:
            return False
        text = text[where + len(part) :]
    return text.endswith(last)


@dataclass(frozen=True)
class Result:
    """`marks`: question uid -> 0–1, in order. `evidence`: skill slug -> mean mark of the questions that show it."""

    score: float
    passed: bool
    marks: Mapping[str, float]
    evidence: Mapping[str, float]


def grade(body: Mapping[str, Any], answers: Mapping[str, Any], graders: Mapping[str, Grader]) -> Result:
    """Every question counts the same; one without an answer counts 0."""
    questions = body["questions"]
    marks = {item["uid"]: graders[item["type"]](item, answers.get(item["uid"])) for item in questions}
    score = mean(list(marks.values()))
    return Result(score, 100 * score >= body["pass_mark"] - 1e-9, marks, evidence(questions, marks))


def evidence(questions: Sequence[Question], marks: Mapping[str, float]) -> dict[str, float]:
    shown: dict[str, list[float]] = {}
    for item in questions:
        for skill in item["skills"]:
            shown.setdefault(skill, []).append(marks[item["uid"]])
    return {skill: mean(found) for skill, found in shown.items()}


def mean(values: Sequence[float]) -> float:
    return min(1.0, sum(values) / len(values)) if values else 0.0
