"""What a customer says who waits for a reply, and how looking back tells of it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from lms.ui.dates import duration

from . import clock
from .hearing import CALM, DOWN, TONES, UPSET

WAITS: dict[str, dict[str, Any]] = {
    "chat": {
        UPSET: gettext_lazy("Hello? Is anybody there?"),
        DOWN: gettext_lazy("Are you still there?"),
        CALM: gettext_lazy("Are you still with me?"),
    },
    "email": {
        UPSET: gettext_lazy("I am still waiting for an answer."),
        DOWN: gettext_lazy("I have no answer from you yet. Did my message reach you?"),
        CALM: gettext_lazy("I am writing once more, in case my message got lost."),
    },
    "phone": {
        UPSET: gettext_lazy("Hello? Have you put me on hold?"),
        DOWN: gettext_lazy("Hello … are you still on the line?"),
        CALM: gettext_lazy("Hello? Can you hear me?"),
    },
    "counter": {
        UPSET: gettext_lazy("I am standing right in front of you."),
        DOWN: gettext_lazy("Excuse me … are you listening?"),
        CALM: gettext_lazy("Is something the matter?"),
    },
}
IN_SECONDS = 120  # up to here a time is told in seconds alone


def waits(channel: str, mood: str, language: str) -> str:
    """One line, as suits channel and mood."""
    with override(language):
        return str(WAITS.get(channel, WAITS["chat"])[TONES.get(mood, CALM)])


def told(step: Mapping[str, Any], seconds: int) -> str:
    """What looking back says of the time a reply took; empty where the customer did not wait."""
    took = clock.waited(step, seconds)
    if not took:
        return ""
    if clock.was_away(took, seconds):
        return _("The talk was left here and taken up later.")
    return _("The customer waited %(time)s; here one answers within %(limit)s.") % {
        "time": length(took),
        "limit": length(seconds),
    }


def limit_of(body: Mapping[str, Any]) -> str:
    """The seconds for a reply in words; empty without a clock."""
    seconds = int(body.get("reply_seconds") or 0)
    return length(seconds) if seconds else ""


def length(seconds: int) -> str:
    """“45 s”, “3 min 20 s”, “4 min”."""
    minutes, rest = divmod(seconds, 60)
    if seconds <= IN_SECONDS:
        return _("%(n)d s") % {"n": seconds}
    if not rest:
        return duration(seconds)
    return _("%(minutes)d min %(seconds)d s") % {"minutes": minutes, "seconds": rest}
