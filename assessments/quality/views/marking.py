"""A checklist to fill in, whoever fills it in: a reviewer, the agent, somebody who compares."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assessments.quality.pins import clock_of
from assessments.quality.scorecards import Line

SPARE = 2


def rows(
    lines: Iterable[Line],
    ratings: Mapping[str, int | None],
    waiting: Sequence[str] = (),
    details: Mapping[str, Any] | None = None,
) -> list[dict[str, Any]]:
    """What a category's field set needs: {line, chosen, skipped, missing, detail}."""
    return [
        {
            "line": line,
            "chosen": ratings.get(line.uid),
            "skipped": line.uid in ratings and ratings[line.uid] is None,
            "missing": line.uid in waiting,
            "detail": (details or {}).get(line.uid, {}),
        }
        for line in lines
    ]


def moments(pins: Iterable[Mapping[str, Any]], spare: int = SPARE) -> list[dict[str, Any]]:
    """Comments on seconds of a call, and a few empty lines for more."""
    found = [
        {"at": clock_of(pin["second"]), "second": pin["second"], "text": pin["text"]} for pin in pins if "second" in pin
    ]
    return [*found, *({"at": "", "text": ""} for _ in range(spare))]
