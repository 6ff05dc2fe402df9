"""What the company knows already, as plain data: a snapshot that checking needs no database for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class KnownTeam:
    pk: int
    name: str
    closed: bool = False


@dataclass(frozen=True)
class KnownPerson:
    """`fields`: the columns of a person by their model names. `teams`: open memberships, team → role."""

    pk: int
    fields: Mapping[str, Any]
    teams: Mapping[str, str] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()
    left_on: date | None = None

    @property
    def username(self) -> str:
        return str(self.fields["username"])


@dataclass(frozen=True)
class Known:
    """`other_names`: sign-in names that are taken by people nobody may be matched with."""

    today: date
    people: tuple[KnownPerson, ...] = ()
    teams: tuple[KnownTeam, ...] = ()
    country: str = ""
    other_names: frozenset[str] = frozenset()

    def by(self, name: str) -> dict[str, KnownPerson]:
        """Lower-cased value of a field → who has it."""
        return {str(person.fields[name]).casefold(): person for person in self.people if person.fields[name]}
