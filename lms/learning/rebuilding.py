"""The registry of projections: what is stored, against what the facts say. Rooms register theirs in `ready()`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models

Values = tuple[dict[str, Any], dict[str, Any]]


@dataclass(frozen=True)
class Projection:
    """`compute` yields unsaved rows in the order of `key` (attribute names of whole numbers).

    `tolerances`: fields that may differ by so much; all others must be equal. `values`: how a stored and a
    computed row are put side by side; default: their fields as they are.
    """

    name: str
    model: type[models.Model]
    key: tuple[str, ...]
    compute: Callable[[], Iterator[models.Model]]
    tolerances: Mapping[str, float] = field(default_factory=dict)
    values: Callable[[models.Model, models.Model], Values] | None = None

    def key_of(self, row: models.Model) -> tuple[int, ...]:
        return tuple(getattr(row, name) for name in self.key)

    def fields_of(self, row: models.Model) -> dict[str, Any]:
        names = [f.attname for f in self.model._meta.concrete_fields if not f.primary_key]
        return {name: getattr(row, name) for name in names if name not in self.key}

    def stored(self) -> Iterator[models.Model]:
        return self.model._default_manager.order_by(*self.key).iterator(chunk_size=2000)


@dataclass(frozen=True)
class Difference:
    """`what`: differs, missing (the facts know it, the table does not) or extra. `fields`: (stored, computed)."""

    projection: str
    what: str
    key: Mapping[str, int]
    fields: Mapping[str, tuple[Any, Any]]

    def __str__(self) -> str:
        where = " ".join(f"{name}={value}" for name, value in self.key.items())
        said = "; ".join(f"{name}: stored {a}, from the facts {b}" for name, (a, b) in self.fields.items())
        return f"{self.projection} {where} {self.what}: {said}"


_PROJECTIONS: dict[str, Projection] = {}


def register_projection(
    name: str,
    model: type[models.Model],
    key: tuple[str, ...],
    compute: Callable[[], Iterator[models.Model]],
    tolerances: Mapping[str, float] | None = None,
    values: Callable[[models.Model, models.Model], Values] | None = None,
) -> None:
    _PROJECTIONS[name] = Projection(name, model, key, compute, tolerances or {}, values)


def projections() -> list[Projection]:
    return list(_PROJECTIONS.values())


def hold_still(*tables: type[models.Model]) -> None:
    """Until the transaction ends nobody else adds facts. SQLite's write transactions exclude each other anyway."""
    if connection.vendor == "postgresql":
        names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in tables)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN SHARE MODE")


def differences(projection: Projection) -> Iterator[Difference]:
    """Walks both in the order of the key, holding one row of each."""
    stored, computed = projection.stored(), projection.compute()
    have, want = next(stored, None), next(computed, None)
    while have is not None or want is not None:
        order = _order(projection, have, want)
        if order == 0 and have is not None and want is not None:
            yield from _compared(projection, have, want)
        elif order < 0 and have is not None:
            yield _lonely(projection, "extra", have)
        elif want is not None:
            yield _lonely(projection, "missing", want)
        have = next(stored, None) if order <= 0 else have
        want = next(computed, None) if order >= 0 else want


def _order(projection: Projection, have: models.Model | None, want: models.Model | None) -> int:
    """Negative: `have` comes first; positive: `want` does; 0: the same key."""
    if have is None or want is None:
        return 1 if have is None else -1
    left, right = projection.key_of(have), projection.key_of(want)
    return (left > right) - (left < right)


def _compared(projection: Projection, have: models.Model, want: models.Model) -> Iterator[Difference]:
    beside = projection.values or (lambda a, b: (projection.fields_of(a), projection.fields_of(b)))
    old, new = beside(have, want)
    unlike = {
        name: (old[name], new[name]) for name in old if not _same(old[name], new[name], projection.tolerances.get(name))
    }
    if unlike:
        yield Difference(projection.name, "differs", _named(projection, have), unlike)


def _same(old: Any, new: Any, tolerance: float | None) -> bool:
    if tolerance is None or old is None or new is None:
        return bool(old == new)
    return bool(abs(old - new) <= tolerance)


def _lonely(projection: Projection, what: str, row: models.Model) -> Difference:
    fields = projection.fields_of(row)
    sides = {n: (v, None) if what == "extra" else (None, v) for n, v in fields.items()}
    return Difference(projection.name, what, _named(projection, row), sides)


def _named(projection: Projection, row: models.Model) -> dict[str, int]:
    return dict(zip(projection.key, projection.key_of(row), strict=True))
