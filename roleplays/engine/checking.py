"""Is a scenario sound? Everything in measures §9, each finding with the node and the shortest way to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .reading import read_script
from .scoring import Bounds, EndlessScore, bounds_of
from .script import CHECK, Choice, Finding, Node, Script
from .space import MOST_STATES, Space, components, explore, reaching_an_end

FEW_TO_JUDGE = 3  # nodes with a choice, before a habit of the author can be told from chance


@dataclass(frozen=True)
class Report:
    """`bounds`: None while there are errors. `states`: how many there are; `words`: what there is to read."""

    script: Script
    findings: tuple[Finding, ...]
    bounds: Bounds | None
    states: int
    words: int

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.level == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.level != "error")


def check(body: Mapping[str, Any], skills: Mapping[str, str] | None = None, most: int = MOST_STATES) -> Report:
    """`skills`: what skills may be called → their slugs (see `read_script`)."""
    script, found = read_script(body, skills)
    found += _targets(script)
    space = explore(script, most)
    bounds = None
    if script.nodes and space.complete:
        bounds, walked = _walked(space)
        found += walked
    elif not space.complete:
        found.append(Finding("too_large", detail=", ".join(_widest(space))))
    broken = any(finding.level == "error" for finding in found)
    if bounds and not broken and bounds.total.best == bounds.total.worst:
        broken = True
        found.append(Finding("flat"))
    return Report(script, tuple(found), None if broken else bounds, len(space.edges), _words(script))


def _walked(space: Space) -> tuple[Bounds | None, list[Finding]]:
    """What only the states can tell."""
    found = [*_traps(space), *_never(space), *_unused(space.script)]
    try:
        bounds = bounds_of(space)
    except EndlessScore as loop:
        return None, [*found, Finding("score_loop", node=space.keys[loop.state], path=space.path(loop.state))]
    return bounds, found + list(_habits(space.script))


def _targets(script: Script) -> Iterator[Finding]:
    for node in script.nodes.values():
        if node.to and node.to not in script.nodes:
            yield Finding("missing_target", node=node.key, detail=node.to)
        for number, choice in enumerate(node.choices, 1):
            if choice.to and choice.to not in script.nodes:
                yield Finding("missing_target", node=node.key, number=number, detail=choice.to)


def _traps(space: Space) -> Iterator[Finding]:
    """Where no end can be reached any more: at a standstill, or round and round. Once a node, the shortest path."""
    good, told = reaching_an_end(space), set()
    if all(good):
        return
    looping = {state for group in components(space) if len(group) > 1 for state in group}
    looping |= {state for state, edges in enumerate(space.edges) if any(edge.to == state for edge in edges)}
    for state in sorted((s for s, fine in enumerate(good) if not fine), key=lambda s: len(space.path(s))):
        stands = not space.edges[state]
        if (stands or state in looping) and space.keys[state] not in told:
            told.add(space.keys[state])
            kind = ("stuck" if stands else "loop") if not _broken(space, state) else ""
            if kind:
                yield Finding(kind, node=space.keys[state], path=space.path(state))


def _broken(space: Space, state: int) -> bool:
    """It stands still only because a reply leads nowhere, which has been said already."""
    node = space.node(state)
    aims = [choice.to for choice in node.choices] + ([node.to] if node.to else [])
    return bool(aims) and not space.edges[state] and any(aim not in space.script.nodes for aim in aims)


def _never(space: Space) -> Iterator[Finding]:
    seen = set(space.keys)
    taken = {edge.choice.uid or id(edge.choice) for edges in space.edges for edge in edges if edge.choice}
    passed = _branches_taken(space)
    for node in space.script.nodes.values():
        if node.key not in seen:
            yield Finding("unreachable", "warning", node.key)
            continue
        for number, choice in enumerate(node.choices, 1):
            known = choice.to in space.script.nodes
            used = passed if node.kind == CHECK else taken
            if known and (choice.uid or id(choice)) not in used:
                yield Finding("never_enabled", "warning", node.key, number)


def _branches_taken(space: Space) -> set[Any]:
    """Branches of checks that are taken in some state."""
    found = set()
    for state in range(len(space.edges)):
        node = space.node(state)
        if node.kind == CHECK:
            first = _first_open(node, space.values[state])
            found |= {first.uid or id(first)} if first else set()
    return found


def _first_open(node: Node, values: tuple[int, ...]) -> Choice | None:
    return next((choice for choice in node.choices if choice.when is None or choice.when.test(values)), None)


def _unused(script: Script) -> Iterator[Finding]:
    read = {
        name for node in script.nodes.values() for choice in node.choices if choice.when for name in choice.when.names
    }
    for variable in script.variables:
        if variable.name not in read and not variable.shown:
            yield Finding("unused_variable", "warning", detail=variable.name)


def _habits(script: Script) -> Iterator[Finding]:
    """What gives the best reply away before one has read it."""
    nodes = [node for node in script.nodes.values() if node.kind != CHECK and _tells_apart(node)]
    if len(nodes) < FEW_TO_JUDGE:
        return
    if all(max(node.choices, key=lambda choice: len(choice.text)) is _best(node) for node in nodes):
        yield Finding("longest_best", "warning")
    if all(node.choices[0] is _best(node) for node in nodes):
        yield Finding("first_best", "warning")


def _tells_apart(node: Node) -> bool:
    return len({_worth(choice) for choice in node.choices}) > 1


def _best(node: Node) -> Choice:
    return max(node.choices, key=_worth)


def _worth(choice: Choice) -> int:
    return sum(choice.shows.values())


def _widest(space: Space) -> list[str]:
    """Variables by how many values they took, most first: what to make coarser."""
    taken = [{values[place] for values in space.values} for place in range(len(space.script.variables))]
    order = sorted(range(len(taken)), key=lambda place: -len(taken[place]))
    return [space.script.variables[place].name for place in order[:3]]


def _words(script: Script) -> int:
    texts = [node.text for node in script.nodes.values()]
    texts += [choice.text for node in script.nodes.values() if node.kind != CHECK for choice in node.choices]
    return sum(len(text.split()) for text in texts)
