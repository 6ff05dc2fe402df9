"""A talk tried out by its author: begun at any node with any values. Drafts may have holes, so nothing here raises."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .conditions import Values
from .play import Turn, arrive, by_itself, enabled
from .script import END, Choice, Node, Script


@dataclass(frozen=True)
class Beat:
    """A reply and what came of it. `turn`: None at the beginning; `shown`: the nodes after it, forks too;
    `values`: once it had come to rest; `nowhere`: where it leads when there is no such node."""

    turn: Turn | None
    shown: tuple[Node, ...]
    values: Values
    nowhere: str | None = None


@dataclass(frozen=True)
class Trial:
    """`lost`: how many of the replies asked for could not be given: the draft has changed since."""

    beats: tuple[Beat, ...]
    lost: int = 0

    @property
    def last(self) -> Beat:
        return self.beats[-1]

    @property
    def node(self) -> Node | None:
        """Where it stands; None where it was led to a node that is not there."""
        return self.last.shown[-1] if self.last.nowhere is None else None

    @property
    def options(self) -> tuple[tuple[int, Choice], ...]:
        """The replies that can be given now, with their numbers at the node, from 1."""
        return self._replies(True)

    @property
    def withheld(self) -> tuple[tuple[int, Choice], ...]:
        """Those whose condition is not true now."""
        return self._replies(False)

    def _replies(self, wanted: bool) -> tuple[tuple[int, Choice], ...]:
        if self.node is None or self.node.kind == END:
            return ()
        free = enabled(self.node, self.last.values)
        return tuple(pair for pair in enumerate(self.node.choices, 1) if (pair[1] in free) == wanted)

    @property
    def ended(self) -> bool:
        return self.node is not None and self.node.kind == END

    @property
    def stuck(self) -> bool:
        """No reply is offered, and it is not an end."""
        return self.node is not None and not self.ended and not self.options


def within(script: Script, wanted: Mapping[str, int]) -> Values:
    """The values to begin with: as wanted, each within its bounds; what is not named as the author set it."""
    return tuple(
        min(variable.high, max(variable.low, wanted.get(variable.name, variable.start)))
        for variable in script.variables
    )


def attempt(script: Script, key: str, values: Values, numbers: Iterable[int]) -> Trial:
    """The talk from the node `key` on, after these replies, each by its number at the node it is given at, from 1."""
    trial, asked = Trial((_beat(script, None, key, values),)), list(numbers)
    for given, number in enumerate(asked):
        choice = dict(trial.options).get(number)
        if choice is None or trial.node is None:
            return Trial(trial.beats, len(asked) - given)
        turn = Turn(trial.node, choice, trial.last.values, script.after(trial.last.values, choice.effects))
        trial = Trial((*trial.beats, _beat(script, turn, choice.to, turn.after)))
    return trial


def _beat(script: Script, turn: Turn | None, key: str, values: Values) -> Beat:
    if key not in script.nodes:
        return Beat(turn, (), values, key)
    shown, values = arrive(script, key, values)
    return Beat(turn, tuple(shown), values, _missing(script, shown[-1], values))


def _missing(script: Script, node: Node, values: Values) -> str | None:
    """The name of the node it would go on to by itself, where there is none of that name."""
    onward = by_itself(script, node, values)
    return onward[0] if onward is not None and onward[0] not in script.nodes else None
