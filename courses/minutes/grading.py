"""A card as it stands in a snapshot, and whether an answer is right. No Django."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FACT, SITUATION, PHRASE = "fact", "situation", "phrase"


@dataclass(frozen=True)
class Option:
    uid: str
    text: str
    right: bool
    why: str


@dataclass(frozen=True)
class Card:
    kind: str
    title: str
    text: str
    why: str
    options: tuple[Option, ...]

    @property
    def asks_certainty(self) -> bool:
        """Only where there is a fact to be sure of (measures §6)."""
        return self.kind == FACT

    @property
    def typed(self) -> bool:
        return self.kind == PHRASE

    @property
    def right(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.right)

    def option(self, uid: str) -> Option | None:
        return next((option for option in self.options if option.uid == uid), None)


@dataclass(frozen=True)
class Graded:
    """`option`: what was chosen, or the wording that was recognised; None for words nobody foresaw."""

    right: bool
    option: Option | None


def card_in(body: Mapping[str, Any]) -> Card:
    options = tuple(
        Option(item["uid"], item["text"], bool(item["right"]), item.get("why") or "") for item in body["options"]
    )
    return Card(body["kind"], body["title"], body["text"], body["why"], options)


def complaint(kind: str, right: Sequence[bool]) -> str:
    """Why a card with these answers cannot go live: options, right, accepted; "" when it can."""
    if kind == PHRASE:
        return "" if any(right) else "accepted"
    if len(right) < 2:
        return "options"
    return "" if sum(right) == 1 else "right"


def chosen(card: Card, uid: str) -> Graded | None:
    """None: the card has no such answer."""
    option = card.option(uid)
    return Graded(option.right, option) if option else None


def typed(card: Card, words: str) -> Graded:
    """Case, ё, punctuation and spaces aside; `*` in a wording stands for any words. Right wordings are tried first."""
    said = plain(words)
    for option in sorted(card.options, key=lambda option: not option.right):
        if re.fullmatch(_pattern(option.text), said):
            return Graded(option.right, option)
    return Graded(False, None)


def plain(words: str) -> str:
    """As words are compared."""
    text = unicodedata.normalize("NFC", words).casefold().replace("ё", "е").replace("’", "'").replace("'", "")
    return " ".join(re.sub(r"[^\w*]+", " ", text).split())


def _pattern(wording: str) -> str:
    return ".*".join(re.escape(part.strip()) for part in plain(wording).split("*"))
