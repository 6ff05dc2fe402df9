"""A whole file, read once: every problem named, every good line masked, and kept aside to be written afterwards, or
handed on while the rest is read."""

import io
import pickle
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Any, BinaryIO

from . import freshdesk, generic, zendesk
from .findings import Findings
from .options import Options
from .problems import TOO_BIG, FileProblem, Problem
from .reading import LARGEST_FILE
from .rows import AgentRow, Line, TicketRow, line_of

Progress = Callable[[int], None]
Reader = Callable[[BinaryIO, Options, Findings], Iterator[TicketRow]]
READERS: dict[str, Reader] = {"generic": generic.read, "zendesk": zendesk.read, "freshdesk": freshdesk.read}
IN_MEMORY = 4 * 1024 * 1024
FIRST, EVERY, BUNDLE = 6, 2000, 500


class Aside(AbstractContextManager["Aside"]):
    """Lines waiting to be written: in memory, and beyond 4 MB in a file without a name, which no crash leaves behind.

    Reading may be repeated.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.file = SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(folder) if folder else None)  # noqa: SIM115  closed by close()
        self.waiting: list[tuple[Any, ...]] = []
        self.count = self.bundles = 0

    def add(self, line: Line) -> None:
        self.waiting.append(tuple(line))
        self.count += 1
        if len(self.waiting) == BUNDLE:
            self._put()

    def _put(self) -> None:
        pickle.dump(self.waiting, self.file, protocol=pickle.HIGHEST_PROTOCOL)
        self.bundles += 1
        self.waiting = []

    def __iter__(self) -> Iterator[Line]:
        if self.waiting:
            self._put()
        self.file.seek(0)
        for _ in range(self.bundles):
            bundle = pickle.load(self.file)  # noqa: S301  our own file, which nobody else can open
            yield from map(Line._make, bundle)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.file.close()


@dataclass(frozen=True)
class Checked:
    """`lines`: of every good row, also where a ticket comes more than once. Problems: nothing is taken.

    `first`: a few rows to show. Of what is only being read all of it grows while `lines` are asked for, which end with
    the first problem, though the file is read on for others.
    """

    source: str
    lines: Iterable[Line]
    findings: Findings
    agents: dict[str, AgentRow] = field(default_factory=dict)
    first: list[TicketRow] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        return self.findings.problems

    @property
    def count(self) -> int:
        """Rows that may be taken."""
        return self.findings.read - self.findings.refused


@dataclass(frozen=True)
class CheckedWhole(Checked):
    lines: Aside


def check(
    content: bytes | BinaryIO,
    source: str,
    options: Options,
    *,
    limit: int | None = LARGEST_FILE,
    folder: Path | None = None,
    progress: Progress = lambda done: None,
) -> CheckedWhole:
    """The whole file. Raises FileProblem when it cannot be read, KeyError for a source nobody knows.

    `folder`: where lines are kept aside. `progress` is told how many bytes were read.
    """
    being_read = reading(content, source, options, limit=limit, progress=progress)
    aside = Aside(folder)
    for line in being_read.lines:
        aside.add(line)
    return CheckedWhole(source, aside, being_read.findings, being_read.agents, being_read.first)


def reading(
    content: bytes | BinaryIO,
    source: str,
    options: Options,
    *,
    limit: int | None = LARGEST_FILE,
    progress: Progress = lambda done: None,
) -> Checked:
    """The same, but nothing is read before `lines` are asked for, and then once. FileProblem may come meanwhile."""
    file = io.BytesIO(content) if isinstance(content, bytes) else content
    reader, findings = READERS[source], Findings()
    _measure(file, limit)
    agents: dict[str, AgentRow] = {}
    first: list[TicketRow] = []

    def lines() -> Iterator[Line]:
        for number, row in enumerate(reader(file, options, findings), 1):
            if row.agent and row.agent.ref not in agents:
                agents[row.agent.ref] = row.agent
            if number <= FIRST:
                first.append(row)
            if number % EVERY == 0:
                progress(file.tell())
            if not findings.refused:
                yield line_of(row, options.days_in)

    return Checked(source, lines(), findings, agents, first)


def _measure(file: BinaryIO, limit: int | None) -> None:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if limit is not None and size > limit:
        raise FileProblem(TOO_BIG, limit=limit // 1024 // 1024)
