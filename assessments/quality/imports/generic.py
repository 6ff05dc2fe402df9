"""A spreadsheet or a list of objects, a ticket each."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any, BinaryIO

from assessments.quality.masking import customer_key, keyed, mask

from . import problems, values
from .columns import places
from .findings import Findings
from .options import Options
from .problems import BadValue, Problem
from .reading import Row, read_table
from .rows import AgentRow, Message, TicketRow

NEEDED = ("external_id", "created_at")


def read(file: BinaryIO, options: Options, findings: Findings) -> Iterator[TicketRow]:
    """Every good line. Raises FileProblem when there is nothing to read."""
    table = read_table(file)
    found = places(table.headings, options.columns, options.constants)
    reader = _Reader(options, found, [mask(heading) for heading in table.headings], findings, table.items)
    for line in table.rows:
        row = reader.take(line)
        if row:
            yield row


class _Reader:
    def __init__(
        self, options: Options, found: dict[str, int], headings: list[str], findings: Findings, items: bool
    ) -> None:
        self.options, self.found, self.headings, self.items = options, found, headings, items
        self.places = list(found.items())
        self.findings = findings
        named = {*found, *options.constants}
        self.moments = [name for name in MOMENTS if name in named]
        self.minutes = [name for name in MINUTES if name in named]
        self.bad: list[Problem] = []
        self.line = 0
        self.cells: dict[str, Any] = {}

    def take(self, row: Row) -> TicketRow | None:
        self.line, self.bad = row[0], []
        self.cells = self._cells(row[1])
        self.findings.read += 1
        found = self._row()
        if self.bad:
            self.findings.refuse(self.bad)
            return None
        return found

    def _row(self) -> TicketRow | None:
        moments = NO_MOMENTS | {name: self._read(name, self._moment) for name in self.moments}
        external_id = self._read("external_id", _number) or ""
        for name in NEEDED:
            if self.cells.get(name) in (None, "") and not self.bad:
                self._problem(name, problems.MISSING)
        csat = self._read("csat", self._rating)
        minutes = NO_MINUTES | {name: self._read(name, values.minutes) for name in self.minutes}
        reopened = self._read("reopened", values.count) or 0
        created = moments["created_at"]
        if self.bad or created is None:
            return None
        first, solved = moments["first_reply_at"], moments["solved_at"]
        replied, took = self._durations(created, first, solved)
        rated = moments["csat_at"] or ((solved or created) if csat is not None else None)
        updated = moments["updated_at"] or max(filter(None, (created, first, solved, rated)))
        self.findings.unrated += csat is None
        return TicketRow(
            external_id=external_id,
            place=self.line,
            created_at=created,
            updated_at=updated,
            channel=self._text("channel")[:20].casefold(),
            subject=self._masked("subject")[:300],
            category=self._masked("category")[:120],
            customer_key=customer_key(self._text("customer"), self.options.key),
            agent=self._agent(),
            first_reply_at=first,
            solved_at=solved,
            reopened=reopened,
            csat=csat,
            csat_raw=self._text("csat")[:20] if csat is not None else "",
            csat_at=rated,
            csat_comment=self._masked("csat_comment"),
            first_response=_else(minutes["first_response"], replied),
            first_response_business=minutes["first_response_business"],
            resolution=_else(minutes["resolution"], took),
            resolution_business=minutes["resolution_business"],
            messages=list(self._messages(created, first)),
        )

    def _durations(
        self, created: datetime, first: datetime | None, solved: datetime | None
    ) -> tuple[float | None, float | None]:
        """Minutes until the reply and until the solution. Nothing is counted from moments that cannot both be right:
        which of them is wrong the file does not say."""
        wrong = _impossible(created, first, solved)
        if wrong:
            self.findings.note_impossible(self.line, wrong)
        replied = None if wrong in ("reply before created", "solved before reply") else values.since(created, first)
        took = None if wrong in ("solved before created", "solved before reply") else values.since(created, solved)
        return replied, took

    def _messages(self, created: datetime, first: datetime | None) -> Iterator[Message]:
        if question := self._masked("question"):
            yield Message("customer", created.isoformat(), question)
        if reply := self._masked("reply"):
            yield Message("agent", (first or created).isoformat(), reply)

    def _agent(self) -> AgentRow | None:
        """Known by e-mail (its keyed hash), else by number, else by the name as it is written."""
        return _agent_of(*(self._text(field) for field in ("agent", "agent_email", "agent_number")), self.options.key)

    # cells

    def _cells(self, row: list[Any]) -> dict[str, Any]:
        """By field, as the map means them."""
        cells = {name: row[place] for name, place in self.places if place < len(row)}
        for name, pairs in self.options.values.items():
            given = _text(cells.get(name, "")).casefold()
            if given in pairs:
                cells[name] = pairs[given]
        for name, value in self.options.constants.items():
            if cells.get(name) in (None, ""):
                cells[name] = value
        return cells

    def _text(self, name: str) -> str:
        value = self.cells.get(name, "")
        return value if type(value) is str else _text(value)

    def _masked(self, name: str) -> str:
        text = self._text(name)
        if len(text) > SHORT:
            return mask(text, self.options.region)
        return _short(text, self.options.region) if text else ""

    def _moment(self, value: Any) -> datetime:
        return values.moment(value, self.options.zone, self.options.dates)

    def _rating(self, value: Any) -> float | None:
        return values.rating(value, self.options.csat_scale)

    def _read(self, name: str, reader: Callable[[Any], Any]) -> Any:
        """None for an empty cell or a bad one, which is then a problem."""
        value = self.cells.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str) and value[0] in "=#" and name in CHECKED:
            self._problem(name, problems.FORMULA)
            return None
        try:
            return reader(value)
        except BadValue as bad:
            self._problem(name, bad.message, **bad.values_)
            return None

    def _problem(self, name: str, message: str, **details: object) -> None:
        """What the cell says is repeated masked: a problem is shown and logged."""
        told = {key: mask(value) if isinstance(value, str) else value for key, value in details.items()}
        heading = self.headings[self.found[name]] if name in self.found else name
        self.bad.append(Problem(self.line, heading, message, told, item=self.items))


def _impossible(created: datetime, first: datetime | None, solved: datetime | None) -> str:
    if first and first < created:
        return "reply before created"
    if solved and solved < created:
        return "solved before created"
    return "solved before reply" if first and solved and solved < first else ""


@lru_cache(maxsize=4096)
def _agent_of(name: str, email: str, number: str, key: bytes) -> AgentRow | None:
    if "@" in name:
        name, email = "", email or name
    if email:
        ref = f"mail:{keyed(email.casefold(), key)}"
    elif number:
        ref = f"number:{number}"[:80]
    elif name:
        ref = "name:" + hashlib.sha256(name.casefold().encode()).hexdigest()[:32]
    else:
        return None
    return AgentRow(ref, mask(name)[:120], email, number, name if " " not in name else "")


_short = lru_cache(maxsize=4096)(mask)  # subjects and categories come again and again
SHORT = 120
MOMENTS = ("created_at", "first_reply_at", "solved_at", "updated_at", "csat_at")
MINUTES = ("first_response", "first_response_business", "resolution", "resolution_business")
NO_MOMENTS: dict[str, Any] = dict.fromkeys(MOMENTS)
NO_MINUTES: dict[str, Any] = dict.fromkeys(MINUTES)
CHECKED = {*MOMENTS, *MINUTES, "csat", "reopened"}


def _number(value: Any) -> str:
    return values.short(_text(value), 64)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _else(given: float | None, counted: float | None) -> float | None:
    return counted if given is None else given
