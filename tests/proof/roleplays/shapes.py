"""Scenarios with too many states, each in a way of its own."""

from typing import Any

from tests.benchmarks.roleplays.large import large
from tests.roleplays.engine.scripts import choice, node

OUT = [choice("out", "end", shows={"listen": 1}), choice("off", "end")]


def wide() -> dict[str, Any]:
    """500 nodes, two long meters."""
    return large(500, (40, 40, 2))


def just_below() -> dict[str, Any]:
    """Large, and still proven."""
    return large(500, (30, 30, 2))


def _number(name: str, high: int) -> dict[str, Any]:
    return {"name": name, "kind": "number", "low": 0, "high": high, "start": 0, "shown": True}


def counters(count: int = 3) -> dict[str, Any]:
    """Few nodes, all in what is counted."""
    names = [f"m{n}" for n in range(count)]
    parts = [choice(f"c-{name}", "start", effects={name: 1}) for name in names]
    nodes = [node("start", *parts, *OUT), node("end", kind="end")]
    return {"variables": [_number(name, 1000) for name in names], "nodes": nodes}


def many_counters() -> dict[str, Any]:
    """More than a table of all states could hold."""
    return counters(6)


def very_many_flags() -> dict[str, Any]:
    """More than a whole number of 64 bits could tell apart."""
    names = [f"f{n}" for n in range(70)]
    parts = [choice(f"c-{name}", "start", effects={name: True}) for name in names]
    flags = [{"name": name, "kind": "yesno", "start": 0, "shown": True} for name in names]
    return {"variables": flags, "nodes": [node("start", *parts, *OUT), node("end", kind="end")]}


def odometer() -> dict[str, Any]:
    """Hardly any way to choose, and a million replies deep."""
    carry = choice("b", "start", when="a == 1000", effects={"b": 1, "a": {"set": 0}})
    nodes = [
        node("start", choice("a", "carry", effects={"a": 1}), *OUT),
        node("carry", carry, kind="check", to="start"),
        node("end", kind="end"),
    ]
    return {"variables": [_number("a", 1000), _number("b", 1000)], "nodes": nodes}
