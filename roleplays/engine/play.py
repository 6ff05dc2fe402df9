"""Playing a script: deterministic, the same steps always lead to the same talk."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .conditions import Values
from .script import CHECK, END, Choice, Node, Script


class NotOffered(Exception):
    """The reply is not among those that can be given at this point."""


@dataclass(frozen=True)
class Turn:
    """Where the person chose: what was said before, the reply, and what it changed."""

    node: Node
    choice: Choice
    before: Values
    after: Values


@dataclass(frozen=True)
class Talk:
    """A talk so far. `said`: nodes shown and turns, in order; `node`: where it stands; `options`: replies now."""

    said: tuple[Node | Turn, ...]
    turns: tuple[Turn, ...]
    node: Node
    values: Values
    options: tuple[Choice, ...]

    @property
    def over(self) -> bool:
        """At an end, or where nothing can be said; published scenarios have none of the latter."""
        return self.node.kind == END or not self.options


def enabled(node: Node, values: Values) -> tuple[Choice, ...]:
    return tuple(choice for choice in node.choices if choice.when is None or choice.when.test(values))


def by_itself(script: Script, node: Node, values: Values) -> tuple[str, Values] | None:
    """Where the talk goes without a reply: from a check, or from a node without replies. None: it waits or ends."""
    if node.kind == END:
        return None
    open_choices = enabled(node, values)
    if node.kind == CHECK and open_choices:
        return open_choices[0].to, script.after(values, open_choices[0].effects)
    if open_choices or not node.to:
        return None
    return node.to, values


def arrive(script: Script, key: str, values: Values) -> tuple[list[Node], Values]:
    """The nodes shown from `key` on until the talk waits or ends, and the values then."""
    shown, seen = [], set()
    while True:
        node = script.nodes[key]
        shown.append(node)
        seen.add((key, values))
        onward = by_itself(script, node, values)
        if onward is None or onward in seen or onward[0] not in script.nodes:
            return shown, values
        key, values = onward


def replay(script: Script, steps: Iterable[Mapping[str, str]]) -> Talk:
    """The talk after these steps, each {"node": uid, "choice": uid}. Raises `NotOffered` for a step that cannot be."""
    shown, values = arrive(script, script.start, script.values)
    said: list[Node | Turn] = list(shown)
    turns: list[Turn] = []
    for step in steps:
        turn = _turn(script, shown[-1], values, step)
        turns.append(turn)
        shown, values = arrive(script, turn.choice.to, turn.after)
        said += [turn, *shown]
    options = () if shown[-1].kind == END else enabled(shown[-1], values)
    return Talk(tuple(said), tuple(turns), shown[-1], values, options)


def _turn(script: Script, node: Node, values: Values, step: Mapping[str, str]) -> Turn:
    choice = node.choice(step["choice"]) if step.get("node") == node.uid else None
    if choice is None or choice not in enabled(node, values):
        raise NotOffered(step.get("choice", ""))
    return Turn(node, choice, values, script.after(values, choice.effects))


def earned(turns: Iterable[Turn]) -> dict[str, int]:
    """Points per skill."""
    points: dict[str, int] = {}
    for tag, value in _points(turns):
        points[tag] = points.get(tag, 0) + value
    return points


def _points(turns: Iterable[Turn]) -> Iterator[tuple[str, int]]:
    for turn in turns:
        yield from turn.choice.shows.items()
