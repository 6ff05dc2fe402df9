from collections import Counter
from dataclasses import dataclass, field

from .problems import Problem

MOST = 1000


@dataclass
class Findings:
    """What was noticed while a file was read. Of very many problems the first thousand are kept, all are counted."""

    read: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)
    unrated: int = 0
    impossible: list[tuple[int, str]] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    def refuse(self, found: list[Problem]) -> None:
        """One row, for these reasons."""
        self.refused += 1
        self.problems += found[: max(0, MOST - len(self.problems))]

    def note_impossible(self, place: int, kind: str) -> None:
        """The row is taken, without the figures that rest on it."""
        self.kinds[kind] += 1
        if len(self.impossible) < MOST:
            self.impossible.append((place, kind))
