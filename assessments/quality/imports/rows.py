"""What an import brings, whatever the source."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Message:
    """`author`: customer, agent or note. `text` is masked."""

    author: str
    at: str
    text: str


@dataclass(frozen=True)
class AgentRow:
    """Somebody who answers. `email` and `number` live only as long as the import: they are for finding the person."""

    ref: str
    name: str = ""
    email: str = ""
    number: str = ""
    login: str = ""


@dataclass(slots=True)
class TicketRow:
    """One ticket, masked. `place`: the line or item it stands on. Minutes are None when the source has none."""

    external_id: str
    place: int
    created_at: datetime
    updated_at: datetime
    channel: str = ""
    subject: str = ""
    category: str = ""
    customer_key: str = ""
    agent: AgentRow | None = None
    first_reply_at: datetime | None = None
    solved_at: datetime | None = None
    reopened: int = 0
    csat: float | None = None
    csat_raw: str = ""
    csat_at: datetime | None = None
    csat_comment: str = ""
    first_response: float | None = None
    first_response_business: float | None = None
    resolution: float | None = None
    resolution_business: float | None = None
    messages: list[Message] = field(default_factory=list)


class Line(NamedTuple):
    """A ticket as it is written: plain values in the order of the columns, moments in UTC as text, and at the end the
    company's date by which the team is found. The digest has two halves: of the ticket, and of its rating."""

    external_id: str
    digest: str
    channel: str
    subject: str
    category: str
    customer_key: str
    created_at: str
    updated_at: str
    first_reply_at: str | None
    solved_at: str | None
    solved_on: str | None
    reopened: int
    first_response: float | None
    first_response_business: float | None
    resolution: float | None
    resolution_business: float | None
    messages: str
    agent_ref: str
    agent_name: str
    csat: float | None
    csat_raw: str
    csat_at: str | None
    csat_comment: str
    day: str


def line_of(row: TicketRow, zone: ZoneInfo) -> Line:
    agent, solved = row.agent, row.solved_at
    solved_on = None if solved is None else str(solved.astimezone(zone).date())
    messages = json.dumps([vars(message) for message in row.messages], ensure_ascii=False) if row.messages else "[]"
    rating = (row.csat, row.csat_raw, _utc(row.csat_at), row.csat_comment)
    values = (
        row.channel,
        row.subject,
        row.category,
        row.customer_key,
        _utc(row.created_at),
        _utc(row.updated_at),
        _utc(row.first_reply_at),
        _utc(solved),
        solved_on,
        row.reopened,
        row.first_response,
        row.first_response_business,
        row.resolution,
        row.resolution_business,
        messages,
        agent.ref if agent else "",
        agent.name if agent else "",
    )
    digest = half_digest(values) + half_digest(rating)
    day = solved_on or str(row.created_at.astimezone(zone).date())
    return Line._make((row.external_id, digest, *values, *rating, day))


def half_digest(values: tuple[Any, ...]) -> str:
    return hashlib.blake2b(repr(values).encode(), digest_size=16).hexdigest()


@lru_cache(maxsize=512)
def _utc(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat(" ")[:-6]
