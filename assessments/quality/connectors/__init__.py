"""Help desks we fetch tickets from: one module a system in `systems/`, found by its being there (decision 0014).

A connector says what its set-up page asks for, tests what was typed, gives pages of raw items with the cursor behind
them, and makes masked rows of a page. It writes nothing and keeps nothing.
"""

import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import Any, ClassVar

from assessments.quality import sources
from assessments.quality.imports import Options, Problem, TicketRow

from .asking import Ask, Trouble

Settings = Mapping[str, str]
Cursor = dict[str, Any]
NO_STEPS: tuple[Any, ...] = ()


@dataclass(frozen=True)
class SetupField:
    """One thing the set-up page asks for. A secret one is stored sealed and never shown again.

    `clean`: makes the value ours, or raises ValueError with a sentence.
    """

    name: str
    label: Any
    hint: Any = ""
    secret: bool = False
    required: bool = True
    clean: Callable[[str], str] = str.strip


@dataclass(frozen=True)
class Finding:
    """What a test of the connection found, in a sentence; a bad one says the cure."""

    good: bool
    text: str


@dataclass(frozen=True)
class Page:
    """`items`: raw, as the system gives them; they live only as long as the page is read. `cursor`: where to go on."""

    items: Mapping[str, Any]
    cursor: Cursor
    last: bool


@dataclass(frozen=True)
class Read:
    """Of one page: each ticket once, in its newest version; and what could not be read, with its place."""

    rows: list[TicketRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class HookRefused(Exception):
    """A call that did not come from the help desk, or not now. `status`: 401 forged, 403 stale or replayed."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Connector:
    """What every system has. Sentences may be lazy; `steps` and `hook_steps` are read in order on the set-up page."""

    name: ClassVar[str]
    label: ClassVar[Any]
    about: ClassVar[Any]
    fields: ClassVar[tuple[SetupField, ...]]
    steps: ClassVar[tuple[Any, ...]] = NO_STEPS
    hook_steps: ClassVar[tuple[Any, ...]] = NO_STEPS
    ratings: ClassVar[Any] = ""  # what of customers' ratings can and cannot be read
    pulls: ClassVar[bool] = True
    every: ClassVar[int] = 300  # seconds between two looks
    pages_a_turn: ClassVar[int] = 10
    rest: ClassVar[int] = 5  # seconds between two turns while there is more
    hook_delay: ClassVar[int] = 5  # seconds after a call until its ticket can be read

    def ask(self, settings: Settings, **options: Any) -> Ask:
        raise NotImplementedError

    def test(self, settings: Settings, ask: Ask) -> list[Finding]:
        raise NotImplementedError

    def pull(self, settings: Settings, cursor: Cursor, ask: Ask) -> Iterator[Page]:
        """From the cursor on, oldest changes first; an empty one begins at `settings["since"]`. Raises Trouble."""
        raise NotImplementedError

    def rows(self, items: Mapping[str, Any], options: Options) -> Read:
        raise NotImplementedError

    def check_hook(self, headers: Mapping[str, str], body: bytes, settings: Settings, now: datetime) -> str:
        """The key by which a second delivery is known; "" where the system does not sign. Raises HookRefused."""
        return ""


CONNECTORS: dict[str, Connector] = {}


def register(connector: Connector) -> None:
    CONNECTORS[connector.name] = connector
    sources.register(connector.name, connector.label)


def discover() -> None:
    """Called once, when the apps are ready."""
    from . import systems

    for module in pkgutil.iter_modules(systems.__path__):
        import_module(f"{systems.__name__}.{module.name}")


__all__ = [
    "CONNECTORS",
    "Ask",
    "Connector",
    "Cursor",
    "Finding",
    "HookRefused",
    "Page",
    "Read",
    "Settings",
    "SetupField",
    "Trouble",
    "discover",
    "register",
]
