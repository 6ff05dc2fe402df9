"""Words somebody types, as patterns that find their other forms: stems, Russian and English, ё as е. No Django."""

import re
from functools import cache
from itertools import takewhile

MOST_WORDS, SHORTEST = 8, 2
_WORD = re.compile(r"[^\W_]+")


@cache
def _stemmer(language: str):  # type: ignore[no-untyped-def]
    from snowballstemmer import stemmer  # it brings thirty languages: only when somebody looks for words

    return stemmer(language)


def beginnings(text: str) -> list[str]:
    """Of each word what all its forms begin with: «жалобу» → «жалоб», “deliveries” → “deliver”."""
    words = [word.casefold().replace("ё", "е") for word in _WORD.findall(text)][:MOST_WORDS]
    return [_beginning(word) for word in words if len(word) >= SHORTEST]


def _beginning(word: str) -> str:
    language = "russian" if re.search("[а-я]", word) else "english"
    stem = _stemmer(language).stemWord(word)
    stem = stem.removesuffix("e") if language == "english" else stem  # move, moving
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, stem, strict=False)))
    return word[:same] if same > 2 else word


def pattern(beginning: str) -> str:
    """For a search that knows no case: at the start of a word, е also as ё."""
    return r"(^|[^0-9a-zа-яё])" + "".join(_either(letter) for letter in beginning)


def escaped(beginning: str) -> str:
    """The same in JSON with every letter escaped."""
    return "".join(_escaped(letter) for letter in beginning)


def _either(letter: str) -> str:
    return "[её]" if letter == "е" else re.escape(letter)


def _escaped(letter: str) -> str:
    forms = {"е", "Е", "ё", "Ё"} if letter == "е" else {letter, letter.upper()}
    if letter.isascii():
        return re.escape(letter)
    return "(" + "|".join(rf"\\u{ord(form):04x}" for form in sorted(forms)) + ")"
