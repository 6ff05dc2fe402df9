"""Every state a scenario can be in: a finite graph, since all variables are bounded."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from .conditions import Values
from .play import by_itself, enabled
from .script import END, Choice, Node, Script, Step

MOST_STATES = 2_000_000


@dataclass(frozen=True)
class Edge:
    """`choice` None: the talk went on by itself."""

    to: int
    node: str
    choice: Choice | None


@dataclass
class Space:
    """States by number, 0 is the start. `came`: how each was first reached with the fewest clicks."""

    script: Script
    keys: list[str] = field(default_factory=list)
    values: list[Values] = field(default_factory=list)
    edges: list[list[Edge]] = field(default_factory=list)
    came: list[tuple[int, Edge] | None] = field(default_factory=list)
    complete: bool = True

    def node(self, state: int) -> Node:
        return self.script.nodes[self.keys[state]]

    def is_end(self, state: int) -> bool:
        return self.node(state).kind == END

    def path(self, state: int) -> tuple[Step, ...]:
        """The clicks that lead there soonest."""
        steps, here = [], self.came[state]
        while here:
            before, edge = here
            if edge.choice:
                steps.append(Step(edge.node, edge.choice.uid, edge.choice.text))
            here = self.came[before]
        return tuple(reversed(steps))


def explore(script: Script, most: int = MOST_STATES) -> Space:
    """All states from the start on, those of fewer clicks first. Edges to nodes that do not exist are left out."""
    space = Space(script)
    numbers: dict[tuple[str, Values], int] = {}
    clicks: list[int] = []

    def number(key: str, values: Values) -> int:
        found = numbers.get((key, values))
        if found is None:
            found = numbers[(key, values)] = len(clicks)
            space.keys.append(key)
            space.values.append(values)
            space.edges.append([])
            space.came.append(None)
            clicks.append(-1)
        return found

    if not script.nodes:
        return space
    first = number(script.start, script.values)
    clicks[first] = 0
    queue, done = deque([first]), set()
    while queue:
        state = queue.popleft()
        if state in done:
            continue
        done.add(state)
        for key, values, choice in _onward(script, space.keys[state], space.values[state]):
            to, cost = number(key, values), clicks[state] + (choice is not None)
            edge = Edge(to, space.keys[state], choice)
            space.edges[state].append(edge)
            if clicks[to] < 0 or cost < clicks[to]:
                clicks[to], space.came[to] = cost, (state, edge)
                queue.append(to) if choice else queue.appendleft(to)
        if len(clicks) > most:
            space.complete = False
            return space
    return space


def _onward(script: Script, key: str, values: Values) -> Iterator[tuple[str, Values, Choice | None]]:
    node = script.nodes[key]
    moved = by_itself(script, node, values)
    if moved:
        if moved[0] in script.nodes:
            yield *moved, None
        return
    if node.kind == END:
        return
    for choice in enabled(node, values):
        if choice.to in script.nodes:
            yield choice.to, script.after(values, choice.effects), choice


def components(space: Space) -> list[list[int]]:
    """Strongly connected states, those nearer to the ends first (Tarjan 1972, without recursion)."""
    count = len(space.edges)
    index, low, on_stack = [-1] * count, [0] * count, [False] * count
    stack: list[int] = []
    found: list[list[int]] = []
    clock = 0
    for root in range(count):
        if index[root] >= 0:
            continue
        work = [(root, 0)]
        while work:
            state, at = work.pop()
            if at == 0:
                index[state] = low[state] = clock
                clock += 1
                stack.append(state)
                on_stack[state] = True
            edges = space.edges[state]
            while at < len(edges):
                to = edges[at].to
                at += 1
                if index[to] < 0:
                    work += [(state, at), (to, 0)]
                    break
                if on_stack[to]:
                    low[state] = min(low[state], low[to])
            else:
                if low[state] == index[state]:
                    found.append(_popped(stack, on_stack, state))
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[state])
    return found


def _popped(stack: list[int], on_stack: list[bool], state: int) -> list[int]:
    group: list[int] = []
    while not group or group[-1] != state:
        group.append(stack.pop())
        on_stack[group[-1]] = False
    return group


def reaching_an_end(space: Space) -> list[bool]:
    """For each state whether a complete run goes through it."""
    back: list[list[int]] = [[] for _ in space.edges]
    for state, edges in enumerate(space.edges):
        for edge in edges:
            back[edge.to].append(state)
    good = [space.is_end(state) for state in range(len(space.edges))]
    queue = [state for state, end in enumerate(good) if end]
    while queue:
        for before in back[queue.pop()]:
            if not good[before]:
                good[before] = True
                queue.append(before)
    return good
