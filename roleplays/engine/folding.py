"""What all complete runs of a scenario have in common: folded from the ends backwards, many states at once."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .moves import Array, spans
from .scoring import Bounds, Range
from .script import CHECK
from .space import Space

WORDS_A_MINUTE = 180  # 184 ± 29 aloud in 17 languages: Trauzettel-Klosinski & Dietz, IOVS 53 (2012)
WORDS_A_REPLY = 12  # our assumption: to choose and to send takes 4 seconds, as long as reading so many words
FACTOR = 1 << 20  # so that no edge weighs nothing, which a sparse matrix would forget


@dataclass(frozen=True)
class Folded:
    """`minutes`: of the shortest and of the longest run. `high`: per state the most points still to be earned there,
    where an end can be reached."""

    bounds: Bounds
    minutes: tuple[float, float | None]
    high: Array


class Graph:
    """The space as a graph: which states reach an end, and which lie on a round."""

    def __init__(self, space: Space) -> None:
        self.space, self.size = space, len(space)

    @cached_property
    def good(self) -> Array:
        """For each state whether a complete run goes through it."""
        reached, _ = self.spread(self.space.target, self.space.source, np.flatnonzero(self.space.ends))
        found = np.zeros(self.size, bool)
        found[reached] = True
        return found

    def spread(self, source: Array, target: Array, roots: Array) -> tuple[Array, Array]:
        """(all that is reached from the roots over these edges, nearest first; per state the one before it)."""
        from scipy.sparse.csgraph import breadth_first_order

        ends = np.append(source, np.full(len(roots), self.size)), np.append(target, roots)
        order, before = breadth_first_order(_matrix(self.size + 1, *ends), self.size)
        return order[1:], before[:-1]

    @cached_property
    def group(self) -> Array:
        """States with the same number can be reached from each other."""
        return self.groups(self.space.source, self.space.target)

    def groups(self, source: Array, target: Array) -> Array:
        from scipy.sparse.csgraph import connected_components

        graph = _matrix(self.size, source, target)
        found: Array = connected_components(graph, directed=True, connection="strong")[1]
        return found

    @cached_property
    def within(self) -> Array:
        """For each edge whether one can come back over it."""
        return self.group[self.space.source] == self.group[self.space.target]

    @cached_property
    def looping(self) -> Array:
        """For each state whether it lies on a round."""
        found: Array = np.zeros(self.size, bool)
        found[self.space.source[self.within]] = True
        return found


def _matrix(size: int, source: Array, target: Array) -> object:
    from scipy.sparse import csr_matrix

    return csr_matrix((np.ones(len(source)), (source, target)), shape=(size, size))


def worths(space: Space) -> Array:
    """Per move its points altogether and per skill."""
    tags = space.script.tags
    found = np.zeros((len(space.moves.all), 1 + len(tags)), np.int64)
    for number, move in enumerate(space.moves.all):
        shows = move.choice.shows if move.choice else {}
        found[number] = [sum(shows.values()), *(shows.get(tag, 0) for tag in tags)]
    return found


class EndlessScore(Exception):
    """A round that can be walked again and again changes the score. `states`: on such rounds, where two ways differ."""

    def __init__(self, states: Array) -> None:
        super().__init__(states)
        self.states = states


def standings(graph: Graph, worth: Array) -> Array:
    """Per state what has been earned since the first state of its round, the same on every way; 0 outside rounds.

    Raises `EndlessScore` where two ways differ: some round there does not come to nothing.
    """
    space = graph.space
    inside = np.flatnonzero(graph.within & graph.good[space.source])
    found = np.zeros((graph.size, worth.shape[1]), np.int64)
    if not len(inside):
        return found
    source, target, gain = space.source[inside], space.target[inside], worth[space.move[inside]]
    roots = source[np.unique(graph.group[source], return_index=True)[1]]
    _, before = graph.spread(source, target, roots)
    tree = np.flatnonzero(before[target] == source)
    found[target[tree]], up = gain[tree], np.arange(graph.size)
    up[target[tree]] = source[tree]
    while (up != up[up]).any():  # twice as far back with every turn
        found += found[up]
        up = up[up]
    wrong = (found[source] + gain != found[target]).any(axis=1)
    if wrong.any():
        bad = np.isin(graph.group, graph.group[source[wrong]]) & np.isin(space.node, space.node[source[wrong]])
        raise EndlessScore(np.flatnonzero(bad))
    return found


def fold(graph: Graph) -> Folded | None:
    """None when no end can be reached. Raises `EndlessScore`."""
    if not graph.good[0]:
        return None
    return _Fold(graph).folded()


class _Fold:
    """States that can be reached from each other are one here, since every round in it comes to nothing.

    Columns folded to their most: points altogether and per skill, the same negated for the least, replies, and words
    to read with their least negated.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph, self.space = graph, graph.space
        self.worth = worths(self.space)
        self.points = self.worth.shape[1]
        self.standing = standings(graph, self.worth)
        self.loops = bool((graph.looping & graph.good).any())
        self.reading = _reading(self.space)
        self.group = self._groups()
        rows = np.flatnonzero(graph.good[self.space.target] & ~graph.within)
        self.edges = rows[np.argsort(self.group[self.space.source[rows]], kind="stable")]
        self.source = self.group[self.space.source[self.edges]]
        self.target = self.group[self.space.target[self.edges]]

    def _groups(self) -> Array:
        """Per good state the number of its group, −1 for others."""
        good = np.flatnonzero(self.graph.good)
        found = np.full(self.graph.size, -1)
        found[good] = np.unique(self.graph.group[good], return_inverse=True)[1]
        return found

    def folded(self) -> Folded:
        layers = self._layers()
        most = self._most(layers)
        start, points = most[self.group[0]], self.points
        ranges = [Range(-int(low), int(high)) for high, low in zip(start[:points], start[points:], strict=False)]
        runs = None if self.loops else self._runs(layers)
        shortest = len(self.space.path(int(np.flatnonzero(self.space.ends)[0])))
        longest = None if self.loops else int(start[2 * points])
        skills = dict(zip(self.space.script.tags, ranges[1:], strict=True))
        high = most[self.group, 0] - self.standing[:, 0]
        return Folded(Bounds(ranges[0], skills, runs, shortest, longest), self._minutes(start), high)

    def _layers(self) -> list[tuple[Array, Array, Array]]:
        """Groups, ends first, each after all it leads to: (groups, their edges, where the edges of each begin)."""
        count = int(self.group.max()) + 1
        left = np.bincount(self.source, minlength=count)
        first = np.cumsum(left) - left
        amount = left.copy()
        arriving = np.argsort(self.target, kind="stable")
        came = np.bincount(self.target, minlength=count)
        since = np.cumsum(came) - came
        found, layer = [], np.flatnonzero(left == 0)
        while len(layer):
            counts = amount[layer]
            found.append((layer, spans(first[layer], counts), np.cumsum(counts) - counts))
            before = self.source[arriving[spans(since[layer], came[layer])]]
            np.subtract.at(left, before, 1)
            layer = np.unique(before[left[before] == 0])
        return found

    def _most(self, layers: list[tuple[Array, Array, Array]]) -> Array:
        gain, own, turn = self._gains(), self._own(), self._turns()
        move = self.space.move[self.edges]
        for layer, edges, begin in layers[1:]:
            ways = gain[move[edges]] + own[self.target[edges]]
            if turn is not None:
                ways += turn[edges]
            own[layer] += np.maximum.reduceat(ways, begin)
        return own

    def _gains(self) -> Array:
        """Per move the columns."""
        clicks = self.space.moves.click[:, None].astype(np.int64)
        words = WORDS_A_REPLY * clicks
        return np.concatenate([self.worth, -self.worth, clicks, words, -words], axis=1)

    def _own(self) -> Array:
        """Per group what it adds to the columns by itself: its reading."""
        found = np.zeros((int(self.group.max()) + 1, 2 * self.points + 3), np.int64)
        good = self.graph.good
        found[self.group[good], -2] = self.reading[good]
        found[self.group[good], -1] = -self.reading[good]
        return found

    def _turns(self) -> Array | None:
        """Per edge what was earned within the round that is left, and not within the one that is entered."""
        if not self.loops:
            return None
        source, target = (self.standing[side[self.edges]] for side in (self.space.source, self.space.target))
        found = np.zeros((len(self.edges), 2 * self.points + 3), np.int64)
        found[:, : self.points] = source - target
        found[:, self.points : 2 * self.points] = target - source
        return found

    def _runs(self, layers: list[tuple[Array, Array, Array]]) -> int:
        """How many complete runs there are: in whole numbers of Python, since there may be very many."""
        found = np.ones(int(self.group.max()) + 1, object)
        for layer, edges, begin in layers[1:]:
            found[layer] = np.add.reduceat(found[self.target[edges]], begin)
        return int(found[self.group[0]])

    def _minutes(self, start: Array) -> tuple[float, float | None]:
        if self.loops:
            return self._least_reading() / WORDS_A_MINUTE, None
        return -int(start[-1]) / WORDS_A_MINUTE, int(start[-2]) / WORDS_A_MINUTE

    def _least_reading(self) -> float:
        """Words on the shortest run where some rounds have no end."""
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import dijkstra

        space, size = self.space, self.graph.size
        _, edges = np.unique(space.source.astype(np.int64) * size + space.target, return_index=True)
        source = space.source[edges]
        words = self.reading[source] + WORDS_A_REPLY * space.moves.click[space.move[edges]]
        graph = csr_matrix((words * FACTOR + 1.0, (source, space.target[edges])), shape=(size, size))
        far = dijkstra(graph, indices=0) + self.reading * FACTOR
        return float(far[space.ends].min() // FACTOR)


def _reading(space: Space) -> Array:
    """Per state how many words are read there: what is said, and the replies that are offered."""
    said = [_words(node.text) if node.kind != CHECK else 0 for node in space.script.nodes.values()]
    replies = np.array([_words(move.choice.text) if move.choice and move.click else 0 for move in space.moves.all])
    offered = np.bincount(space.source, replies[space.move], len(space))
    found: Array = np.array(said, np.int64)[space.node] + offered.astype(np.int64)
    return found


def _words(text: str) -> int:
    return len(text.split())


def top_apart(graph: Graph, folded: Folded) -> int | None:
    """The first state where the replies with the most points lead away from the full score; None: some run of such
    replies alone earns it."""
    space, gain = graph.space, worths(graph.space)[:, 0][graph.space.move]
    most = np.full(graph.size, np.iinfo(np.int64).min)
    np.maximum.at(most, space.source, gain)
    full = gain + folded.high[space.target] == folded.high[space.source]
    both = full & (gain == most[space.source])
    source, target = space.source[both], space.target[both]
    reached, _ = graph.spread(source, target, np.zeros(1, np.int64))
    if space.ends[reached].any():
        return None
    group = graph.groups(source, target)  # where they stop, or go round for nothing
    onward = group[source][group[source] != group[target]]
    last = reached[~np.isin(group[reached], onward)]
    return int(np.intersect1d(last, space.source[full & ~both]).min())
