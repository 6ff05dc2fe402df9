"""The seconds one has for a reply. They are told, counted by the server and looked back at; they take nothing away and
earn nothing: equal choices are worth the same on every path (measures §9). No Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SHORTEST, LONGEST = 10, 600
AWAY = 15 * 60  # beyond the seconds one has: who took longer had left the talk


@dataclass(frozen=True)
class Clock:
    """`seconds` one has, and how many of them are `left`; 0: the customer waits."""

    seconds: int
    left: int

    @property
    def out(self) -> bool:
        return self.left == 0

    @property
    def percent(self) -> int:
        return 100 * self.left // self.seconds


def clock(seconds: int, gone: float) -> Clock | None:
    """`gone`: seconds since the customer's words were shown. None: the talk has no clock."""
    return Clock(seconds, max(0, min(seconds, round(seconds - gone)))) if seconds else None


def waited(step: Mapping[str, Any], seconds: int) -> int:
    """How long the customer waited for this reply where it was longer than one has; else 0."""
    took = int(step.get("took", 0))
    return took if seconds and took > seconds else 0


def was_away(took: int, seconds: int) -> bool:
    return took > seconds + AWAY
