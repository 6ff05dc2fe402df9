"""Who hears own words on this installation: an endpoint it names, else the bundled model, else the words themselves."""

import logging
from functools import lru_cache
from threading import Thread

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from .engine import CHECK, Choice, Node, Talk
from .models import Run
from .ownwords import Heard, Offered, semantic
from .ownwords import hear as hear_here
from .ownwords.endpoint import Endpoint, NoAnswer, Settings
from .talks import talk_of

logger = logging.getLogger(__name__)

UPSET, DOWN, CALM = "upset", "down", "calm"
TONES = {"annoyed": UPSET, "angry": UPSET, "worried": DOWN, "sad": DOWN}
AGAIN = {  # what a customer says who has not understood
    "chat": {
        UPSET: _("That is no answer to what I wrote. Once more, please."),
        DOWN: _("Sorry, I don't quite follow. What do you mean?"),
        CALM: _("I am not sure what you mean. Could you write it differently?"),
    },
    "email": {
        UPSET: _("I have read your message twice and still do not see what you are telling me."),
        DOWN: _("I do not quite understand your message. Could you explain it once more?"),
        CALM: _("Thank you for writing, but I am not sure what you mean. Could you put it differently?"),
    },
    "phone": {
        UPSET: _("Are you listening to me at all? Say that again."),
        DOWN: _("I'm sorry, I did not get that. What did you say?"),
        CALM: _("Pardon? I did not quite catch that."),
    },
    "counter": {
        UPSET: _("What is that supposed to mean? Say it plainly."),
        DOWN: _("Sorry, I did not understand. How do you mean?"),
        CALM: _("I beg your pardon? I did not follow."),
    },
}


def offered(options: tuple[Choice, ...]) -> list[Offered]:
    return [Offered(choice.uid, (choice.text, *choice.phrases)) for choice in options]


def hear(words: str, talk: Talk) -> Heard:
    """The endpoint's word where there is one and it answers; else what is heard here."""
    replies = offered(talk.options)
    asked = endpoint()
    if asked:
        try:
            return asked.hear(words, replies, last_heard(talk))
        except NoAnswer as error:
            logger.warning("own words: the endpoint gave no answer: %s", error)
    return hear_here(words, replies, model=_by_meaning())


def _by_meaning() -> bool:
    return settings.OWN_WORDS_BUNDLED_MODEL and semantic.available()


def get_ready(run: Run) -> None:
    """While somebody reads what is offered, the model reads it too: half a second once, not to be waited for later."""
    if not settings.OWN_WORDS_URL and settings.OWN_WORDS_BUNDLED_MODEL and semantic.installed():
        replies = offered(talk_of(run).options)
        Thread(target=_read, args=(replies,), daemon=True, name="own-words").start()


def _read(replies: list[Offered]) -> None:
    if semantic.available():
        semantic.warm(replies)


def endpoint() -> Endpoint | None:
    if not settings.OWN_WORDS_URL:
        return None
    return _endpoint(settings.OWN_WORDS_URL, settings.OWN_WORDS_MODEL, settings.OWN_WORDS_KEY)


@lru_cache(maxsize=4)
def _endpoint(url: str, model: str, key: str) -> Endpoint:
    """One a process: it remembers when it was asked in vain."""
    return Endpoint(Settings(url, model, key))


def sent_to() -> str:
    """The machine that is told what people type; empty while nothing leaves this one."""
    asked = endpoint()
    return asked.settings.host if asked else ""


def last_heard(talk: Talk) -> str:
    nodes = [part for part in talk.said if isinstance(part, Node) and part.kind != CHECK and part.text]
    return nodes[-1].text if nodes else ""


def asks_again(talk: Talk, channel: str, mood: str, language: str) -> str:
    """What the customer says to words that fit nothing: the author's line, or one that suits channel and mood."""
    if talk.node.again:
        return talk.node.again
    with override(language):
        return str(AGAIN.get(channel, AGAIN["chat"])[TONES.get(mood, CALM)])
