"""What customers write about, by plain word lists: no guessing. No Django."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from .finding import pattern

# Beginnings of words, Russian and English.
THEMES: Mapping[str, tuple[str, ...]] = {
    "waiting": ("долг", "ждать", "ждал", "ждем", "медлен", "опозда", "опазды", "slow", "wait", "late", "delay"),
    "quick": ("быстр", "сразу", "оператив", "quick", "fast", "prompt", "at once", "in one go", "за один раз"),
    "again": ("дважд", "снова", "опять", "повтор", "еще раз", "twice", "again", "repeat"),
    "apology": ("извин", "прост", "sorry", "apolog"),
    "manner": ("вежлив", "добр", "по-человеч", "приятн", "груб", "хам", "kind", "polite", "friendly", "rude", "warm"),
    "solution": ("реш", "помог", "исправ", "не помог", "solv", "settled", "help", "fixed", "answer"),
    "money": ("деньг", "возврат", "оплат", "дорог", "refund", "money", "paid", "charge", "price"),
    "contact": ("перезвон", "позвон", "дозвон", "call", "phone", "reach"),
}


def themes_of(comment: str) -> list[str]:
    return [name for name, words in THEMES.items() if _pattern(words).search(comment)]


@cache
def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(pattern(word) for word in words), re.IGNORECASE)
