"""What was typed, as the words it is made of: stems, what is denied, what means the same in a talk with a customer."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from .vocabulary import DENIALS, LIGHT, SAME

MOST = 400  # characters looked at; a reply is a sentence or three
ALIKE = 0.75  # of a word's letters, for a slip of the finger
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_CYRILLIC = re.compile(r"[а-я]")
_DENIALS = frozenset(DENIALS.split())


@lru_cache
def _stemmer(language: str):  # type: ignore[no-untyped-def]
    import snowballstemmer  # it brings thirty languages: only when somebody speaks

    return snowballstemmer.stemmer(language)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    return str(_stemmer("russian" if _CYRILLIC.search(word) else "english").stemWord(word))


def words(text: str) -> list[str]:
    """Small letters, ё as е, apostrophes dropped."""
    found = _WORD.findall(text[:MOST].lower().replace("ё", "е"))
    return [word.replace("'", "").replace("’", "") for word in found]


def plain(text: str) -> str:
    """Two texts that differ in letters' size, signs and spaces only are one."""
    return " ".join(words(text))


@cache
def _meanings() -> dict[str, str]:
    return {stem(word): name for name, line in SAME.items() for word in words(line)}


@cache
def _light() -> frozenset[str]:
    return frozenset(stem(word) for word in LIGHT.split())


@dataclass(frozen=True)
class Term:
    """One word: its stem, what it means in a talk with a customer (or nothing), and whether it is denied."""

    stem: str
    meaning: str
    denied: bool
    light: bool

    @property
    def key(self) -> str:
        """The same for words that mean the same."""
        return f"{'¬' if self.denied else ''}{self.meaning or self.stem}"


@dataclass(frozen=True)
class Saying:
    terms: tuple[Term, ...]
    grams: Mapping[str, int]


@lru_cache(maxsize=8_000)
def read(text: str) -> Saying:
    found = tuple(_terms(words(text)))
    return Saying(found, Counter(_grams(term.stem for term in found)))


def _terms(found: Iterable[str]) -> Iterator[Term]:
    """A denial belongs to the next word that says something."""
    denied = False
    for word in found:
        if word in _DENIALS:
            denied = True
            continue
        base = stem(word)
        light = base in _light()
        yield Term(base, _meanings().get(base, ""), denied and not light, light)
        denied = denied and light


def _grams(stems: Iterable[str]) -> Iterator[str]:
    for base in stems:
        padded = f" {base} "
        yield from (padded[n : n + 3] for n in range(len(padded) - 2))


@lru_cache(maxsize=100_000)
def alike(one: str, other: str) -> float:
    """0–1: how far two stems are one word with a slip of the finger; 0 below `ALIKE`."""
    if one == other:
        return 1.0
    if min(len(one), len(other)) < 4:
        return 0.0
    from rapidfuzz.distance import OSA

    share = OSA.normalized_similarity(one, other, score_cutoff=ALIKE)
    return float(share)
