"""From how near each reply is to how sure one may be: sure, “did you mean …?”, or nothing that fits.

The numbers come from the training half of `tests/roleplays/ownwords/replies.yaml`, by `fitting.py` beside it; a test
fits them again and compares. `docs/own-words.md` says how well they do on the other half.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from . import phrases, semantic
from .phrases import Offered
from .texts import plain, read

SURE, UNSURE, NONE = "sure", "unsure", "none"
ASKED = 3  # replies in “did you mean …?”
LEAST_LEAD = 0.03  # two replies as near as each other are asked about; so is what denies a word of the reply
UNRELATED = 0.8  # cosine of two sentences that have nothing in common, as this model sees them


@dataclass(frozen=True)
class Fit:
    """Confidence is 1/(1 + e^−(base + best·b + lead·l)): b how near the reply is, l how far the next one is behind it.

    `meaning`: the model's share in nearness. `sure`, `maybe`: from which confidence on.
    """

    meaning: float
    base: float
    best: float
    lead: float
    sure: float
    maybe: float

    def confidence(self, best: float, lead: float) -> float:
        return 1 / (1 + exp(-max(-30.0, min(30.0, self.base + self.best * best + self.lead * lead))))


PHRASES = Fit(meaning=0.0, base=-3.03, best=9.24, lead=3.65, sure=0.96, maybe=0.2)
MEANING = Fit(meaning=0.7, base=-4.2, best=11.26, lead=4.37, sure=0.91, maybe=0.46)


@dataclass(frozen=True)
class Guess:
    uid: str
    confidence: float


@dataclass(frozen=True)
class Heard:
    """`kind`: sure, unsure or none. `guesses`: the likeliest replies, the best first; empty for none."""

    kind: str
    guesses: tuple[Guess, ...] = ()


def hear(typed: str, offered: Sequence[Offered], *, model: bool = False) -> Heard:
    """`model`: with the language model, which must be `semantic.available()`. The same words are always heard alike."""
    if not offered or not read(typed).terms:
        return Heard(NONE)
    same = _word_for_word(typed, offered)
    if same:
        return Heard(SURE, (Guess(same.uid, 1.0),))
    fit = MEANING if model else PHRASES
    near = nearness(typed, offered, fit.meaning)
    found = [(one.uid, confidence) for one, confidence in zip(offered, _shares(near, fit), strict=True)]
    nearest = offered[near.index(max(near))]
    return verdict(found, fit, doubt=lead_of(near) < LEAST_LEAD or phrases.contradicts(typed, nearest))


def _word_for_word(typed: str, offered: Sequence[Offered]) -> Offered | None:
    said = plain(typed)
    found = [one for one in offered if said in {plain(text) for text in one.texts}]
    return found[0] if len(found) == 1 else None


def nearness(typed: str, offered: Sequence[Offered], meaning: float) -> list[float]:
    """Per reply, some 0 to 1. `meaning`: 0 asks the words only."""
    by_words = phrases.scores(typed, offered)
    if not meaning:
        return by_words
    by_meaning = [(value - UNRELATED) / (1 - UNRELATED) for value in semantic.scores(typed, offered)]
    return [meaning * one + (1 - meaning) * other for one, other in zip(by_meaning, by_words, strict=True)]


def lead_of(near: Sequence[float]) -> float:
    """How far the second is behind the first; where there is only one reply, behind nothing."""
    first, *rest = sorted(near, reverse=True)
    return first - max(rest, default=0.0)


def _shares(near: Sequence[float], fit: Fit) -> list[float]:
    """Each reply's confidence were it the one: a reply that is not the nearest leads by less than nothing."""
    return [fit.confidence(value, value - max(_others(near, n), default=0.0)) for n, value in enumerate(near)]


def _others(near: Sequence[float], n: int) -> list[float]:
    return [*near[:n], *near[n + 1 :]]


def verdict(found: Sequence[tuple[str, float]], fit: Fit, *, doubt: bool = False) -> Heard:
    """`found`: (uid, confidence) per reply; `doubt`: it is asked about, however near it is."""
    ranked = sorted(found, key=lambda pair: -pair[1])
    guesses = tuple(Guess(uid, round(min(1.0, max(0.0, confidence)), 4)) for uid, confidence in ranked)
    best = guesses[0].confidence if guesses else 0.0
    if best >= fit.sure and not doubt:
        return Heard(SURE, guesses[:1])
    return Heard(UNSURE, guesses[:ASKED]) if guesses and best >= fit.maybe else Heard(NONE)
