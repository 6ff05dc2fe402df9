"""Is a scenario sound? Everything in measures §9, each finding with the node and the shortest way to it.

The top score is attainable by what it is: the most that some complete run earns. What can be out of reach is the top
for somebody who gives the best reply every time: because that reply shuts out a later one, or ends the talk sooner
than a mistake that can be made good for more. `unattainable_top` names the first node where the reply with the most
points leads away from the full score. It is a warning: a scenario may want to teach just that.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .reading import read_script
from .scoring import Bounds
from .script import CHECK, Choice, Finding, Node, Script

MOST_STATES = 2_000_000
FEW_TO_JUDGE = 3  # nodes with a choice, before a habit of the author can be told from chance


@dataclass(frozen=True)
class Report:
    """`bounds`: None while there are errors. `states`: how many there are; `words`: what there is to read.

    `minutes`: of the shortest and of the longest run, the latter None when a loop makes them endless.
    """

    script: Script
    findings: tuple[Finding, ...]
    bounds: Bounds | None
    states: int
    words: int
    minutes: tuple[float, float | None] | None = None

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
    words = _words(script)
    if not script.nodes:
        return Report(script, tuple(found), None, 0, words)
    from .tracing import trace  # numpy and scipy: most processes never ask

    traced = trace(script, most, found)
    findings = (*traced.findings, *_unused(script), *_habits(script))
    folded = traced.folded
    if folded is None or any(finding.level == "error" for finding in findings):
        return Report(script, findings, None, traced.states, words)
    return Report(script, findings, folded.bounds, traced.states, words, folded.minutes)


def _targets(script: Script) -> Iterator[Finding]:
    for node in script.nodes.values():
        if node.to and node.to not in script.nodes:
            yield Finding("missing_target", node=node.key, detail=node.to)
        for number, choice in enumerate(node.choices, 1):
            if choice.to and choice.to not in script.nodes:
                yield Finding("missing_target", node=node.key, number=number, detail=choice.to)


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


def _words(script: Script) -> int:
    texts = [node.text for node in script.nodes.values()]
    texts += [choice.text for node in script.nodes.values() if node.kind != CHECK for choice in node.choices]
    return sum(len(text.split()) for text in texts)
