"""Search that knows Russian: pages are indexed by stems, and what one types is stemmed the same way.

Stock SQLite full-text search finds «жалобу» neither by «жалоба» nor by «жалобы»; PostgreSQL's stemmer knows
one language a query. Stemming here gives both databases, and both languages, the same answers.
"""

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(r"[а-я]")


@lru_cache
def _stemmer(language: str):  # type: ignore[no-untyped-def]
    import snowballstemmer  # it brings thirty languages: only when there are words to find

    return snowballstemmer.stemmer(language)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    return _stemmer("russian" if _CYRILLIC.search(word) else "english").stemWord(word)


def stems(text: str) -> list[str]:
    """Lower case, ё as е, one stem a word."""
    return [stem(word) for word in _WORD.findall(text.lower().replace("ё", "е"))]


def stemmed(text: str) -> str:
    return " ".join(stems(text))
