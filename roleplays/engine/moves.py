"""All that can happen in a script, in tables, so that many states are moved at once.

A move is a reply, a branch of a check, or a node's going on by itself. Moves are numbered in the author's order, those
without a choice after all others. States are given as the numbers of their nodes and a row of values for each.
"""

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .conditions import Condition
from .script import CHECK, Choice, Effect, Script

Array = NDArray[Any]
LARGEST_TABLE = 50_000  # answers of one condition kept; beyond, it is asked state by state


def spans(first: Array, count: Array) -> Array:
    """For each pair so many whole numbers from the first on, one after the other."""
    found: Array = np.arange(count.sum()) + np.repeat(first - np.cumsum(count) + count, count)
    return found


@dataclass(frozen=True)
class Move:
    """`number`: of the choice at its node, from 1; 0 without one. `click`: the person gives a reply."""

    node: str
    number: int
    to: str
    choice: Choice | None = None
    click: bool = False


class Moves:
    """`to`: −1 where there is no such node. `otherwise`: how a node goes on by itself, −1 where it does not.

    `moving`: nodes from which the talk may go on without a reply.
    """

    def __init__(self, script: Script) -> None:
        self.script, self.keys = script, list(script.nodes)
        nodes = list(script.nodes.values())
        places = {key: place for place, key in enumerate(self.keys)}
        self.all = [
            Move(node.key, number, choice.to, choice, node.kind != CHECK)
            for node in nodes
            for number, choice in enumerate(node.choices, 1)
        ]
        self.count = np.array([len(node.choices) for node in nodes], np.int64)
        self.first = np.cumsum(self.count) - self.count
        alone = [place for place, node in enumerate(nodes) if node.to]
        self.otherwise = np.full(len(nodes), -1, np.int64)
        self.otherwise[alone] = len(self.all) + np.arange(len(alone))
        self.all += [Move(nodes[place].key, 0, nodes[place].to) for place in alone]
        self.check = np.array([node.kind == CHECK for node in nodes], bool)
        self.moving = self.check | (self.otherwise >= 0)
        self.to = np.array([places.get(move.to, -1) for move in self.all], np.int64)
        self.click = np.array([move.click for move in self.all], bool)
        self.low = np.array([variable.low for variable in script.variables], np.int64)
        self.size = np.array([variable.high - variable.low + 1 for variable in script.variables], np.int64)
        self._effects()
        self._conditions()

    def _effects(self) -> None:
        """Any changes to one variable, each kept within its bounds, come to one shift kept within a floor and a
        ceiling."""
        shape = (len(self.all), len(self.size))
        self.shift = np.zeros(shape, np.int16)
        self.floor = np.empty(shape, np.int16)
        self.ceiling = np.empty(shape, np.int16)
        self.floor[:], self.ceiling[:] = self.low, self.low + self.size - 1
        for number, move in enumerate(self.all):
            for effect in move.choice.effects if move.choice else ():
                self._effect((number, effect.place), effect)

    def _effect(self, at: tuple[int, int], effect: Effect) -> None:
        bounds = self.script.variables[effect.place]
        widest = bounds.high - bounds.low
        for kept in (self.floor, self.ceiling):
            wanted = effect.amount + (0 if effect.sets else int(kept[at]))
            kept[at] = min(bounds.high, max(bounds.low, wanted))
        if not effect.sets:
            self.shift[at] = min(widest, max(-widest, int(self.shift[at]) + effect.amount))

    def _conditions(self) -> None:
        """The answers of each condition for all values of what it looks at, one table after the other.

        Entry 0 is the answer of a choice without a condition. `asked`: conditions too large for a table, by move.
        """
        tables, known, length = [np.ones(1, bool)], {"": (0, np.zeros(len(self.size), np.int32))}, 1
        self.asked: dict[int, Condition] = {}
        self.base = np.zeros(len(self.all), np.int64)
        self.stride = np.zeros((len(self.all), len(self.size)), np.int32)
        for number, move in enumerate(self.all):
            when = move.choice.when if move.choice else None
            if when is None:
                continue
            places = sorted(self.script.place[name] for name in when.names)
            if prod(int(size) for size in self.size[places]) > LARGEST_TABLE:
                self.asked[number] = when
                continue
            if when.text not in known:
                table, stride = self._table(when, places)
                known[when.text] = (length - int((self.low * stride).sum()), stride)
                tables.append(table)
                length += len(table)
            self.base[number], self.stride[number] = known[when.text]
        self.table = np.concatenate(tables)

    def _table(self, when: Condition, places: list[int]) -> tuple[Array, Array]:
        """(answers, how far apart neighbouring values of each variable stand among them)."""
        sizes = [int(size) for size in self.size[places]]
        columns: list[Any] = [0] * len(self.size)
        for place, column in zip(places, np.indices(sizes).reshape(len(sizes), -1), strict=True):
            columns[place] = column + self.low[place]
        stride = np.zeros(len(self.size), np.int32)
        stride[places] = [prod(sizes[place + 1 :]) for place in range(len(sizes))]
        return np.broadcast_to(when.test(columns), prod(sizes)).astype(bool), stride

    def opens(self, move: Array, values: Array) -> Array:
        """For each move, tried with the row of values beside it, whether its condition holds."""
        found = self.table[self.base[move] + (values * self.stride[move]).sum(axis=1)]
        for number, when in self.asked.items():
            rows = np.flatnonzero(move == number)
            if len(rows):
                found[rows] = np.broadcast_to(when.test(list(values[rows].T)), len(rows)).astype(bool)
        return found

    def taken(self, nodes: Array, values: Array) -> tuple[Array, Array]:
        """What can happen next in these states: (places among them, ascending; moves), also to where no node is."""
        count = self.count[nodes]
        place = np.repeat(np.arange(len(nodes)), count)
        move = spans(self.first[nodes], count)
        fits = np.flatnonzero(self.opens(move, values[place]))
        place, move = place[fits], move[fits]
        checks = self.check[nodes]
        if checks.any():  # the first branch that holds is taken
            later = np.zeros(len(place), bool)
            later[1:] = (place[1:] == place[:-1]) & checks[place[1:]]
            place, move = place[~later], move[~later]
        waits = np.ones(len(nodes), bool)
        waits[place] = False
        alone = np.flatnonzero(waits & (self.otherwise[nodes] >= 0))
        if not len(alone):
            return place, move
        place, move = np.concatenate([place, alone]), np.concatenate([move, self.otherwise[nodes[alone]]])
        order = np.argsort(place, kind="stable")
        return place[order], move[order]

    def after(self, move: Array, values: Array) -> Array:
        """The values once each move is made."""
        return np.minimum(np.maximum(values + self.shift[move], self.floor[move]), self.ceiling[move])
