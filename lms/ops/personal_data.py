"""The personal-data registry: for every field of every model of ours, what happens when a person is
exported or forgotten. A test fails for a field without a declaration.

`erase` maps a field to the value it gets (or a callable of the row); `keep` names fields that say nothing
about a person once the row behind the subject id is blank. `delete=True` removes the person's rows whole.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models


@dataclass(frozen=True)
class Declaration:
    model: type[models.Model]
    subject: str  # lookup from the row to the person: "person", "self" or "" when nobody in particular
    export: frozenset[str] = frozenset()
    erase: Mapping[str, Any | Callable[[models.Model], Any]] = field(default_factory=dict)
    keep: frozenset[str] = frozenset()
    delete: bool = False
    before_delete: Callable[[models.Model], None] | None = None

    def declared(self) -> set[str]:
        return set(self.export) | set(self.erase) | set(self.keep)


_DECLARATIONS: dict[type[models.Model], Declaration] = {}


def declare(
    model: type[models.Model],
    *,
    subject: str = "",
    export: tuple[str, ...] = (),
    erase: Mapping[str, Any] | None = None,
    keep: tuple[str, ...] = (),
    delete: bool = False,
    before_delete: Callable[[models.Model], None] | None = None,
) -> None:
    _DECLARATIONS[model] = Declaration(
        model, subject, frozenset(export), erase or {}, frozenset(keep), delete, before_delete
    )


def declarations() -> list[Declaration]:
    return list(_DECLARATIONS.values())


def declaration_of(model: type[models.Model]) -> Declaration | None:
    return _DECLARATIONS.get(model)
