"""Quick checks as they stand in a snapshot. No Django."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Option:
    uid: str
    text: str
    right: bool
    why: str


@dataclass(frozen=True)
class Check:
    uid: str
    question: str
    skill: str
    options: tuple[Option, ...]

    def option(self, uid: str) -> Option | None:
        return next((option for option in self.options if option.uid == uid), None)


def checks_in(body: Mapping[str, Any]) -> dict[str, Check]:
    """The quick checks of a lesson snapshot by block uid."""
    return {check.uid: check for check in _checks(body)}


def _checks(body: Mapping[str, Any]) -> Iterator[Check]:
    for block in body.get("body", ()):
        if block["type"] == "quick_check":
            value = block["value"]
            options = tuple(_option(item) for item in value["options"])
            yield Check(block["id"], value["question"], value.get("skill") or "", options)


def _option(item: Mapping[str, Any]) -> Option:
    value = item["value"]
    return Option(item["id"], value["text"], bool(value["right"]), value.get("why") or "")
