"""Clean scenarios from a seed: by the way they are made there is nothing to find in them.

Turns follow each other in layers; between them stand gates: checks, and stories that go on by themselves. In a turn
the best reply is worth the same at every node of its layer, is always offered and costs no patience, so that whoever
always gives it earns all there is. A condition is written only where a walk that really comes there fulfils it.
Rounds come to nothing: one is led aside for no points, or gains some and gives them back.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

from .scripts import choice, node

SKILLS = ("listen", "apologise", "solve", "thank")
WORDS = ("I see", "sorry", "that is on us", "we shall bring it", "today", "please tell me", "thank you", "at once")
MOST_KEPT = 12  # walks remembered a node

Values = dict[str, int]
Guard = tuple[str, Callable[[Values], bool]]


@dataclass(frozen=True)
class Size:
    """Turns of the talk; the most nodes of one turn; how far patience and trust may go; how many yes/no there are."""

    turns: int
    wide: int = 3
    patience: int = 5
    trust: int = 3
    flags: int = 1


def clean(seed: int, size: Size | None = None) -> dict[str, Any]:
    dice = Random(seed)
    size = size or Size(dice.randint(3, 6), dice.randint(1, 3), dice.randint(3, 5), 3, dice.randint(0, 2))
    return _Maker(dice, size).made()


class _Maker:
    def __init__(self, dice: Random, size: Size) -> None:
        self.dice, self.size = dice, size
        self.high = {"patience": size.patience, "trust": size.trust} | {f"flag{n}": 1 for n in range(size.flags)}
        self.start = {name: high // 2 for name, high in self.high.items()}
        self.nodes: list[dict[str, Any]] = []
        self.walks: dict[str, list[Values]] = {"t0-0": [self.start]}
        self.read: set[str] = set()
        self.gone = False

    def made(self) -> dict[str, Any]:
        layer = ["t0-0"]
        for turn in range(self.size.turns):
            gates = [f"g{turn}-{n}" for n in range(self.dice.randint(1, self.size.wide))]
            best = self.dice.randint(1, 3) if turn == 0 or self.dice.random() < 0.85 else 0
            for key in layer:
                self.turn(key, best, gates)
            last = turn == self.size.turns - 1
            layer = [f"end{n}" if last else f"t{turn + 1}-{n}" for n in range(self.dice.randint(1, self.size.wide))]
            for key in gates:
                if key in self.walks:
                    self.gate(key, layer)
            layer = [key for key in layer if key in self.walks]
        self.nodes += [node(key, kind="end") for key in [*layer, *(["gone"] if self.gone else [])]]
        return {"variables": list(self.variables()), "nodes": self.nodes}

    def variables(self) -> Iterable[dict[str, Any]]:
        for name, high in self.high.items():
            kind = "yesno" if name.startswith("flag") else "number"
            shown = name not in self.read
            yield {
                "name": name,
                "label": name,
                "kind": kind,
                "low": 0,
                "high": high,
                "start": self.start[name],
                "shown": shown,
            }

    def come(self, key: str, walks: Iterable[Values]) -> None:
        kept = self.walks.setdefault(key, [])
        kept += [walk for walk in walks if walk not in kept][: MOST_KEPT - len(kept)]

    # turns

    def turn(self, key: str, best: int, aims: list[str]) -> None:
        walks = self.walks[key]
        dull = best == 0 and self.dice.random() < 0.6  # perhaps no reply is offered, and the talk goes on by itself
        replies = [self.reply(f"{key}-best", best, walks, aims, lead=True, guarded=dull)]
        for n in range(self.dice.randint(1, 3)):
            replies.append(self.reply(f"{key}-{n}", self.lesser(best), walks, aims, guarded=dull))
        aside = []
        if not dull and self.dice.random() < 0.3:
            away, *aside = self.aside(key, best)
            replies.append(away)
        to = replies[0]["to"] if dull else ""
        self.dice.shuffle(replies)
        if key == "t0-0":  # here the best reply is neither the first nor the longest
            short = self.reply(f"{key}-low", best - 1, walks, aims)
            replies = [short | {"text": " ".join(WORDS * 3)}, *replies]
        kind = self.dice.choice(["customer", "customer", "customer", "narration"])
        self.nodes += [node(key, *replies, kind=kind, to=to), *aside]

    def lesser(self, best: int) -> int:
        return self.dice.randint(-2, best) if best else 0

    def reply(
        self, uid: str, worth: int, walks: list[Values], aims: list[str], *, lead: bool = False, guarded: bool = False
    ) -> dict[str, Any]:
        effects, to = self.effects(lead=lead), self.dice.choice(aims)
        item = choice(uid, to, shows=self.shows(worth), effects=effects, text=self.words())
        if guarded or (not lead and self.dice.random() < 0.4):
            item["when"], holds = self.guard(self.dice.choice(walks))
            walks = [walk for walk in walks if holds(walk)]
        self.come(to, [self.after(walk, effects) for walk in walks])
        return item

    def aside(self, key: str, best: int) -> tuple[dict[str, Any], dict[str, Any]]:
        """(a reply, the node it leads to): one is led aside and comes back as rich as before, perhaps less patient."""
        there, gain = f"{key}-aside", self.dice.randint(0, best)
        away = choice(f"{key}-away", there, shows={"solve": gain}, effects=self.effects(), text=self.words())
        if not gain:
            return away, node(there, kind="narration", to=key)
        back = choice(f"{there}-back", key, shows={"solve": -gain}, effects=self.effects(), text=self.words())
        return away, node(there, back)

    def shows(self, worth: int) -> dict[str, int]:
        one, other = self.dice.sample(SKILLS, 2)
        moved = self.dice.choice([0, 0, 1, -1])
        return {name: points for name, points in ((one, worth - moved), (other, moved)) if points}

    def words(self) -> str:
        return " ".join(self.dice.choices(WORDS, k=self.dice.randint(2, 9)))

    def effects(self, *, lead: bool = False) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in self.dice.sample(sorted(self.high), self.dice.randint(0, 2)):
            if name.startswith("flag"):
                found[name] = self.dice.random() < 0.6
            elif name == "trust" and self.dice.random() < 0.2:
                found[name] = {"set": self.dice.randint(0, self.size.trust)}
            else:
                found[name] = self.dice.randint(0 if lead else -3, 3)
        return found

    def after(self, walk: Values, effects: dict[str, Any]) -> Values:
        found = dict(walk)
        for name, amount in effects.items():
            sets = isinstance(amount, dict)
            wanted = amount["set"] if sets else int(amount) if name.startswith("flag") else walk[name] + amount
            found[name] = min(self.high[name], max(0, wanted))
        return found

    def guard(self, walk: Values) -> Guard:
        """A condition this walk fulfils."""
        text, holds = self.simple(walk)
        if self.dice.random() < 0.3:
            more, too = self.simple(walk)
            return f"{text} and ({more})", lambda values: holds(values) and too(values)
        if self.dice.random() < 0.2:
            more, too = self.simple(self.start)
            return f"{text} or not ({more})", lambda values: holds(values) or not too(values)
        return text, holds

    def simple(self, walk: Values) -> Guard:
        name = self.dice.choice(sorted(self.high))
        self.read.add(name)
        if name.startswith("flag"):
            wanted = walk[name]
            return (name if wanted else f"not {name}"), lambda values: values[name] == wanted
        if self.dice.random() < 0.5:
            least = self.dice.randint(0, walk[name])
            return f"{name} >= {least}", lambda values: values[name] >= least
        most = self.dice.randint(walk[name], self.high[name])
        return f"{name} <= {most}", lambda values: values[name] <= most

    # between turns

    def gate(self, key: str, aims: list[str]) -> None:
        walks = self.walks[key]
        name = self.dice.choice(sorted(self.high))
        steps = sorted({walk[name] for walk in walks})[:-1][:2]
        if not steps or name.startswith("flag") or self.dice.random() < 0.4:
            to = self.dice.choice(aims)
            self.nodes.append(node(key, kind="narration", to=to))
            self.come(to, walks)
            return
        self.read.add(name)
        branches = []
        for number, step in enumerate(steps):
            away = name == "patience" and number == 0 and step < self.start[name] and self.dice.random() < 0.5
            self.gone |= away
            to = "gone" if away else self.dice.choice(aims)
            branches.append(choice(f"{key}-{number}", to, when=f"{name} <= {step}"))
            self.come(to, [walk for walk in walks if walk[name] <= step])
            walks = [walk for walk in walks if walk[name] > step]
        to = self.dice.choice(aims)
        self.nodes.append(node(key, *branches, kind="check", to=to))
        self.come(to, walks)
