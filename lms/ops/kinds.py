"""What kinds of job, letter and private file there are. Rooms register theirs in `ready()`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

    from .models import Job, Notification, PrivateFile


class Progress(Protocol):
    """Given to a job's work: says how far it is, keeps the lease, raises `Cancelled` when asked to stop."""

    def __call__(self, done: int, total: int = 0) -> None: ...


class Cancelled(Exception):
    """The owner pressed cancel while the job was running."""


class LeaseLost(Exception):
    """Another worker took the job over; this one's result is dropped."""


class JobError(Exception):
    """Raised by a job's work: trying again will not help, and the text tells the owner what happened and the cure."""


@dataclass(frozen=True)
class JobKind:
    """`work` runs outside any transaction and may run twice; `store` runs inside the one that ends the job.

    A living worker keeps its lease by itself, for at most `limit_seconds`; `lease_seconds` is how long a
    killed one is waited for. `store` may return `{"file": uid}` of a private file and `{"url": path}`: the
    result page offers both. `template`: a fragment of the room's own for the result page; it sees `job`.
    """

    name: str
    title: Any
    work: Callable[["Job", Progress], Mapping[str, Any]]
    store: Callable[["Job", Mapping[str, Any]], Mapping[str, Any]] = lambda job, payload: payload
    lease_seconds: int = 20
    limit_seconds: int = 3600
    attempts: int = 5
    template: str = ""


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str = ""


@dataclass(frozen=True)
class NotificationKind:
    """`write` returns the letter, or None when there is no longer anything to say.

    `reasons`: the words for each reason code, as an answer to “why did I get this”.
    """

    name: str
    title: Any
    write: Callable[["Notification"], Letter | None]
    reasons: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FileKind:
    """`may_fetch` decides whether this person may download this file."""

    name: str
    may_fetch: Callable[["AbstractBaseUser", "PrivateFile"], bool]


job_kinds: dict[str, JobKind] = {}
notification_kinds: dict[str, NotificationKind] = {}
file_kinds: dict[str, FileKind] = {}
_OPERATORS: list[Callable[[Any], bool]] = []


def register(*kinds: JobKind | NotificationKind | FileKind) -> None:
    for kind in kinds:
        if isinstance(kind, JobKind):
            job_kinds[kind.name] = kind
        elif isinstance(kind, NotificationKind):
            notification_kinds[kind.name] = kind
        else:
            file_kinds[kind.name] = kind


def register_operators(rule: Callable[[Any], bool]) -> None:
    """A room that knows roles says here who looks after the installation: they see all jobs and the health details."""
    _OPERATORS.append(rule)


def may_see_all_jobs(person: Any) -> bool:
    return any(rule(person) for rule in _OPERATORS)
