"""Key phrases of a living script: not word for word, but what ought to be said."""

from collections.abc import Iterable

from .texts import Term, alike, read

ENOUGH = 0.75  # of the words of a phrase that say something


def said(text: str, phrase: str) -> bool:
    """Whether the text says the phrase: its words, in any order, with other endings or in the same meaning."""
    terms = read(text).terms
    wanted = [term for term in read(phrase).terms if not term.light] or list(read(phrase).terms)
    met = sum(any(_same(want, term) for term in terms) for want in wanted)
    return bool(wanted) and met >= ENOUGH * len(wanted)


def _same(one: Term, other: Term) -> bool:
    if one.denied != other.denied:
        return False
    return bool(one.meaning and one.meaning == other.meaning) or alike(one.stem, other.stem) > 0


def sorted_out(text: str, phrases: Iterable[str]) -> tuple[list[str], list[str]]:
    """(said, missed)."""
    found = [(phrase, said(text, phrase)) for phrase in phrases]
    return [phrase for phrase, there in found if there], [phrase for phrase, there in found if not there]
