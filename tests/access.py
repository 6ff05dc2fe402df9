"""The words of the access matrix (`tests/test_access.py`). Each room has rows in `tests/<room>/access_rows.py`:

    ROWS: dict[str, Row]          an answer for every URL name of the room
    THINGS: dict[str, Callable]   name -> function of (objects, person, team, other), called when a row asks

`person` and `team` are the new hire and their team, or somebody of another team (`other`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

ROLES = ("new_hire", "agent", "manager", "hr", "reviewer", "editor", "administrator", "other_manager")
MISSING_PK, MISSING_UID = 999_999, str(uuid4())
ALL = frozenset(ROLES)
LEADS = frozenset({"manager", "administrator"})
OTHER_LEADS = frozenset({"other_manager", "administrator"})
ANY_LEAD = frozenset({"manager", "other_manager", "administrator"})
ADMINS = frozenset({"administrator"})


@dataclass(frozen=True)
class Row:
    """`may`: who may open the own team's object; `may_other`: who may open the other team's.

    `get`, `post`: the status for those who may (405: the method is not for this URL). `public`: strangers too.
    """

    may: frozenset[str] = ALL
    may_other: frozenset[str] | None = None
    get: int = 200
    post: int = 405
    kwargs: Callable[["Objects", bool], dict[str, Any]] | None = None
    missing: dict[str, Any] | None = None
    public: bool = False
    special: dict[tuple[str, str], int] = field(default_factory=dict)
    once: bool = False  # the first who may takes it away; for the next it is gone
    data: Callable[["Objects", bool], dict[str, Any]] | None = None  # what is posted


class Things(dict[str, Any]):
    """What belongs to one person: made when first asked for."""

    def __init__(self, objects: "Objects", person: Any, team: Any, other: bool) -> None:
        super().__init__()
        self.asked_with = (objects, person, team, other)

    def __missing__(self, name: str) -> Any:
        self[name] = found = self.asked_with[0].makers[name](*self.asked_with)
        return found


@dataclass
class Objects:
    cast: Any
    course: Any
    makers: dict[str, Callable[..., Any]]
    made: dict[bool, Things] = field(default_factory=dict)


def uid_of(name: str) -> Callable[[Objects, bool], dict[str, Any]]:
    return lambda objects, other: {"uid": objects.made[other][name]}


def pk_of(name: str) -> Callable[[Objects, bool], dict[str, Any]]:
    return lambda objects, other: {"pk": objects.made[other][name]}


def person_and(name: str) -> Callable[[Objects, bool], dict[str, Any]]:
    return lambda objects, other: {"uid": objects.made[other]["person"], "pk": objects.made[other][name]}


NO_UID, NO_PK = {"uid": MISSING_UID}, {"pk": MISSING_PK}
NO_BOTH = {"uid": MISSING_UID, "pk": MISSING_PK}
LEADS_PERSON = {"may": LEADS, "may_other": OTHER_LEADS}
