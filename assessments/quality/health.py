"""How a connection is doing, in words; what is wrong, with its cure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .connection_queries import STOPPING
from .connectors import CONNECTORS
from .models import Connection

TROUBLES: dict[str, Any] = {
    "not_allowed": gettext_lazy("%(system)s does not accept the key. Make a new one there and type it in here."),
    "too_many": gettext_lazy("%(system)s asks us to wait. We go on by ourselves."),
    "unreachable": gettext_lazy("%(system)s does not answer. We try again by ourselves; is the address right?"),
    "broken": gettext_lazy("%(system)s has trouble of its own. We try again by ourselves."),
    "odd": gettext_lazy("The answer is not what %(system)s promises in its documentation. Is the address right?"),
    "refused": gettext_lazy("%(system)s refuses what we ask for. Is the address right, and may the key read tickets?"),
    "blocked": gettext_lazy(
        "This address leads into an inner network, which is not asked. Use the one on the internet."
    ),
    "unexpected": gettext_lazy(
        "Something went wrong on our side, nothing is lost. We try again by ourselves; the log says more."
    ),
    "sealed": gettext_lazy(
        "The key cannot be opened: SECRET_KEY of this installation has changed. Type the key in again."
    ),
}
FRESH = timedelta(hours=1)


@dataclass(frozen=True)
class Health:
    """`state`: works, catching_up, waiting, failing, stopped, paused, new. `sentence`: what is wrong, if anything."""

    state: str
    word: str
    tone: str
    sentence: str = ""


def trouble(code: str, system: Any) -> str:
    return str(TROUBLES.get(code, TROUBLES["odd"])) % {"system": system}


def health_of(connection: Connection, now: datetime) -> Health:
    if not connection.enabled:
        begun = connection.last_pull_at or connection.last_event_at
        return Health("paused", _("Paused"), "") if begun else Health("new", _("Not started yet"), "")
    if connection.last_error:
        return _failing(connection)
    if not CONNECTORS[connection.system].pulls:
        return _sending(connection)
    if connection.last_pull_at is None:
        return Health("waiting", _("Begins in a moment"), "action")
    if connection.caught_up_at is None or connection.caught_up_at < connection.last_pull_at:
        return Health("catching_up", _("Fetching what is older"), "action")
    if now - connection.last_pull_at > FRESH:
        sentence = _("Nobody has looked for more than an hour: is the worker running?")
        return Health("failing", _("Stands still"), "bad", sentence)
    return Health("works", _("Works"), "good")


def _failing(connection: Connection) -> Health:
    sentence = trouble(connection.last_error, connection.system_label)
    if connection.last_error in STOPPING:
        return Health("stopped", _("Stopped"), "bad", sentence)
    if connection.last_error == "too_many":
        return Health("waiting", _("Waits"), "action", sentence)
    return Health("failing", _("Does not work"), "warn" if connection.failures < 3 else "bad", sentence)


def _sending(connection: Connection) -> Health:
    if connection.last_event_at is None:
        return Health("waiting", _("Waits for the first ticket"), "action")
    return Health("works", _("Works"), "good")


def problems_of(connection: Connection) -> list[str]:
    """The last tickets that could not be read, each in a line."""
    return [
        ": ".join(part for part in (item["place"], _(item["message"]) % item["values"]) if part)
        for item in connection.problems
    ]
