"""Activity kinds: rooms above register them, so that rooms below open their things without knowing them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .verbs import COMPLETED, PASSED

if TYPE_CHECKING:
    from .models import Activity, GuestPass

DONE_BY = frozenset({COMPLETED, PASSED})


@dataclass(frozen=True)
class GuestDoor:
    """How somebody without an account does a thing of a kind. `page`: the address behind a secret; `result`: where
    those who may read what came of it do; `outcome`: a score (0–1) in words, with its tone."""

    page: Callable[[str], str]
    result: Callable[["GuestPass"], str]
    outcome: Callable[[float], tuple[str, str]]


@dataclass(frozen=True)
class ActivityKind:
    """`done_by`: the verbs that count as done. `certifies`: doing it earns a certificate.

    `practice`: 1 for what is offered first to somebody with a weak skill, 2 for what comes next, 0 for what is not
    offered. `library`: the name of the URL where all of the kind are searched. Kinds with practice stand in the
    practice library, except a `part` of something larger, such as a lesson. `guests`: how guests do it; None: they
    do not.
    """

    name: str
    title: Any
    icon: str
    url: Callable[["Activity"], str]
    done_by: frozenset[str] = DONE_BY
    certifies: Callable[["Activity"], bool] = lambda activity: False
    assignable: bool = True
    practice: int = 0
    part: bool = False
    library: str = ""
    guests: GuestDoor | None = None


activity_kinds: dict[str, ActivityKind] = {}


def register(kind: ActivityKind) -> None:
    activity_kinds[kind.name] = kind


def done_by(kind: str) -> frozenset[str]:
    """The verbs that count as done; the usual two for a kind whose room is switched off."""
    return activity_kinds[kind].done_by if kind in activity_kinds else DONE_BY
