"""What kind of thing evidence comes from. Rooms say whether theirs is practice or real work, so that the two can stand
beside each other here without this room knowing either."""

from dataclasses import dataclass
from typing import Any

PRACTICE, WORK = "practice", "work"


@dataclass(frozen=True)
class Source:
    """`name`: as records have it. `title`: of a column, in the plural."""

    name: str
    side: str
    title: Any


_SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    _SOURCES[source.name] = source


def on_side(side: str) -> list[Source]:
    return [source for source in _SOURCES.values() if source.side == side]


def sides() -> dict[str, str]:
    """By the name of the source."""
    return {source.name: source.side for source in _SOURCES.values()}
