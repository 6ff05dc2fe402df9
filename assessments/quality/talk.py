"""The conversation of a ticket, as bubbles take it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from .models import Ticket


def talk(ticket: Ticket, pins: Iterable[Mapping[str, Any]] = ()) -> list[dict[str, Any]]:
    """The conversation as bubbles take it; `pin`: what a reviewer said about this message."""
    names = {"customer": _("Customer"), "agent": _("Agent"), "note": _("Note")}
    said = {pin["message"]: pin["text"] for pin in pins if "message" in pin}
    return [
        {
            "author": item["author"],
            "who": names.get(item["author"], names["note"]),
            "own": item["author"] == "agent",
            "text": item["text"],
            "at": _moment(item["at"]),
            "place": place,
            "pin": said.get(place, ""),
        }
        for place, item in enumerate(ticket.messages)
    ]


def _moment(text: str) -> Any:
    return datetime.fromisoformat(text)
