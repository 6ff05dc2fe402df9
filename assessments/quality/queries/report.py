"""Solved tickets and standing reviews of some days, each with the key of its group. Two queries, rows streamed."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from assessments.quality.models import Ticket
from assessments.quality.reporting import Fact

from .scores import standing_reviews

_MINUTES = ("first_response", "first_response_business", "resolution", "resolution_business")
_KEYS: dict[str, tuple[tuple[str, ...], Callable[..., str]]] = {
    "agent": (
        ("agent__username", "agent_name", "source", "agent_ref"),
        lambda username, name, source, ref: username or name or f"{source} {ref}".strip() or "–",
    ),
    "channel": (("channel",), lambda channel: channel or "–"),
    "team": (("team__name",), lambda name: name or "–"),
    "month": (("solved_on",), lambda day: f"{day:%Y-%m}"),
}
GROUPINGS = tuple(_KEYS)


def facts_by(group: str, first: date, last: date, business: bool) -> Iterator[tuple[str, Fact]]:
    """Tickets solved in these days. `business`: minutes in working hours where they are known."""
    names, key = _KEYS[group]
    rows = Ticket.objects.filter(solved_on__range=(first, last)).order_by()
    for *parts, csat, raw, reply, reply_b, whole, whole_b in rows.values_list(
        *names, "csat", "csat_raw", *_MINUTES
    ).iterator(chunk_size=5000):
        yield key(*parts), Fact(_of(reply, reply_b, business), _of(whole, whole_b, business), csat, raw)


def _of(clock: float | None, working: float | None, business: bool) -> float | None:
    return working if business and working is not None else clock


def review_totals_by(group: str, first: date, last: date) -> Iterator[tuple[str, float]]:
    """Reviews given in these days: of a person, or of tickets of that channel or team."""
    names, key = _KEYS[group]
    fields = ("reviewed_on",) if group == "month" else tuple(f"ticket__{name}" for name in names)
    if group == "agent":
        fields = ("person__username", *fields[1:])
    rows: Any = standing_reviews().filter(reviewed_on__range=(first, last)).order_by("submitted_at")
    for *parts, total in rows.values_list(*fields, "total"):
        yield key(*parts), total or 0.0
