"""Why a card was chosen, and what a set is made of, as people read it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from lms.ui import dates

from .choosing import Why
from .grading import FACT, PHRASE, SITUATION
from .marking import Certainty

CERTAINTY: dict[Certainty, Any] = {
    Certainty.SURE: gettext_lazy("Sure"),
    Certainty.THINK: gettext_lazy("I think so"),
    Certainty.GUESS: gettext_lazy("A guess"),
}
KINDS: dict[str, Any] = {
    FACT: gettext_lazy("Question"),
    SITUATION: gettext_lazy("Situation"),
    PHRASE: gettext_lazy("Phrase to finish"),
}


def own(texts: Mapping[str, str] | None) -> str:
    """In the language on screen, else in the other one."""
    texts, language = texts or {}, (get_language() or "en")[:2]
    return texts.get(language) or next((text for text in texts.values() if text), "")


def reason(item: Mapping[str, Any]) -> str:
    """Why this card is in the set: one sentence."""
    why, skill = item["why"], own(item["skill"])
    if why == Why.LEAD:
        return _("Your lead chose it for today.")
    if why == Why.WEAK and item["missed"]:
        text = ngettext(
            "Chosen because %(n)s of your last %(of)s reviews missed “%(skill)s”.",
            "Chosen because %(n)s of your last %(of)s reviews missed “%(skill)s”.",
            item["missed"],
        )
        return text % {"n": item["missed"], "of": item["of"], "skill": skill}
    if why == Why.WEAK:
        return _("Chosen because “%(skill)s” is the skill to practise next.") % {"skill": skill}
    if why == Why.SURE:
        return _("Last time you were sure, and it was otherwise. It comes back first.")
    if why == Why.DUE:
        return _("You saw it %(day)s. It is due again before it fades.") % {"day": _last(item)}
    return _("You have not seen it yet.")


def _last(item: Mapping[str, Any]) -> str:
    return dates.day(date.fromisoformat(item["last"]))


def made_of(items: Iterable[Mapping[str, Any]]) -> str:
    """“2 questions, 1 situation”."""
    count = Counter(item["kind"] for item in items)
    texts = {
        FACT: ngettext("%(n)s question", "%(n)s questions", count[FACT]),
        SITUATION: ngettext("%(n)s situation", "%(n)s situations", count[SITUATION]),
        PHRASE: ngettext("%(n)s phrase to finish", "%(n)s phrases to finish", count[PHRASE]),
    }
    return ", ".join(text % {"n": count[kind]} for kind, text in texts.items() if count[kind])


def in_a_row(count: int) -> str:
    return ngettext("%(n)s working day in a row", "%(n)s working days in a row", count) % {"n": count}


def cards(count: int) -> str:
    return ngettext("%(n)s card", "%(n)s cards", count) % {"n": count}
