"""Large scenarios: as many nodes as wanted, and about as many states a node."""

from itertools import pairwise
from random import Random
from typing import Any

from tests.roleplays.engine.scripts import choice, node

# how far patience and trust go and how many yes/no there are, for about so many states of 500 nodes
SIZES = {1_000: (1, 0, 0), 3_000: (2, 1, 0), 10_000: (5, 1, 1), 30_000: (5, 5, 1), 100_000: (11, 9, 1)}
NODES = 500


def large(nodes: int, spread: tuple[int, int, int], *, wide: int = 5, seed: int = 7) -> dict[str, Any]:
    """`spread`: how far patience and trust go, and how many yes/no. Rows of `wide` nodes, the last of ends."""
    patience, trust, flags = spread
    dice = Random(seed)
    highs = {"patience": patience, "trust": trust} | {f"flag{n}": 1 for n in range(flags)}
    variables = [
        {"name": name, "kind": "yesno" if name.startswith("flag") else "number", "low": 0, "high": high, "shown": True}
        | {"start": high // 2}
        for name, high in highs.items()
    ]
    rows = [["start"], *([f"n{row}-{n}" for n in range(wide)] for row in range(nodes // wide))]
    found = [_node(dice, key, [*later, *later], highs) for row, later in pairwise(rows) for key in row]
    return {"variables": variables, "nodes": [*found, *(node(key, kind="end") for key in rows[-1])]}


def _node(dice: Random, key: str, later: list[str], highs: dict[str, int]) -> dict[str, Any]:
    if dice.random() < 0.1:
        return node(key, choice(f"{key}-0", later[1], when="patience <= 1"), kind="check", to=later[0])
    aims = dice.sample(later, 4)
    replies = [
        choice(
            f"{key}-{n}",
            aims[n],
            shows={dice.choice(("listen", "solve", "thank")): 2 - n},
            effects=_effects(dice, highs),
        )
        for n in range(3)
    ]
    replies.append(choice(f"{key}-3", aims[3], when="trust >= 1 or patience >= 1", effects=_effects(dice, highs)))
    return node(key, *replies)


def _effects(dice: Random, highs: dict[str, int]) -> dict[str, Any]:
    names = dice.sample(sorted(highs), dice.randint(1, 2))
    return {name: dice.random() < 0.5 if name.startswith("flag") else dice.randint(-2, 2) for name in names}
