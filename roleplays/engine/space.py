"""Every state a scenario can be in: a finite graph, since all variables are bounded. In arrays, many states at once.

100,000 states take a fraction of a second so, and two million a few hundred megabytes.
"""

from dataclasses import dataclass
from math import prod

import numpy as np

from .moves import Array, Moves
from .script import END, Node, Script, Step

MOST_ROUNDS = 100_000  # steps from the start: no talk is so long, only what is made to count does not end sooner
AT_ONCE = 4_000_000  # cells of the tables that one step fills: so much memory, not more
LARGEST_WORD = 1 << 62
MOST_CELLS = 32_000_000  # numbers of states kept in a table up to here, in a dictionary beyond


@dataclass(frozen=True)
class Space:
    """States by number, 0 is the start, those of fewer clicks first; edges by the state they leave.

    `node`, `values`: of each state. `source`, `target`, `move`: of each edge; to nodes that do not exist there is
    none. `before`, `by`: the state and the move by which each state is first reached, −1 at the start. `offered`: per
    move the first state in which it can be made, −1 for none, also where it leads nowhere.
    """

    script: Script
    moves: Moves
    node: Array
    values: Array
    source: Array
    target: Array
    move: Array
    before: Array
    by: Array
    offered: Array
    complete: bool

    def __len__(self) -> int:
        return len(self.node)

    @property
    def ends(self) -> Array:
        """For each state whether the talk is over there."""
        kinds = [self.script.nodes[key].kind == END for key in self.moves.keys]
        return np.array(kinds, bool)[self.node]

    def node_of(self, state: int) -> Node:
        return self.script.nodes[self.moves.keys[self.node[state]]]

    def path(self, state: int) -> tuple[Step, ...]:
        """The clicks that lead there soonest."""
        steps = []
        while self.before[state] >= 0:
            move = self.moves.all[self.by[state]]
            if move.click and move.choice:
                steps.append(Step(move.node, move.choice.uid, move.choice.text))
            state = self.before[state]
        return tuple(reversed(steps))


def explore(script: Script, most: int) -> Space:
    """All states from the start on; not `complete` when there are more than `most`, or some far beyond any talk."""
    return _Explorer(script, most).explored()


Wave = tuple[Array, Array, Array]  # numbers of states, their nodes, their values


class _Explorer:
    """Breadth first by clicks: all that happens by itself after one click comes before anything after the next."""

    def __init__(self, script: Script, most: int) -> None:
        self.moves, self.most = Moves(script), most
        self.numbers = _numbers(self.moves)
        self.found: list[tuple[Array, ...]] = []  # node, values, before, by
        self.edges: list[tuple[Array, ...]] = []  # source, target, move
        self.offered = np.full(len(self.moves.all), -1, np.int64)
        self.count = self.rounds = 0
        columns = max(1, int(self.moves.count.max())) * (4 + len(script.variables))
        self.piece = max(1, AT_ONCE // columns)

    def explored(self) -> Space:
        script, nothing = self.moves.script, np.full(1, -1)
        start = np.array([script.values], np.int16).reshape(1, len(script.variables))
        wave = self.reached(nothing, nothing, np.zeros(1, np.int64), start)
        self.edges.clear()  # nothing leads to the start but what comes back to it
        while len(wave[0]) and not self.enough:
            wave = self.clicked(wave)
        return self.space(complete=not self.enough)

    @property
    def enough(self) -> bool:
        return self.count > self.most or self.rounds > MOST_ROUNDS

    def clicked(self, wave: Wave) -> Wave:
        """The states one click further than these."""
        level = [wave]
        while len(wave[0]) and not self.enough:
            state, node, values = wave
            rows = np.flatnonzero(self.moves.moving[node])
            wave = self.made((state[rows], node[rows], values[rows]), click=False)
            level.append(wave)
        return self.made(_joined(level), click=True)

    def made(self, wave: Wave, *, click: bool) -> Wave:
        """The new states where these moves lead, those of the person or those that happen by themselves."""
        self.rounds += 1
        found: list[Wave] = [(wave[0][:0], wave[1][:0], wave[2][:0])]
        for begin in range(0, len(wave[0]), self.piece):
            state, node, values = (part[begin : begin + self.piece] for part in wave)
            place, move = self.moves.taken(node, values)
            self.note_offers(state[place], move)
            kept = np.flatnonzero((self.moves.to[move] >= 0) & (self.moves.click[move] == click))
            place, move = place[kept], move[kept]
            after = self.moves.after(move, values[place])
            found.append(self.reached(state[place], move, self.moves.to[move], after))
            if self.enough:
                break
        return _joined(found)

    def note_offers(self, state: Array, move: Array) -> None:
        fresh = np.flatnonzero(self.offered[move] < 0)[::-1]
        self.offered[move[fresh]] = state[fresh]

    def reached(self, before: Array, by: Array, node: Array, values: Array) -> Wave:
        """Numbers what is new, and keeps the edges to all of it."""
        if not len(node):
            return node, node, values
        number, fresh = self.numbers.of(node, values)
        self.edges.append((before.astype(np.int32), number.astype(np.int32), by.astype(np.int32)))
        new = (node[fresh], values[fresh], before[fresh], by[fresh])
        self.found.append(new)
        state = np.arange(self.count, self.count + len(fresh))
        self.count += len(fresh)
        return state, new[0], new[1]

    def space(self, *, complete: bool) -> Space:
        node, values, before, by = (np.concatenate(parts) for parts in zip(*self.found, strict=True))
        nothing = (np.zeros(0, np.int32),) * 3
        edges = [nothing, *self.edges] if complete else [nothing]
        source, target, move = (np.concatenate(parts) for parts in zip(*edges, strict=True))
        order = np.argsort(source, kind="stable")
        edge = (source[order], target[order], move[order])
        return Space(self.moves.script, self.moves, node, values, *edge, before, by, self.offered, complete)


def _joined(waves: list[Wave]) -> Wave:
    state, node, values = (np.concatenate(parts) for parts in zip(*waves, strict=True))
    return state, node, values


def _numbers(moves: Moves) -> "_Table | _Dictionary":
    cells = len(moves.keys) * prod(int(size) for size in moves.size)
    return _Table(moves, cells) if cells <= MOST_CELLS else _Dictionary(moves)


class _Table:
    """Numbers of states by their place among all that could be."""

    def __init__(self, moves: Moves, cells: int) -> None:
        self.low, self.weights = moves.low, _weights(moves)
        self.table, self.count = np.zeros(cells, np.int32), 0  # 0: not met yet

    def of(self, node: Array, values: Array) -> tuple[Array, Array]:
        """(the number of each, places of those that are new in the order of their numbers)."""
        cell = node * self.weights[0, 0] + (values - self.low) @ self.weights[1:, 0]
        new = np.flatnonzero(self.table[cell] == 0)
        if len(new):
            self.table[cell[new]] = np.arange(1, len(new) + 1)  # of equal ones the last stays
            new = new[self.table[cell[new]] == np.arange(1, len(new) + 1)]
            self.table[cell[new]] = self.count + np.arange(1, len(new) + 1)
            self.count += len(new)
        return self.table[cell] - 1, new


class _Dictionary:
    """Numbers of states where there could be far more than there are."""

    def __init__(self, moves: Moves) -> None:
        self.low, self.weights = moves.low, _weights(moves)
        self.numbers: dict[int | bytes, int] = {}

    def of(self, node: Array, values: Array) -> tuple[Array, Array]:
        code = node[:, None] * self.weights[0] + (values - self.low) @ self.weights[1:]
        words = code.shape[1]
        keys = code.ravel().tolist() if words == 1 else code.view(f"S{8 * words}").ravel().tolist()
        before, numbers = len(self.numbers), self.numbers
        number = np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.int64)
        highest = np.maximum.accumulate(np.concatenate([[before - 1], number]))
        return number, np.flatnonzero(number > highest[:-1])


def _weights(moves: Moves) -> Array:
    """What the node and each variable weigh in the whole numbers that stand for a state: in one, or in several where
    one is too small."""
    rows, word, weight = [], 0, 1
    for size in (*(int(size) for size in moves.size[::-1]), len(moves.keys)):
        if weight * size >= LARGEST_WORD:
            word, weight = word + 1, 1
        rows.append((word, weight))
        weight *= size
    found = np.zeros((len(rows), word + 1), np.int64)
    for row, (place, amount) in enumerate(reversed(rows)):
        found[row, place] = amount
    return found
