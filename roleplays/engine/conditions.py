"""Conditions of a scenario: total expressions over bounded whole numbers and yes/no. No loops, no calls, no eval.

    patience >= 3 and not promised
    (trust > 2 or patience == 10) and promised

Once read, a condition has an answer for every state: nothing in it can fail. The same test answers for one state
(whole numbers in, 1 or 0 out) and for many at once (a column of numbers per variable in, a column out).
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Values = tuple[int, ...]
Test = Callable[[Any], Any]
LONGEST, DEEPEST = 300, 40
WORD = re.compile(r"\s*(?:(-?\d+)|([^\W\d]\w*)|(<=|>=|==|!=|<|>|=|\(|\)))")
SAME = {"=": "==", "и": "and", "или": "or", "не": "not", "да": "yes", "нет": "no", "true": "yes", "false": "no"}
COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
KEYWORDS = frozenset({"and", "or", "not", "yes", "no", *SAME} - {"="})


class Unreadable(ValueError):
    """`reason`: unknown (a name nobody declared), number, yesno (one stands where the other is needed), end, word,
    long (longer or deeper than anybody could read)."""

    def __init__(self, reason: str, word: str = "") -> None:
        super().__init__(f"{reason}: {word}")
        self.reason, self.word = reason, word


@dataclass(frozen=True)
class Condition:
    """`names`: the variables it looks at. `test`: 1 or 0 for the values in the order of the variables."""

    text: str
    names: frozenset[str]
    test: Test


@dataclass(frozen=True)
class Part:
    """A piece of an expression. `truth`: it is yes or no, else a number."""

    truth: bool
    test: Test
    text: str


def read_condition(text: str, kinds: Mapping[str, bool]) -> Condition:
    """`kinds`: per variable, in their order, whether it is a yes/no. Raises `Unreadable`."""
    reader = _Reader(text, kinds)
    found = reader.either()
    if reader.at < len(reader.words):
        raise Unreadable("word", reader.words[reader.at])
    return Condition(text.strip(), frozenset(reader.seen), reader.needs(found, truth=True).test)


def _words(text: str) -> list[str]:
    if len(text) > LONGEST:
        raise Unreadable("long")
    found, at, text = [], 0, text.strip()
    while at < len(text):
        match = WORD.match(text, at)
        if match is None:
            raise Unreadable("word", text[at : at + 12].split()[0])
        word = match[0].strip()
        found.append(SAME.get(word.lower(), word))
        at = match.end()
    if found.count("(") + found.count("not") > DEEPEST:
        raise Unreadable("long")
    return found


class _Reader:
    """Recursive descent; `DEEPEST` bounds its depth."""

    def __init__(self, text: str, kinds: Mapping[str, bool]) -> None:
        self.words, self.at = _words(text), 0
        self.kinds, self.places = kinds, {name: place for place, name in enumerate(kinds)}
        self.seen: set[str] = set()

    def peek(self) -> str:
        return self.words[self.at] if self.at < len(self.words) else ""

    def take(self) -> str:
        word = self.peek()
        if not word:
            raise Unreadable("end")
        self.at += 1
        return word

    def needs(self, part: Part, *, truth: bool) -> Part:
        if part.truth != truth:
            raise Unreadable("yesno" if truth else "number", part.text)
        return part

    def either(self) -> Part:
        left = self.both()
        while self.peek() == "or":
            self.take()
            a, b = self.needs(left, truth=True).test, self.needs(self.both(), truth=True).test
            left = Part(True, lambda values, a=a, b=b: a(values) | b(values), "or")  # type: ignore[misc]
        return left

    def both(self) -> Part:
        left = self.denied()
        while self.peek() == "and":
            self.take()
            a, b = self.needs(left, truth=True).test, self.needs(self.denied(), truth=True).test
            left = Part(True, lambda values, a=a, b=b: a(values) & b(values), "and")  # type: ignore[misc]
        return left

    def denied(self) -> Part:
        if self.peek() != "not":
            return self.compared()
        self.take()
        inner = self.needs(self.denied(), truth=True).test
        return Part(True, lambda values: inner(values) ^ 1, "not")

    def compared(self) -> Part:
        left = self.single()
        if self.peek() not in COMPARE:
            return left
        sign = self.take()
        right = self.single()
        if sign not in ("==", "!="):
            self.needs(left, truth=False)
        self.needs(right, truth=left.truth)
        a, b, compare = left.test, right.test, COMPARE[sign]
        return Part(True, lambda values: compare(a(values), b(values)) & 1, sign)

    def single(self) -> Part:
        word = self.take()
        if word == "(":
            inner = self.either()
            if self.take() != ")":
                raise Unreadable("word", word)
            return inner
        if word.removeprefix("-").isdecimal():
            number = int(word)
            return Part(False, lambda values: number, word)
        if word in ("yes", "no"):
            truth = int(word == "yes")
            return Part(True, lambda values: truth, word)
        return self.variable(word)

    def variable(self, word: str) -> Part:
        if not re.match(r"[^\W\d]", word) or word in KEYWORDS:
            raise Unreadable("word", word)
        if word not in self.kinds:
            raise Unreadable("unknown", word)
        self.seen.add(word)
        place = self.places[word]
        return Part(self.kinds[word], lambda values: values[place], word)
