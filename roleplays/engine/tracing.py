"""What only the states of a scenario can tell: where it stops, goes round for ever, or is never seen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from .folding import EndlessScore, Folded, Graph, fold, top_apart
from .moves import Array
from .script import Finding, Script
from .space import Space, explore


@dataclass(frozen=True)
class Traced:
    """`folded` None: the score has no bounds. `states`: how many there are, or were looked at when too many."""

    states: int
    findings: list[Finding]
    folded: Folded | None = None


def trace(script: Script, most: int, told: list[Finding]) -> Traced:
    """`told`: what is known to be wrong already; it comes back with the ways to it."""
    space = explore(script, most)
    if not space.complete:
        names = ", ".join(_widest(space))
        large = Finding("too_large", detail=names) if names else Finding("too_long")
        return Traced(len(space), [*_with_ways(space, told), large])
    graph = Graph(space)
    found = [*_with_ways(space, told), *_traps(graph), *_with_ways(space, _never(space))]
    folded = None
    try:
        folded = fold(graph)
    except EndlessScore as endless:
        found += _endless(graph, endless.states)
    if folded and not any(finding.level == "error" for finding in found):
        found += _score(graph, folded)
    return Traced(len(space), found, folded)


def _traps(graph: Graph) -> Iterator[Finding]:
    """Where no end can be reached any more: at a standstill, or round and round. Each once a node, nearest first."""
    space = graph.space
    stands = np.ones(len(space), bool)
    stands[space.source] = False
    found = [(state, "stuck") for state in _first_of_each_node(space, ~graph.good & stands)]
    found += [(state, "loop") for state in _first_of_each_node(space, ~graph.good & graph.looping)]
    for state, kind in sorted(found):
        if kind == "loop" or not _broken(space, state):
            yield Finding(kind, node=space.node_of(state).key, path=space.path(state))


def _first_of_each_node(space: Space, which: Array) -> list[int]:
    """Of these states per node the one of fewest clicks, and of these too the nearest first."""
    states = np.flatnonzero(which)
    found: list[int] = np.sort(states[np.unique(space.node[states], return_index=True)[1]]).tolist()
    return found


def _broken(space: Space, state: int) -> bool:
    """It stands still only because a reply leads nowhere, which has been said already."""
    node = space.node_of(state)
    aims = [choice.to for choice in node.choices] + ([node.to] if node.to else [])
    return any(aim not in space.script.nodes for aim in aims)


def _never(space: Space) -> Iterator[Finding]:
    met = {space.moves.keys[place] for place in np.unique(space.node)}
    offered = {
        (move.node, move.number) for move, state in zip(space.moves.all, space.offered, strict=True) if state >= 0
    }
    for node in space.script.nodes.values():
        if node.key not in met:
            yield Finding("unreachable", "warning", node.key)
            continue
        for number, choice in enumerate(node.choices, 1):
            if choice.to in space.script.nodes and (node.key, number) not in offered:
                yield Finding("never_enabled", "warning", node.key, number)


def _endless(graph: Graph, states: Array) -> Iterator[Finding]:
    """One for all rounds that touch each other."""
    groups: set[int] = set()
    nodes: set[int] = set()
    for state in states.tolist():  # the nearest first
        group = int(graph.group[state])
        if group not in groups and int(graph.space.node[state]) not in nodes:
            yield Finding("score_loop", node=graph.space.node_of(state).key, path=graph.space.path(state))
            nodes |= set(graph.space.node[graph.group == group].tolist())
        groups.add(group)


def _score(graph: Graph, folded: Folded) -> Iterator[Finding]:
    total = folded.bounds.total
    if total.best == total.worst:
        yield Finding("flat")
        return
    state = top_apart(graph, folded)
    if state is not None:
        yield Finding("unattainable_top", "warning", graph.space.node_of(state).key, path=graph.space.path(state))


def _with_ways(space: Space, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Each with the shortest way to its node; to where the reply is offered, if it ever is."""
    keys = space.moves.keys
    nearest = {keys[space.node[state]]: state for state in _first_of_each_node(space, space.node >= 0)}
    moves = zip(space.moves.all, space.offered.tolist(), strict=True)
    offered = {(move.node, move.number): state for move, state in moves if state >= 0}
    for finding in findings:
        state = nearest.get(finding.node)
        if finding.number or finding.kind == "missing_target":
            state = offered.get((finding.node, finding.number), state)
        yield finding if state is None else replace(finding, path=space.path(state))


def _widest(space: Space) -> list[str]:
    """Variables by how many values they took, most first: what to make coarser."""
    taken = [len(np.unique(column)) for column in space.values.T]
    order = sorted(range(len(taken)), key=lambda place: -taken[place])
    return [space.script.variables[place].name for place in order[:3] if taken[place] > 1]
