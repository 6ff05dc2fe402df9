"""Search that knows Russian: pages are indexed by stems, and what one types is stemmed the same way.

Stock SQLite full-text search finds «жалобу» neither by «жалоба» nor by «жалобы»; PostgreSQL's stemmer knows
one language a query. Stemming here gives both databases, and both languages, the same answers.
"""

import re
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(r"[а-я]")
_RUSSIAN = snowballstemmer.stemmer("russian")
_ENGLISH = snowballstemmer.stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    stemmer = _RUSSIAN if _CYRILLIC.search(word) else _ENGLISH
    return stemmer.stemWord(word)


def stems(text: str) -> list[str]:
    """Lower case, ё as е, one stem a word."""
    return [stem(word) for word in _WORD.findall(text.lower().replace("ё", "е"))]


def stemmed(text: str) -> str:
    return " ".join(stems(text))
