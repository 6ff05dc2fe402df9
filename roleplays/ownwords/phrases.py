"""Which of the offered replies was meant, by the words alone: stems, slips of the finger, the same in other words.

A reply is known by its text and the phrases its author gave. A word counts by how few of the offered replies hold it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

from .texts import Saying, Term, alike, read

LIGHT, UNKNOWN, MEANING = 0.15, 0.7, 0.85  # weight of a word that says little, of one in no reply; of the same meaning
PARTS = (0.45, 0.35, 0.2)  # one phrase as a whole, the reply's words together, threes of letters
DENIED = 0.35  # what a word that one denies and the other does not takes away


@dataclass(frozen=True)
class Offered:
    """A reply that can be given now: `texts` are its words and other ways to say it."""

    uid: str
    texts: tuple[str, ...]


def scores(typed: str, offered: Sequence[Offered]) -> list[float]:
    """0–1 per reply."""
    said = read(typed)
    node = _node(tuple(one.texts for one in offered))
    return [_score(said, sayings, node) for sayings in node.sayings]


@dataclass(frozen=True)
class _Node:
    """`rare`: weight of a word by how few replies hold it."""

    sayings: tuple[tuple[Saying, ...], ...]
    rare: Mapping[str, float]

    def weight(self, term: Term) -> float:
        if term.light:
            return LIGHT
        return self.rare.get(term.meaning or term.stem, UNKNOWN)


@lru_cache(maxsize=256)
def _node(texts: tuple[tuple[str, ...], ...]) -> _Node:
    sayings = tuple(tuple(read(text) for text in group) for group in texts)
    held: dict[str, int] = {}
    for group in sayings:
        for word in {term.meaning or term.stem for saying in group for term in saying.terms}:
            held[word] = held.get(word, 0) + 1
    most = log(1 + len(sayings)) or 1.0
    return _Node(sayings, {word: log(1 + len(sayings) / count) / most for word, count in held.items()})


def _score(said: Saying, sayings: Sequence[Saying], node: _Node) -> float:
    if not said.terms or not sayings:
        return 0.0
    whole = max(_together(said, saying, node) for saying in sayings)
    pool = [term for saying in sayings for term in saying.terms]
    letters = max(_letters(said, saying) for saying in sayings)
    found = PARTS[0] * whole + PARTS[1] * _covered(said.terms, pool, node) + PARTS[2] * letters
    return min(1.0, max(0.0, found - DENIED * _contradicted(said, sayings, node)))


def _together(said: Saying, saying: Saying, node: _Node) -> float:
    """How far two texts hold the same words: 1 for the same text."""
    weights = [node.weight(term) for term in (*said.terms, *saying.terms)]
    met = [_met(term, saying.terms) for term in said.terms] + [_met(term, said.terms) for term in saying.terms]
    return _share(met, weights)


def _covered(terms: Sequence[Term], pool: Sequence[Term], node: _Node) -> float:
    return _share([_met(term, pool) for term in terms], [node.weight(term) for term in terms])


def _share(met: Sequence[float], weights: Sequence[float]) -> float:
    whole = sum(weights)
    return sum(one * weight for one, weight in zip(met, weights, strict=True)) / whole if whole else 0.0


def _met(term: Term, others: Sequence[Term]) -> float:
    return max((_same(term, other) for other in others), default=0.0)


def _same(one: Term, other: Term) -> float:
    if one.denied != other.denied:
        return 0.0
    if one.meaning and one.meaning == other.meaning:
        return 1.0 if one.stem == other.stem else MEANING
    return alike(one.stem, other.stem)


def _contradicted(said: Saying, sayings: Sequence[Saying], node: _Node) -> float:
    """Share of what was said whose opposite the reply says: “I will not return it” is not “I return it”."""
    weights = [node.weight(term) for term in said.terms]
    against = [float(denied) for denied in _denied(said, sayings)]
    return min(1.0, 2 * _share(against, weights))


def _denied(said: Saying, sayings: Sequence[Saying]) -> list[bool]:
    """Per word of what was said, whether the reply says the opposite and never the word itself."""
    agreed = {term.key for saying in sayings for term in saying.terms}
    return [term.key not in agreed and _opposite(term) in agreed for term in said.terms]


def contradicts(typed: str, one: Offered) -> bool:
    return any(_denied(read(typed), [read(text) for text in one.texts]))


def _opposite(term: Term) -> str:
    return term.key[1:] if term.denied else f"¬{term.key}"


def _letters(said: Saying, saying: Saying) -> float:
    """Cosine of threes of letters: endings and slips weigh little."""
    dot = sum(count * saying.grams.get(gram, 0) for gram, count in said.grams.items())
    size = sqrt(sum(n * n for n in said.grams.values()) * sum(n * n for n in saying.grams.values()))
    return dot / size if size else 0.0
