"""How people go through a talk: what they reply at each place, where they lose the customer, what strong talks do
differently. Talks for the record only; nobody is named."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from .engine import CHECK, PASS, Choice, Node, NotOffered, Script, Turn, replay

FEWEST = 5  # talks: below that a share says who it was rather than how it goes
TOLD = 3  # places named
NOTICED = 0.15  # of points lost, and of the difference between strong and weak talks


@dataclass(frozen=True)
class Given:
    """One reply at one place. `share`: of those who stood there."""

    choice: Choice
    times: int
    share: float

    @property
    def worth(self) -> int:
        return sum(self.choice.shows.values())

    @property
    def percent(self) -> int:
        return round(100 * self.share)


@dataclass(frozen=True)
class Place:
    """One node where people reply. `lost`: points left behind there by an average talk; `strong`, `weak`: the share
    of talks that went well, and of the others, in which the best reply was given there (None: too few)."""

    node: Node
    visits: int
    given: tuple[Given, ...]
    lost: float
    strong: float | None
    weak: float | None

    @property
    def best(self) -> Given:
        return max(self.given, key=lambda given: given.worth)

    @property
    def usual_slip(self) -> Given | None:
        """The reply most often given instead of the best."""
        rest = [given for given in self.given if given.times and given.worth < self.best.worth]
        return max(rest, key=lambda given: given.times, default=None)

    @property
    def apart(self) -> float:
        return (self.strong or 0) - (self.weak or 0) if self.strong is not None and self.weak is not None else 0.0


@dataclass(frozen=True)
class Paths:
    """`weights`: how many talks went from one node to another."""

    talks: int
    good: int
    places: tuple[Place, ...]
    weights: Mapping[tuple[str, str], int]

    @property
    def enough(self) -> bool:
        return self.talks >= FEWEST

    @property
    def losing(self) -> list[Place]:
        """Where the customer is lost most: at most three, the worst first."""
        found = [place for place in self.places if place.lost >= NOTICED and place.usual_slip]
        return sorted(found, key=lambda place: -place.lost)[:TOLD]

    @property
    def telling(self) -> list[Place]:
        """Where strong talks differ most from weak ones."""
        found = [place for place in self.places if place.apart >= NOTICED]
        return sorted(found, key=lambda place: -place.apart)[:TOLD]


def paths_of(script: Script, runs: Iterable[tuple[list[dict[str, str]], float]]) -> Paths:
    """`runs`: steps and score (0–1) of each whole talk. A talk that cannot be replayed is left out."""
    talks = list(_replayed(script, runs))
    weights: Counter[tuple[str, str]] = Counter()
    for _turns, shown, _good in talks:
        weights.update(set(pairwise(shown)))  # each way once a talk
    return Paths(
        talks=len(talks),
        good=sum(good for _turns, _shown, good in talks),
        places=tuple(_places(script, talks)),
        weights=weights,
    )


Played = tuple[tuple[Turn, ...], list[str], bool]


def _replayed(script: Script, runs: Iterable[tuple[list[dict[str, str]], float]]) -> Iterator[Played]:
    for steps, score in runs:
        try:
            talk = replay(script, steps)
        except NotOffered:
            continue
        shown = [part.key for part in talk.said if isinstance(part, Node)]
        yield talk.turns, shown, score >= PASS


def _places(script: Script, talks: list[Played]) -> Iterator[Place]:
    chosen: dict[str, list[tuple[Turn, bool]]] = {}
    for turns, _shown, good in talks:
        for key, turn in {turn.node.key: turn for turn in reversed(turns)}.items():  # the first time there
            chosen.setdefault(key, []).append((turn, good))
    for node in script.nodes.values():
        if node.kind != CHECK and len(node.choices) > 1 and node.key in chosen:
            yield _place(node, chosen[node.key], len(talks))


def _place(node: Node, chosen: list[tuple[Turn, bool]], talks: int) -> Place:
    counts = Counter(turn.choice.uid for turn, _good in chosen)
    given = tuple(Given(choice, counts[choice.uid], counts[choice.uid] / len(chosen)) for choice in node.choices)
    top = max(item.worth for item in given)
    lost = sum(top - _worth(turn) for turn, _good in chosen) / talks
    return Place(node, len(chosen), given, lost, _share(chosen, top, good=True), _share(chosen, top, good=False))


def _share(chosen: list[tuple[Turn, bool]], top: int, *, good: bool) -> float | None:
    turns = [turn for turn, went_well in chosen if went_well == good]
    return sum(_worth(turn) == top for turn in turns) / len(turns) if len(turns) >= FEWEST // 2 + 1 else None


def _worth(turn: Turn) -> int:
    return sum(turn.choice.shows.values())
