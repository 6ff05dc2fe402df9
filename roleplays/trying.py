"""What the page shows on which an author tries a draft: the talk, every value, and why a reply is not offered.

All of it stands in the address: where it begins, with which values, and the numbers of the replies. Nothing is kept.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from .blocks import MOODS, raw_body
from .engine import CHECK, Choice, Node, Script, earned, read_script
from .engine.script import Variable
from .engine.trying import Beat, Trial, attempt, within
from .models import Scenario
from .proof import skills_by_name

MOST = 200  # replies in one trial
NUMBERS = re.compile(r"\d{1,2}(?:\.\d{1,2})*")
VALUE = "v-"  # before the name of a variable in the address
MOOD_WORDS = dict(MOODS)


@dataclass(frozen=True)
class Asked:
    """What the address asks for. `begin`: the uid of a node, empty for the first one."""

    begin: str
    values: Mapping[str, int]
    numbers: tuple[int, ...]

    def url(self, numbers: Iterable[int]) -> str:
        """The same beginning, with these replies given."""
        pairs = [("begin", self.begin)] if self.begin else []
        pairs += [(VALUE + name, str(value)) for name, value in self.values.items()]
        steps = ".".join(map(str, numbers))
        pairs += [("steps", steps)] if steps else []
        return f"?{urlencode(pairs)}#now"


def asked_for(data: Mapping[str, str]) -> Asked:
    """What cannot be read is as good as not asked for."""
    steps = data.get("steps", "")
    numbers = tuple(map(int, steps.split("."))) if NUMBERS.fullmatch(steps[: 3 * MOST]) else ()
    values = {name.removeprefix(VALUE): _whole(data[name]) for name in data if name.startswith(VALUE)}
    begin = data.get("begin", "")[:60]
    return Asked(begin, {name: value for name, value in values.items() if value is not None}, numbers[:MOST])


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"-?\d{1,5}", text) else None


@dataclass(frozen=True)
class Change:
    """One value that a reply, or a fork after it, changed."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Given:
    """A reply that was given: its words, what it shows, what changed, and the address to go back to before it."""

    text: str
    shows: Mapping[str, int]
    changes: list[Change]
    back: str


@dataclass(frozen=True)
class Heard:
    """A node that was shown. `onward`: where a fork led."""

    node: Node
    mood: Any
    onward: str = ""

    @property
    def fork(self) -> bool:
        return self.node.kind == CHECK


@dataclass(frozen=True)
class Part:
    """A reply, if it is not the beginning, and what was said after it. `fresh`: the newest."""

    given: Given | None
    heard: list[Heard]
    fresh: bool


@dataclass(frozen=True)
class Offer:
    """A reply at this point. `url`: gives it; `reasons`: for one that is not offered, the values its condition sees."""

    text: str
    when: str
    url: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Setting:
    """A value as it is now, and what it begins with, for the form."""

    variable: Variable
    now: Any
    start: int


@dataclass(frozen=True)
class TrialPage:
    trial: Trial
    parts: list[Part]
    offers: list[Offer]
    withheld: list[Offer]
    settings: list[Setting]
    points: Mapping[str, int]
    begin: Node | None
    nodes: list[Node]
    unknown: bool
    back: str
    again: str


def trial_page(scenario: Scenario, asked: Asked, spoken: Mapping[bool, str]) -> TrialPage | None:
    """`spoken`: yes and no in words. None: there is nothing to try yet. One query: the skills."""
    script, _found = read_script(raw_body(scenario.variables, scenario.body), skills_by_name())
    if not script.nodes:
        return None
    begin = next((node for node in script.nodes.values() if asked.begin and node.uid == asked.begin), None)
    start = within(script, asked.values)
    trial = attempt(script, begin.key if begin else script.start, start, asked.numbers)
    given = asked.numbers[: len(trial.beats) - 1]
    words = _Words(script, asked, given, spoken)
    turns = [beat.turn for beat in trial.beats if beat.turn]
    return TrialPage(
        trial=trial,
        parts=[words.part(n, trial.beats[n], fresh=n == len(trial.beats) - 1) for n in range(len(trial.beats))],
        offers=[words.offer(number, choice) for number, choice in trial.options],
        withheld=[words.refused(choice, trial.last.values) for _number, choice in trial.withheld],
        settings=[
            Setting(variable, words.value(place, trial.last.values), start[place])
            for place, variable in enumerate(script.variables)
        ],
        points=earned(turns),
        begin=begin,
        nodes=list(script.nodes.values()),
        unknown=bool(asked.begin) and begin is None,
        back=asked.url(given[:-1]) if given else "",
        again=asked.url(()),
    )


@dataclass(frozen=True)
class _Words:
    script: Script
    asked: Asked
    given: tuple[int, ...]
    spoken: Mapping[bool, str]

    def value(self, place: int, values: tuple[int, ...]) -> Any:
        return self.spoken[bool(values[place])] if self.script.variables[place].truth else values[place]

    def part(self, n: int, beat: Beat, *, fresh: bool) -> Part:
        heard = [self.heard(node, beat.shown[k + 1 :]) for k, node in enumerate(beat.shown)]
        return Part(self.reply(n, beat), heard, fresh)

    def heard(self, node: Node, after: tuple[Node, ...]) -> Heard:
        onward = after[0].key if node.kind == CHECK and after else ""
        return Heard(node, MOOD_WORDS.get(node.mood, ""), onward)

    def reply(self, n: int, beat: Beat) -> Given | None:
        if beat.turn is None:
            return None
        before = beat.turn.before
        changes = [
            Change(variable.name, self.value(place, before), self.value(place, beat.values))
            for place, variable in enumerate(self.script.variables)
            if before[place] != beat.values[place]
        ]
        return Given(beat.turn.choice.text, beat.turn.choice.shows, changes, self.asked.url(self.given[: n - 1]))

    def offer(self, number: int, choice: Choice) -> Offer:
        when = choice.when.text if choice.when else ""
        return Offer(choice.text, when, self.asked.url((*self.given, number)))

    def refused(self, choice: Choice, values: tuple[int, ...]) -> Offer:
        names = choice.when.names if choice.when else ()
        seen = [
            f"{variable.name} = {self.value(place, values)}"
            for place, variable in enumerate(self.script.variables)
            if variable.name in names
        ]
        return Offer(choice.text, choice.when.text if choice.when else "", reasons=tuple(seen))
