"""Names in Latin letters, for sign-in names people can type anywhere."""

import re
import unicodedata
from collections.abc import Container

_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў"
_SPELT = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i yi ye g u"
_LETTERS = dict(zip(_CYRILLIC, _SPELT.split(), strict=True))
_LONGEST = 50


def latin(text: str) -> str:
    """Lower-case ASCII letters and digits: «Щукина-Ёжикова» → shchukinaezhikova."""
    spelt = "".join(_LETTERS.get(letter, letter) for letter in text.casefold())
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain)


def unique_name(given: str, family: str, taken: Container[str]) -> str:
    """anna.kim, then anna.kim2, anna.kim3 … `taken` holds names in lower case."""
    parts = [part for part in (latin(given), latin(family)) if part]
    base = ".".join(parts)[:_LONGEST].strip(".") or "person"
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}{number}"
    return name
