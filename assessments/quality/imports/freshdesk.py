"""Freshdesk's tickets: its CSV, or JSON as its API gives them (`/api/v2/tickets?include=stats,requester`).

JSON is a list of tickets, or one object with `tickets` and what else was fetched: `agents`, `conversations` and
`satisfaction_ratings`. Codes are those of the public API reference, https://developers.freshdesk.com/api/.
"""

import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, BinaryIO

from assessments.quality.masking import customer_key, mask

from . import generic, problems, values
from .findings import Findings
from .options import Options
from .problems import BadValue, FileProblem, Problem
from .reading import decoded, objects_of, start_of
from .rows import AgentRow, Message, TicketRow

SOLVED = {4, 5}
CHANNELS = {1: "e-mail", 2: "form", 3: "phone", 7: "chat", 9: "form", 10: "e-mail"}
# seven faces; “happy” is a good rating, “neutral” is none
RATINGS = {103: 1.0, 102: 0.9, 101: 0.8, 100: 0.5, -101: 0.25, -102: 0.125, -103: 0.0}
Item = Mapping[str, Any]


def read(file: BinaryIO, options: Options, findings: Findings) -> Iterator[TicketRow]:
    """Every good ticket; a list is read one by one, an object with its parts whole. Raises FileProblem."""
    start = start_of(file).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start not in (b"[", b"{"):
        yield from generic.read(file, options, findings)
        return
    whole = json_object(file) if start == b"{" else None
    parts = Parts(whole or {}, options)
    for place, ticket in enumerate(whole["tickets"] if whole else objects_of(file), 1):
        row, found = ticket_row(ticket, place, parts)
        findings.read += 1
        if row is None:
            findings.refuse(found)
        else:
            findings.unrated += row.csat is None
            yield row
    if not findings.read:
        raise FileProblem(problems.EMPTY)


def json_object(file: BinaryIO) -> dict[str, Any] | None:
    """None for an object a line, which is a list too."""
    try:
        data = json.loads(decoded(file.read(), problems.JSON_ENCODING))
    except json.JSONDecodeError:
        file.seek(0, io.SEEK_SET)
        return None
    tickets = data.get("tickets")
    if not isinstance(tickets, list) or not all(isinstance(ticket, dict) for ticket in tickets):
        raise FileProblem(problems.NOT_FRESHDESK)
    return dict(data)


class Parts:
    """What stands beside the tickets, by ticket and by agent."""

    def __init__(self, data: Item, options: Options) -> None:
        self.options = options
        self.agents = {item.get("id"): item.get("contact") or item for item in _items(data, "agents")}
        self.talks: dict[Any, list[Item]] = defaultdict(list)
        for item in _items(data, "conversations"):
            self.talks[item.get("ticket_id")].append(item)
        rated = sorted(_items(data, "satisfaction_ratings"), key=lambda item: str(item.get("updated_at") or ""))
        self.ratings = {item.get("ticket_id"): item for item in rated}

    def agent(self, responder: Any) -> AgentRow | None:
        if responder is None:
            return None
        contact = self.agents.get(responder, {})
        return AgentRow(str(responder), mask(str(contact.get("name") or ""))[:120], str(contact.get("email") or ""))


def _items(data: Item, name: str) -> list[Item]:
    found = data.get(name) or []
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise FileProblem(problems.NOT_FRESHDESK)
    return found


def ticket_row(ticket: Item, place: int, parts: Parts) -> tuple[TicketRow | None, list[Problem]]:
    one = _Ticket(ticket, place, parts)
    row = one.row()
    return (None, one.problems) if one.problems else (row, [])


class _Ticket:
    def __init__(self, ticket: Item, place: int, parts: Parts) -> None:
        self.ticket, self.place, self.parts = ticket, place, parts
        self.problems: list[Problem] = []
        self.stats: Item = ticket.get("stats") or {}

    def row(self) -> TicketRow | None:
        ticket = self.ticket
        created, updated = self._needed("created_at"), self._needed("updated_at")
        number = str(ticket.get("id") or "")
        if not number or len(number) > 64:
            self._problem("id", problems.MISSING)
        first = self._moment("stats.first_responded_at", self.stats.get("first_responded_at"))
        ended = self.stats.get("resolved_at") or self.stats.get("closed_at")
        solved = self._moment("stats.resolved_at", ended) if ticket.get("status") in SOLVED else None
        csat, raw, said, rated = self._rating()
        messages = list(self._messages(created))
        if self.problems or created is None or updated is None:
            return None
        solved = (solved or updated) if ticket.get("status") in SOLVED else None
        return TicketRow(
            external_id=number,
            place=self.place,
            created_at=created,
            updated_at=max(updated, rated) if rated else updated,
            channel=CHANNELS.get(ticket.get("source") or 0, ""),
            subject=self._mask(ticket.get("subject"))[:300],
            category=self._mask(ticket.get("type") or next(iter(ticket.get("tags") or ()), ""))[:120],
            customer_key=self._customer(),
            agent=self.parts.agent(ticket.get("responder_id")),
            first_reply_at=first,
            solved_at=solved,
            reopened=1 if self.stats.get("reopened_at") else 0,
            csat=csat,
            csat_raw=raw,
            csat_at=rated,
            csat_comment=said,
            first_response=values.since(created, first),
            resolution=values.since(created, solved),
            messages=messages,
        )

    def _customer(self) -> str:
        requester = self.ticket.get("requester") or {}
        address = requester.get("email") or requester.get("phone") or requester.get("mobile")
        number = self.ticket.get("requester_id")
        return customer_key(str(address or (f"freshdesk:{number}" if number else "")), self.parts.options.key)

    def _rating(self) -> tuple[float | None, str, str, datetime | None]:
        """(0–1, as given, masked comment, moment)."""
        item = self.parts.ratings.get(self.ticket.get("id")) or {}
        answers = item.get("ratings") or {}
        given = answers.get("default_question") if isinstance(answers, Mapping) else None
        if given is None:
            return None, "", "", None
        if given not in RATINGS:
            self._problem("satisfaction_ratings.ratings", problems.BAD_RATING, text=str(given)[:40])
            return None, "", "", None
        at = self._moment("satisfaction_ratings.updated_at", item.get("updated_at") or item.get("created_at"))
        return RATINGS[given], str(given), self._mask(item.get("feedback")), at

    def _messages(self, created: datetime | None) -> Iterator[Message]:
        if created and (asked := self._mask(self.ticket.get("description_text"))):
            yield Message("customer", created.isoformat(), asked)
        talk: Iterable[Item] = self.ticket.get("conversations") or self.parts.talks.get(self.ticket.get("id")) or ()
        for item in sorted(talk, key=lambda item: str(item.get("created_at") or "")):
            at = self._moment("conversations.created_at", item.get("created_at"))
            text = self._mask(item.get("body_text"))
            if at and text:
                author = "note" if item.get("private") else "customer" if item.get("incoming") else "agent"
                yield Message(author, at.isoformat(), text)

    def _mask(self, value: object) -> str:
        return mask(str(value or "").strip(), self.parts.options.region)

    def _needed(self, name: str) -> datetime | None:
        if not self.ticket.get(name):
            self._problem(name, problems.MISSING)
        return self._moment(name, self.ticket.get(name))

    def _moment(self, name: str, value: object) -> datetime | None:
        if not value:
            return None
        try:
            return values.moment(value, self.parts.options.zone)
        except BadValue as bad:
            self._problem(name, bad.message, **bad.values_)
            return None

    def _problem(self, name: str, message: str, **details: object) -> None:
        told = {key: mask(value) if isinstance(value, str) else value for key, value in details.items()}
        self.problems.append(Problem(self.place, f"tickets.{name}", message, told, item=True))
