"""Scenarios for the tests: by hand, and drawn by hypothesis."""

from collections.abc import Iterator
from random import Random
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from roleplays.engine import Script, Turn, replay
from roleplays.engine.play import Talk

fewer = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PATIENCE = {"name": "patience", "label": "Patience", "kind": "number", "low": 0, "high": 4, "start": 2, "shown": True}
PROMISED = {"name": "promised", "label": "Promised", "kind": "yesno", "start": 0}


def choice(uid: str, to: str, **fields: Any) -> dict[str, Any]:
    return {"uid": uid, "text": f"Reply {uid}", "to": to, **fields}


def node(key: str, *choices: dict[str, Any], kind: str = "customer", to: str = "", **fields: Any) -> dict[str, Any]:
    return {
        "uid": f"n-{key}",
        "key": key,
        "kind": kind,
        "text": f"Text {key}",
        "to": to,
        "choices": list(choices),
        **fields,
    }


def body(*nodes: dict[str, Any], variables: tuple[dict[str, Any], ...] = (PATIENCE, PROMISED)) -> dict[str, Any]:
    return {"variables": list(variables), "nodes": list(nodes)}


def sound() -> dict[str, Any]:
    """A short scenario without a finding."""
    return body(
        node(
            "start",
            choice("a", "gate", shows={"listen": 1}, effects={"patience": 1, "promised": True}),
            choice("b", "gate", shows={"listen": -1}, effects={"patience": -2}),
        ),
        node("gate", choice("left", "gone", when="patience == 0"), kind="check", to="more"),
        node(
            "more",
            choice("c", "good", shows={"apologise": 2}, when="promised"),
            choice("d", "good", shows={"apologise": -1}),
        ),
        node("good", kind="end"),
        node("gone", kind="end"),
    )


GUARDS = ["", "", "patience > 1", "patience <= 2 or promised", "not promised", "(patience != 3) and not promised"]


@st.composite
def scenarios(draw: st.DrawFn) -> dict[str, Any]:
    """Sound ones: choices lead forward only, each node has a way on in every state."""
    count = draw(st.integers(2, 6))
    nodes = []
    for n in range(count):
        later = st.sampled_from([f"k{m}" for m in range(n + 1, count + 1)])
        parts = [_drawn_choice(draw, f"c{n}-{m}", draw(later)) for m in range(draw(st.integers(1, 3)))]
        kind = draw(st.sampled_from(["customer", "customer", "check", "narration"]))
        nodes.append(node(f"k{n}", *parts, kind=kind, to=draw(later)))
    nodes.append(node(f"k{count}", kind="end"))
    return body(*nodes)


def _drawn_choice(draw: st.DrawFn, uid: str, to: str) -> dict[str, Any]:
    points = st.dictionaries(st.sampled_from(["listen", "apologise", "solve"]), st.integers(-3, 3), max_size=2)
    effects = {"patience": draw(st.integers(-3, 3))} if draw(st.booleans()) else {"promised": draw(st.booleans())}
    return choice(uid, to, shows=draw(points), effects=effects, when=draw(st.sampled_from(GUARDS)))


def wild(dice: Random) -> dict[str, Any]:
    """Anything: rounds, traps, replies into nothing, conditions that never hold."""
    keys = [f"k{n}" for n in range(dice.randint(2, 7))]
    aims = [*keys, *keys, "end", "end", *(["nowhere"] if dice.random() < 0.1 else [])]
    nodes = []
    for key in keys:
        parts = [
            choice(
                f"{key}-{n}",
                dice.choice(aims),
                when=dice.choice([*GUARDS, "patience == 0 and promised"]),
                effects=dice.choice([{}, {"patience": dice.randint(-3, 3)}, {"promised": dice.random() < 0.5}]),
                shows=dice.choice([{}, {}, {}, {"listen": dice.randint(-1, 1)}, {"listen": 1, "solve": -1}]),
            )
            for n in range(dice.randint(0, 3))
        ]
        to = dice.choice(aims) if dice.random() < 0.5 else ""
        nodes.append(node(key, *parts, kind=dice.choice(["customer", "customer", "check", "narration"]), to=to))
    return body(*nodes, node("end", kind="end"))


def runs(script: Script, steps: tuple[dict[str, str], ...] = ()) -> Iterator[tuple[Turn, ...]]:
    """Every complete run, one after the other."""
    talk: Talk = replay(script, steps)
    if talk.over:
        yield talk.turns
    for option in talk.options:
        yield from runs(script, (*steps, {"node": talk.node.uid, "choice": option.uid}))
