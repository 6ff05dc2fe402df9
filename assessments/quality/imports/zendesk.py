"""Zendesk's incremental export, as its API gives it: one object, a list of its pages, or a page a line.

Every page may have `tickets`, `users`, `metric_sets`, `comments` (each with its `ticket_id`) and
`satisfaction_ratings`; the same ticket on two pages is taken in its newest version.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, BinaryIO

from assessments.quality.masking import customer_key, mask

from . import problems, values
from .findings import Findings
from .options import Options
from .problems import BadValue, FileProblem, Problem
from .reading import decoded
from .rows import AgentRow, Message, TicketRow

SOLVED = {"solved", "closed"}
STAFF = {"agent", "admin"}
CHANNELS = {
    "email": "e-mail",
    "web": "form",
    "api": "form",
    "chat": "chat",
    "native_messaging": "chat",
    "voice": "phone",
}
Item = Mapping[str, Any]


def read(file: BinaryIO, options: Options, findings: Findings) -> Iterator[TicketRow]:
    """Every good ticket. The parts of a ticket lie anywhere in the export, so it is read whole. Raises FileProblem."""
    export = _Export(_pages(decoded(file.read(), problems.JSON_ENCODING)), options, findings)
    yield from export.rows()


def _pages(text: str) -> list[Item]:
    try:
        data = json.loads(text)
        pages = data if isinstance(data, list) else [data]
    except json.JSONDecodeError as error:
        pages = _lines(text, error)
    if not all(isinstance(page, dict) for page in pages):
        raise FileProblem(problems.NOT_ZENDESK)
    return pages


def _lines(text: str, whole: json.JSONDecodeError) -> list[Any]:
    """A page a line; when it is not that either, what was wrong with the whole counts."""
    lines = [line for line in text.splitlines() if line.strip()]
    try:
        return [json.loads(line) for line in lines]
    except json.JSONDecodeError as error:
        raise FileProblem(problems.BROKEN_JSON, line=whole.lineno, why=whole.msg) from error


class _Export:
    def __init__(self, pages: list[Item], options: Options, findings: Findings) -> None:
        self.options, self.findings = options, findings
        self.tickets = self._all(pages, "tickets")
        users = self._all(pages, "users")
        if not self.tickets or not users:
            raise FileProblem(
                problems.EMPTY if any("tickets" in page for page in pages) and users else problems.NOT_ZENDESK
            )
        self.users = {user.get("id"): user for user in users}
        self.metrics = {item.get("ticket_id"): item for item in self._all(pages, "metric_sets")}
        self.ratings = self._latest(self._all(pages, "satisfaction_ratings"))
        self.comments: dict[Any, list[Item]] = defaultdict(list)
        for comment in self._all(pages, "comments"):
            self.comments[comment.get("ticket_id")].append(comment)
        self.agents = {key: _agent(user) for key, user in self.users.items() if user.get("role") in STAFF}
        self.keys: dict[Any, str] = {}

    @staticmethod
    def _all(pages: list[Item], name: str) -> list[Item]:
        found = [item for page in pages for item in page.get(name) or ()]
        if not all(isinstance(item, dict) for item in found):
            raise FileProblem(problems.NOT_ZENDESK)
        return found

    @staticmethod
    def _latest(ratings: list[Item]) -> dict[Any, Item]:
        return {item.get("ticket_id"): item for item in sorted(ratings, key=lambda r: str(r.get("updated_at") or ""))}

    def rows(self) -> Iterator[TicketRow]:
        for place, ticket in enumerate(self.tickets, 1):
            found = _Ticket(self, place, ticket)
            row = found.row()
            self.findings.read += 1
            if row:
                self.findings.unrated += row.csat is None
                yield row
            else:
                self.findings.refuse(found.problems)

    def customer(self, user_id: Any) -> str:
        """The key of whoever asked: by e-mail, else phone, else the help desk's own id."""
        if user_id not in self.keys:
            user = self.users.get(user_id, {})
            address = user.get("email") or user.get("phone") or (f"zendesk:{user_id}" if user_id else "")
            self.keys[user_id] = customer_key(str(address), self.options.key)
        return self.keys[user_id]


def _agent(user: Item) -> AgentRow:
    name = mask(str(user.get("name") or ""))[:120]
    email, number = str(user.get("email") or ""), str(user.get("external_id") or "")
    return AgentRow(str(user.get("id")), name, email, number)


class _Ticket:
    """One ticket being read: not taken once anything in it is wrong."""

    def __init__(self, export: _Export, place: int, ticket: Item) -> None:
        self.export, self.place, self.ticket = export, place, ticket
        self.problems: list[Problem] = []

    def row(self) -> TicketRow | None:
        ticket, metrics = self.ticket, self.export.metrics.get(self.ticket.get("id"), {})
        created, updated = (self._needed(name) for name in ("created_at", "updated_at"))
        external_id = self._read("id", ticket.get("id") or "", lambda value: values.short(value, 64))
        if not external_id:
            self._problem("tickets.id", problems.MISSING)
        solved = self._moment("metric_sets.solved_at", metrics.get("solved_at"))
        csat, raw, comment, rated = self._rating()
        agent = self._assignee()
        reply = self._pair(metrics, "reply_time_in_minutes")
        whole = self._pair(metrics, "full_resolution_time_in_minutes")
        reopened = self._read("metric_sets.reopens", metrics.get("reopens") or 0, values.count)
        messages = list(self._messages())
        if self.problems or created is None or updated is None:
            return None
        solved = (solved or updated) if ticket.get("status") in SOLVED else None
        first = next((_when(m) for m in messages if m.author == "agent"), None)
        return TicketRow(
            external_id=external_id,
            place=self.place,
            created_at=created,
            updated_at=max(updated, rated) if rated else updated,
            channel=CHANNELS.get(channel := str((ticket.get("via") or {}).get("channel") or ""), channel)[:20],
            subject=self._mask(ticket.get("subject"))[:300],
            category=self._mask(next(iter(ticket.get("tags") or ()), "") or ticket.get("type"))[:120],
            customer_key=self.export.customer(ticket.get("requester_id")),
            agent=agent,
            first_reply_at=first,
            solved_at=solved,
            reopened=reopened or 0,
            csat=csat,
            csat_raw=raw,
            csat_at=rated,
            csat_comment=comment,
            first_response=values.since(created, first) if reply[0] is None else reply[0],
            first_response_business=reply[1],
            resolution=values.since(created, solved) if whole[0] is None else whole[0],
            resolution_business=whole[1],
            messages=messages,
        )

    def _rating(self) -> tuple[float | None, str, str, datetime | None]:
        """(0–1, as given, masked comment, moment): the separate rating, else what stands on the ticket."""
        item = self.export.ratings.get(self.ticket.get("id")) or self.ticket.get("satisfaction_rating") or {}
        score = item.get("score") or ""
        csat = self._read("satisfaction_ratings.score", score, values.rating)
        if csat is None:
            return None, "", "", None
        at = self._moment("satisfaction_ratings.updated_at", item.get("updated_at") or item.get("created_at"))
        return csat, str(score)[:20], self._mask(item.get("comment")), at

    def _assignee(self) -> AgentRow | None:
        user_id = self.ticket.get("assignee_id")
        if user_id is None:
            return None
        if user_id not in self.export.users:
            self._problem("tickets.assignee_id", problems.NO_USER, text=str(user_id))
            return None
        return self.export.agents.get(user_id) or _agent(self.export.users[user_id])

    def _messages(self) -> Iterator[Message]:
        comments = self.export.comments.get(self.ticket.get("id")) or self.ticket.get("comments") or ()
        for comment in sorted(comments, key=lambda item: str(item.get("created_at") or "")):
            at = self._moment("comments.created_at", comment.get("created_at"))
            body = self._mask(comment.get("plain_body") or comment.get("body"))
            if at and body:
                yield Message(self._author(comment), at.isoformat(), body)

    def _author(self, comment: Item) -> str:
        if comment.get("public") is False:
            return "note"
        return "agent" if comment.get("author_id") in self.export.agents else "customer"

    def _pair(self, metrics: Item, name: str) -> tuple[float | None, float | None]:
        both = metrics.get(name) or {}
        calendar, business = (
            self._read(f"metric_sets.{name}.{how}", "" if both.get(how) is None else both[how], values.minutes)
            for how in ("calendar", "business")
        )
        return calendar, business

    # values

    def _mask(self, value: object) -> str:
        return mask(str(value or "").strip(), self.export.options.region)

    def _needed(self, name: str) -> datetime | None:
        value = self.ticket.get(name)
        if not value:
            self._problem(f"tickets.{name}", problems.MISSING)
        return self._moment(f"tickets.{name}", value)

    def _moment(self, name: str, value: object) -> datetime | None:
        return self._read(name, value or "", lambda given: values.moment(given, self.export.options.zone))

    def _read(self, name: str, value: object, reader: Callable[[Any], Any]) -> Any:
        if value == "":
            return None
        try:
            return reader(value)
        except BadValue as bad:
            self._problem(name, bad.message, **bad.values_)
            return None

    def _problem(self, name: str, message: str, **details: object) -> None:
        told = {key: mask(value) if isinstance(value, str) else value for key, value in details.items()}
        self.problems.append(Problem(self.place, name, message, told, item=True))


def _when(message: Message) -> datetime:
    return datetime.fromisoformat(message.at)
