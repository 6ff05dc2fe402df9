"""Comments that stand at one place of a conversation: a message, or a second of a call. No Django."""

from collections.abc import Iterable, Mapping
from typing import Any

WORDS, MOST_PINS, LONGEST_CALL = 500, 60, 24 * 3600


def kept_pins(pins: Iterable[Mapping[str, Any]], messages: int) -> list[dict[str, Any]]:
    """With words and a place that exists; messages first, then seconds, in order. `messages`: how many there are."""
    kept = [pin for raw in pins if (pin := _kept(raw, messages))]
    return sorted(kept, key=lambda pin: ("second" in pin, pin.get("message", 0), pin.get("second", 0)))[:MOST_PINS]


def _kept(raw: Mapping[str, Any], messages: int) -> dict[str, Any] | None:
    text = str(raw.get("text", "")).strip()[:WORDS]
    if not text:
        return None
    if isinstance(raw.get("message"), int) and 0 <= raw["message"] < messages:
        return {"message": raw["message"], "text": text}
    if isinstance(raw.get("second"), int) and 0 <= raw["second"] <= LONGEST_CALL:
        return {"second": raw["second"], "text": text}
    return None


def seconds_of(clock: str) -> int | None:
    """“1:05” or “65” or “1:02:05”; None for anything else."""
    parts = clock.strip().split(":")
    if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() and len(part) < 6 for part in parts):
        return None
    total = 0
    for part in parts:
        total = 60 * total + int(part)
    return total if total <= LONGEST_CALL else None


def clock_of(second: int) -> str:
    """“1:05”."""
    minutes, seconds = divmod(second, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
