"""What may be kept of words that fit no reply, for the author: nothing that leads to a person. No Django."""

import re

LONGEST = 200
_ADDRESS = re.compile(r"@|＠|https?:|www\.|\bсобака\b|\(at\)|\[at\]|\bt\.me\b", re.IGNORECASE)
_DIGITS = re.compile(r"\d(?:[\s().+\-–—]*\d)*")


def keepable(text: str) -> str:
    """The text on one line with every number as “#”; empty where it names an address or is no reply at all.

    An order, a telephone or a card cannot be told from an hour for certain, so no number is kept.
    """
    flat = " ".join(text.replace("\x00", " ").split())
    if len(flat) > LONGEST or _ADDRESS.search(flat) or not re.search(r"[^\W\d_]{2}", flat):
        return ""
    return _DIGITS.sub("#", flat)
