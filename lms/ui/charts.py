"""Geometry of small server-drawn charts: plain numbers in, coordinates and path data out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Number = float | int


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    label: str
    value: Number


@dataclass(frozen=True)
class Bar:
    label: str
    value: Number
    percent: float


@dataclass(frozen=True)
class Line:
    """`path` and `area` are SVG path data in a box of `width` × `height`; `ticks` are (y, value)."""

    points: list[Point]
    path: str
    area: str
    band: str
    ticks: list[tuple[float, str]]
    goal: float | None
    width: float
    height: float


def share(value: Number | None, maximum: Number = 100) -> float:
    """Percent of `maximum`, kept within 0–100."""
    if not value or not maximum:
        return 0.0
    return round(min(100.0, max(0.0, 100 * float(value) / float(maximum))), 1)


def scale(value: Number, low: Number, high: Number, size: Number) -> float:
    """`value` between `low` and `high` as a distance from the top of a box `size` high."""
    span = float(high) - float(low) or 1.0
    return round(float(size) * (1 - (float(value) - float(low)) / span), 2)


def bounds(values: Sequence[Number], low: Number | None, high: Number | None) -> tuple[float, float]:
    """The given ends, else the data's with a little air."""
    least, most = min(values), max(values)
    air = (most - least) * 0.15 or 1
    return (least - air if low is None else float(low), most + air if high is None else float(high))


def pairs(values: Sequence[Any]) -> list[tuple[str, Number]]:
    """Numbers, or (label, number) pairs, as (label, number) pairs without gaps."""
    both = [value if isinstance(value, list | tuple) else ("", value) for value in values]
    return [(str(pair[0]), pair[1]) for pair in both if pair[1] is not None]


def through(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{'L' if place else 'M'}{x:g} {y:g}" for place, (x, y) in enumerate(points))


def line(
    values: Sequence[Any],
    *,
    low: Number | None = None,
    high: Number | None = None,
    goal: Number | None = None,
    band: Sequence[tuple[Number, Number]] = (),
    width: float = 320,
    height: float = 120,
) -> Line | None:
    """None when there is nothing to draw. `band`: (low, high) per point, the usual range."""
    data = pairs(values)
    if not data:
        return None
    inside = [value for _label, value in data] + [edge for pair in band for edge in pair]
    bottom, top = bounds([*inside, goal] if goal is not None else inside, low, high)
    step = width / max(1, len(data) - 1)
    points = [
        Point(round(place * step, 2), scale(value, bottom, top, height), label, value)
        for place, (label, value) in enumerate(data)
    ]
    track = [(point.x, point.y) for point in points]
    if len(track) == 1:
        track = [(0, track[0][1]), (width, track[0][1])]
    path = through(track)
    return Line(
        points=points,
        path=path,
        area=f"{path} L{track[-1][0]:g} {height:g} L{track[0][0]:g} {height:g}Z",
        band=_band(band, points, bottom, top, height),
        ticks=[(scale(value, bottom, top, height), _short(value)) for value in _ticks(bottom, top)],
        goal=None if goal is None else scale(goal, bottom, top, height),
        width=width,
        height=height,
    )


def bars(values: Sequence[Any], maximum: Number | None = None) -> list[Bar]:
    data = pairs(values)
    most = maximum or max((value for _label, value in data), default=0)
    return [Bar(label, value, share(value, most)) for label, value in data]


def _band(
    band: Sequence[tuple[Number, Number]], points: Sequence[Point], bottom: float, top: float, height: float
) -> str:
    if len(band) != len(points) or len(points) < 2:
        return ""
    upper = [(p.x, scale(pair[1], bottom, top, height)) for p, pair in zip(points, band, strict=True)]
    lower = [(p.x, scale(pair[0], bottom, top, height)) for p, pair in zip(points, band, strict=True)]
    return through([*upper, *reversed(lower)]) + "Z"


def _ticks(bottom: float, top: float) -> list[float]:
    """Three or four round values inside the range."""
    span = top - bottom
    step = next(s * 10**e for e in range(-2, 7) for s in (1, 2, 2.5, 5) if span / (s * 10**e) <= 4)
    first = -(-bottom // step)
    return [round((first + n) * step, 4) for n in range(5) if (first + n) * step <= top]


def _short(value: float) -> str:
    return f"{value:g}"
