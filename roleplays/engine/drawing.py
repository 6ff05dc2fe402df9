"""Where the nodes of a scenario stand when it is drawn: in rows by distance from the start, lines between them."""

from collections import deque
from dataclasses import dataclass

from .script import Node, Script

WIDE, HIGH, ACROSS, DOWN, EDGE = 168, 56, 200, 112, 16


@dataclass(frozen=True)
class Box:
    node: Node
    x: int
    y: int


@dataclass(frozen=True)
class Line:
    """An SVG path; `back`: it leads to an earlier row; `worth`: of the best reply that goes this way; `ends`: the keys
    of the nodes it joins."""

    path: str
    back: bool
    worth: int
    ends: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Drawing:
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int


def draw(script: Script, across: int = 0) -> Drawing:
    """`across`: the most boxes beside each other, what is more goes below; 0: as many as there are."""
    rows = [part for row in _rows(script) for part in _wrapped(row, across)]
    boxes = {node.key: box for y, row in enumerate(rows) for node, box in _placed(row, y)}
    lines = tuple(
        _line(boxes[key], boxes[to], worth) for key, to, worth in _edges(script) if key in boxes and to in boxes
    )
    width = max((len(row) for row in rows), default=1) * ACROSS + 2 * EDGE
    return Drawing(tuple(boxes.values()), lines, width, len(rows) * DOWN + EDGE)


def _edges(script: Script) -> list[tuple[str, str, int]]:
    found: dict[tuple[str, str], int] = {}
    for node in script.nodes.values():
        for choice in node.choices:
            worth = sum(choice.shows.values())
            found[(node.key, choice.to)] = max(worth, found.get((node.key, choice.to), worth))
        if node.to:
            found.setdefault((node.key, node.to), 0)
    return [(key, to, worth) for (key, to), worth in found.items()]


def _rows(script: Script) -> list[list[Node]]:
    """Nodes by the fewest steps from the start; those that cannot be reached stand in a last row."""
    onward: dict[str, list[str]] = {}
    for key, to, _worth in _edges(script):
        onward.setdefault(key, []).append(to)
    depth = {script.start: 0} if script.nodes else {}
    queue = deque(depth)
    while queue:
        key = queue.popleft()
        for to in onward.get(key, ()):
            if to not in depth and to in script.nodes:
                depth[to] = depth[key] + 1
                queue.append(to)
    last = max(depth.values(), default=0) + 1
    rows: list[list[Node]] = [[] for _ in range(last + 1)]
    for node in script.nodes.values():
        rows[depth.get(node.key, last)].append(node)
    return [row for row in rows if row]


def _wrapped(row: list[Node], across: int) -> list[list[Node]]:
    return [row[at : at + across] for at in range(0, len(row), across)] if across else [row]


def _placed(row: list[Node], y: int) -> list[tuple[Node, Box]]:
    return [(node, Box(node, EDGE + x * ACROSS, EDGE + y * DOWN)) for x, node in enumerate(row)]


def _line(box: Box, to: Box, worth: int) -> Line:
    ends = (box.node.key, to.node.key)
    x, y, end_x = box.x + WIDE // 2, box.y + HIGH, to.x + WIDE // 2
    if to.y > box.y:
        bend = (to.y - y) // 2
        return Line(f"M{x} {y}C{x} {y + bend} {end_x} {to.y - bend} {end_x} {to.y}", False, worth, ends)
    if to.y == box.y:
        below = y + (DOWN - HIGH) // 2
        return Line(f"M{x} {y}C{x} {below} {end_x} {below} {end_x} {y}", False, worth, ends)
    side = max(box.x, to.x) + WIDE + 24
    start, end = box.x + WIDE, to.x + WIDE
    return Line(f"M{start} {box.y + 28}C{side} {box.y + 28} {side} {to.y + 28} {end} {to.y + 28}", True, worth, ends)
