"""The page of paths: the drawing with its lines as thick as they are walked, and the places worth a word."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lms.learning.models import ContentSnapshot

from .engine.drawing import HIGH, WIDE, Box, Line, draw
from .paths import Place, paths_of
from .talks import script_of

THICKEST = 14.0


@dataclass(frozen=True)
class Walked:
    """One line of the drawing. `share`: of all talks, 0–1."""

    line: Line
    share: float

    @property
    def width(self) -> str:
        return f"{1 + (THICKEST - 1) * self.share:.1f}"


@dataclass(frozen=True)
class Stop:
    """One node of the drawing. `place`: None where nobody replies, or nobody has been."""

    box: Box
    place: Place | None
    visits: int


def paths_page(snapshot: ContentSnapshot, runs: Iterable[tuple[list[dict[str, str]], float]]) -> dict[str, Any]:
    """No query besides the talks."""
    script = script_of(snapshot)
    paths, drawing = paths_of(script, runs), draw(script)
    places = {place.node.key: place for place in paths.places}
    arrived: dict[str, int] = {script.start: paths.talks}
    for (_start, end), times in paths.weights.items():
        arrived[end] = arrived.get(end, 0) + times
    return {
        "paths": paths,
        "scene": snapshot.body,
        "drawing": drawing,
        "lines": [Walked(line, paths.weights.get(line.ends, 0) / max(paths.talks, 1)) for line in drawing.lines],
        "stops": [Stop(box, places.get(box.node.key), arrived.get(box.node.key, 0)) for box in drawing.boxes],
        "size": {"wide": WIDE, "high": HIGH},
    }
