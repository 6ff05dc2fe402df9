"""The written replies as cases, and how well own words are understood: the figures of `docs/own-words.md`."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time

import yaml

from roleplays.formats import scenario_yaml
from roleplays.ownwords import SURE, UNSURE, Offered, hear, semantic
from roleplays.ownwords.deciding import MEANING, PHRASES, lead_of, nearness

REPLIES = Path(__file__).parent / "replies.yaml"
LIBRARY = Path("fixtures/library/roleplays")
TRAINING, TEST = "training", "test"
NEAR = "near"
NO_REPLY = (0, NEAR)


@dataclass(frozen=True)
class Case:
    """`meant`: the uid of the reply it should be taken for; empty: it fits none, though it may come `near`."""

    language: str
    node: str
    text: str
    meant: str
    offered: tuple[Offered, ...]
    near: bool = False

    @property
    def bare(self) -> "Case":
        """As if the author had given no other ways to say a reply."""
        return replace(self, offered=tuple(Offered(one.uid, one.texts[:1]) for one in self.offered))


@cache
def cases(half: str) -> tuple[Case, ...]:
    part = yaml.safe_load(REPLIES.read_text(encoding="utf-8"))[half]
    file = scenario_yaml.read((LIBRARY / f"{part['scenario']}.yaml").read_text(encoding="utf-8"))
    return tuple(_cases(part["nodes"], file))


def _cases(nodes: dict, file: scenario_yaml.ScenarioFile) -> Iterator[Case]:
    for language, body in file.bodies.items():
        there = {node["key"]: node["choices"] for node in body["nodes"]}
        for key, groups in nodes.items():
            offered = tuple(Offered(one["uid"], (one["text"], *one["phrases"])) for one in there[key])
            for number, texts in groups[language].items():
                meant = offered[number - 1].uid if number not in NO_REPLY else ""
                yield from (Case(language, key, text, meant, offered, near=number == NEAR) for text in texts)


@dataclass(frozen=True)
class Figures:
    """Shares 0–1. `first`: of replies that fit, how many have theirs in the first place; `sure_right`: of those that
    went on by themselves, how many as what was meant; `asked_right`: of those asked about, how many with the right one
    among the two or three; `accepted`: of what fits nothing, how much went on all the same."""

    count: int
    off_topic: int
    first: float
    sure: float
    sure_right: float
    asked: float
    asked_right: float
    missed: float
    accepted: float
    off_asked: float
    p95: float  # milliseconds of processor time a reply, the replies of the node having been read once
    wall95: float  # the same by the clock on the wall: what else runs here counts


def figures(half: str, *, model: bool, bare: bool = False) -> Figures:
    rows = [case.bare if bare else case for case in cases(half)]
    if model:  # as on a server that has been running for a while: the replies are read, what is typed is new
        semantic.forget()
        for case in rows:
            semantic.warm(case.offered)
    heard, times, walls = [], [], []
    for case in rows:
        start, wall = process_time(), perf_counter()
        heard.append(hear(case.text, case.offered, model=model))
        times.append(1000 * (process_time() - start))
        walls.append(1000 * (perf_counter() - wall))
    pairs = list(zip(rows, heard, strict=True))
    fit = [(case, answer) for case, answer in pairs if case.meant]
    off = [answer for case, answer in pairs if not case.meant]
    sure = [(case, answer) for case, answer in fit if answer.kind == SURE]
    asked = [(case, answer) for case, answer in fit if answer.kind == UNSURE]
    return Figures(
        count=len(rows),
        off_topic=len(off),
        first=sum(_first(case, model) == case.meant for case, _ in fit) / len(fit),
        sure=len(sure) / len(fit),
        sure_right=_share(answer.guesses[0].uid == case.meant for case, answer in sure),
        asked=len(asked) / len(fit),
        asked_right=_share(case.meant in {guess.uid for guess in answer.guesses} for case, answer in asked),
        missed=1 - (len(sure) + len(asked)) / len(fit),
        accepted=_share(answer.kind == SURE for answer in off),
        off_asked=_share(answer.kind == UNSURE for answer in off),
        p95=sorted(times)[int(0.95 * len(times))],
        wall95=sorted(walls)[int(0.95 * len(walls))],
    )


@dataclass(frozen=True)
class Bin:
    """Replies of about the same confidence: its mean, how many were right, how many there are."""

    confidence: float
    right: float
    count: int


def calibration(half: str, *, model: bool, bins: int = 6) -> list[Bin]:
    """All replies, also those that fit nothing, by confidence into bins of the same size."""
    found = sorted(_judged(case, model) for case in cases(half))
    edges = [round(n * len(found) / bins) for n in range(bins + 1)]
    return [_bin(found[a:b]) for a, b in pairwise(edges)]


def _judged(case: Case, model: bool) -> tuple[float, bool]:
    fit = MEANING if model else PHRASES
    near = nearness(case.text, case.offered, fit.meaning)
    return fit.confidence(max(near), lead_of(near)), case.offered[near.index(max(near))].uid == case.meant


def _bin(found: list[tuple[float, bool]]) -> Bin:
    return Bin(sum(one for one, _ in found) / len(found), sum(right for _, right in found) / len(found), len(found))


def _share(found: Iterator[bool]) -> float:
    values = list(found)
    return sum(values) / len(values) if values else 1.0


def _first(case: Case, model: bool) -> str:
    """The likeliest reply, however sure."""
    near = nearness(case.text, case.offered, (MEANING if model else PHRASES).meaning)
    return case.offered[near.index(max(near))].uid
