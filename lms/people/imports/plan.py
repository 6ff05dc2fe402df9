from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .problems import Problem


@dataclass(frozen=True)
class Change:
    """What an existing person's line changes; `name` is a column, or "team" and "roles"."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Line:
    """A good line. `who`: family name, given name, patronymic and sign-in name as they will be; `fields`: what
    is written. `person`: the primary key of whom it is about, None for somebody new."""

    number: int
    who: tuple[str, str, str, str]
    fields: Mapping[str, Any]
    person: int | None = None
    team: str = ""
    team_role: str = ""
    roles: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def name(self) -> str:
        return " ".join(part for part in self.who[:3] if part)

    @property
    def username(self) -> str:
        return self.who[3]

    @property
    def outcome(self) -> str:
        """new, changed or unchanged."""
        if self.person is None:
            return "new"
        return "changed" if self.changes else "unchanged"


@dataclass(frozen=True)
class Plan:
    """`new_teams`: to be created, when that was allowed. `ignored`: headings that mean nothing to us."""

    lines: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()
    new_teams: tuple[str, ...] = ()
    missing_teams: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    count: int = 0

    @property
    def new(self) -> list[Line]:
        return [line for line in self.lines if line.outcome == "new"]

    @property
    def changed(self) -> list[Line]:
        return [line for line in self.lines if line.outcome == "changed"]

    @property
    def unchanged(self) -> int:
        return len(self.lines) - len(self.new) - len(self.changed)

    @property
    def bad_lines(self) -> int:
        return len({problem.line for problem in self.problems if problem.line})

    @property
    def unusable(self) -> bool:
        """Nothing in the file can be taken, good lines or not."""
        return any(problem.line == 0 for problem in self.problems)
