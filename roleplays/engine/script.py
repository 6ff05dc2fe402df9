"""What a scenario is made of, once it has been read. Nodes and choices carry the uids that runs refer to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .conditions import Condition, Values

CUSTOMER, NARRATION, CHECK, END = "customer", "narration", "check", "end"
KINDS = (CUSTOMER, NARRATION, CHECK, END)
MOODS = ("calm", "worried", "annoyed", "angry", "sad", "relieved", "happy")


@dataclass(frozen=True)
class Variable:
    """A whole number from `low` to `high`, or a yes/no (0 to 1). `shown`: a meter in the talk."""

    name: str
    label: str
    low: int
    high: int
    start: int
    truth: bool = False
    shown: bool = False


@dataclass(frozen=True)
class Effect:
    """`sets`: the variable becomes `amount`; else `amount` is added. The result stays within the bounds."""

    place: int
    amount: int
    sets: bool = False


@dataclass(frozen=True)
class Choice:
    """`to`: the key of the node it leads to. `shows`: points per skill, what choosing it is worth.

    `phrases`: other ways to say it, for those who answer in their own words.
    """

    uid: str
    text: str
    to: str
    when: Condition | None = None
    effects: tuple[Effect, ...] = ()
    shows: Mapping[str, int] = field(default_factory=dict)
    feedback: str = ""
    why: str = ""
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Node:
    """`to`: where it goes on by itself when no choice can be made. `strong`: what a strong reply says here.

    `again`: what the customer says to own words that fit no reply; `key_phrases`: what ought to be said here.
    """

    uid: str
    key: str
    kind: str
    text: str = ""
    mood: str = ""
    strong: str = ""
    to: str = ""
    choices: tuple[Choice, ...] = ()
    again: str = ""
    key_phrases: tuple[str, ...] = ()

    def choice(self, uid: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.uid == uid), None)


@dataclass(frozen=True)
class Script:
    """`nodes` by key, in the author's order; the first is where the talk begins."""

    variables: tuple[Variable, ...]
    nodes: Mapping[str, Node]

    @cached_property
    def start(self) -> str:
        return next(iter(self.nodes), "")

    @cached_property
    def values(self) -> Values:
        return tuple(variable.start for variable in self.variables)

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """Every skill a choice says something about, in order of appearance."""
        found = (tag for node in self.nodes.values() for choice in node.choices for tag in choice.shows)
        return tuple(dict.fromkeys(found))

    @cached_property
    def place(self) -> dict[str, int]:
        return {variable.name: place for place, variable in enumerate(self.variables)}

    def after(self, values: Values, effects: tuple[Effect, ...]) -> Values:
        if not effects:
            return values
        changed = list(values)
        for effect in effects:
            bounds = self.variables[effect.place]
            wanted = effect.amount if effect.sets else changed[effect.place] + effect.amount
            changed[effect.place] = min(bounds.high, max(bounds.low, wanted))
        return tuple(changed)


@dataclass(frozen=True)
class Step:
    """One click on a path: the reply chosen at a node."""

    node: str
    choice: str
    text: str


@dataclass(frozen=True)
class Finding:
    """One thing the checker found. `node`: its key; `number`: which of its replies, from 1; `detail`: the word itself.

    `path`: the shortest way there, as replies to choose. `level`: "error" stops publishing, "warning" does not.
    """

    kind: str
    level: str = "error"
    node: str = ""
    number: int = 0
    detail: str = ""
    path: tuple[Step, ...] = ()
