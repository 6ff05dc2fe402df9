"""What happens to every field of this room when a person is exported or forgotten.

Of an employee the tickets keep their moments and figures, which then name only an id; what was written and the name
the help desk showed go. Customers are not known here: their texts are masked and their addresses hashed.
"""

from typing import Any

from lms.ops.actions import remove_file
from lms.ops.personal_data import declare

from .models import (
    Advice,
    AgentMatch,
    Answer,
    ChannelMonth,
    Coaching,
    ColumnMap,
    ComparedTicket,
    Comparison,
    Connection,
    DayRollup,
    Dispute,
    HookCall,
    ImportRun,
    Look,
    MonthRollup,
    PersonMonth,
    Plan,
    RatingLink,
    Recording,
    RepeatRollup,
    Reply,
    Review,
    Sample,
    SampledTicket,
    Scorecard,
    ScorecardCategory,
    Ticket,
)

_FIGURES = (
    "channel",
    "category",
    "created_at",
    "first_reply_at",
    "solved_at",
    "solved_on",
    "reopened",
    "csat",
    "csat_raw",
    "csat_at",
    "first_response",
    "first_response_business",
    "resolution",
    "resolution_business",
    "reply_worked",
    "solving_worked",
)


def _nameless(ticket: Any) -> str:
    return f"forgotten-{ticket.agent_id}"


def _closed(link: Any) -> str:
    """Nobody is asked about somebody who is forgotten."""
    return f"forgotten-{link.pk}"


def declare_fields() -> None:
    declare(
        Ticket,
        subject="agent",
        export=("source", "external_id", "subject", "messages", "csat_comment", "agent_name", *_FIGURES),
        erase={"subject": "", "messages": list, "csat_comment": "", "agent_name": "", "agent_ref": _nameless},
        keep=("id", "uid", "customer_key", "agent", "team", "updated_at", "digest"),
    )
    declare(
        AgentMatch,
        subject="person",
        export=("source", "agent_ref", "name", "matched_at"),
        erase={"name": ""},
        keep=("id", "person", "left_out", "seen_at"),
    )
    declare(
        Review,
        subject="person",
        export=(
            "ticket",
            "ratings",
            "percents",
            "total",
            "comment",
            "details",
            "pins",
            "submitted_at",
            "reviewed_on",
        ),
        erase={"comment": "", "details": dict, "pins": list},
        keep=(
            "id",
            "uid",
            "person",
            "reviewer",
            "snapshot",
            "failed",
            "started_at",
            "corrects",
            "superseded_at",
        ),
    )
    declare(
        Advice,
        subject="person",
        export=("title", "skill", "activity", "on", "due_on", "later", "later_good"),
        keep=("id", "person", "category", "review", "at", "assignment", "closed_at"),
    )
    declare(
        ImportRun,
        keep=(
            "id",
            "source",
            "file_hash",
            "by",
            "at",
            "read",
            "created",
            "changed",
            "unchanged",
            "unknown_agents",
            "waiting",
            "unrated",
            "impossible",
        ),
    )
    declare(
        Answer,
        subject="person",
        export=("score", "comment", "day"),
        erase={"comment": ""},
        keep=("id", "uid", "link", "person", "ticket_number", "mark", "first_at", "at"),
    )
    declare(
        RatingLink,
        subject="person",
        export=("kind", "name", "channel", "made_at", "ended_at"),
        erase={"name": "", "token": _closed},
        keep=("id", "uid", "person", "made_by"),
    )
    declare(ColumnMap, keep=("id", "name", "data", "by", "saved_at"))
    _declare_samples()
    _declare_second_looks()
    _declare_looks()
    sums = (DayRollup, MonthRollup, PersonMonth, ChannelMonth, RepeatRollup)
    for model in (*sums, Scorecard, ScorecardCategory, Connection, HookCall):
        own = [field.name for field in model._meta.get_fields() if getattr(field, "column", None) or field.many_to_many]
        declare(model, keep=tuple(own))


def _declare_samples() -> None:
    declare(Plan, keep=("id", "team", "reviewer", "scorecard", "each", "minutes", "by", "created_at", "ended_at"))
    declare(
        Sample,
        keep=("id", "by", "at", "seed", "each", "first", "last", "choosable", "frame", "plan", "week", "due_on"),
    )
    declare(
        SampledTicket,
        subject="ticket__agent",
        erase={"dropped_why": ""},
        keep=("id", "sample", "ticket", "position", "dropped_at"),
    )
    declare(
        Recording,
        subject="ticket__agent",
        delete=True,
        before_delete=_remove_sound,
        keep=("id", "ticket", "file", "url", "by", "at"),
    )


def _remove_sound(row: Any) -> None:
    if row.file:
        remove_file(file=row.file)


def _declare_second_looks() -> None:
    declare(
        Dispute,
        subject="review__person",
        export=("review", "category", "suggested", "reason", "at", "state", "decided_at", "rating", "answer"),
        erase={"reason": "", "answer": ""},
        keep=("id", "first", "decided_by"),
    )
    declare(
        Reply,
        subject="review__person",
        export=("text", "at"),
        erase={"text": ""},
        keep=("id", "review", "by"),
    )
    declare(
        Coaching,
        subject="review__person",
        export=("category", "at"),
        keep=("id", "review", "assignment"),
    )


def _declare_looks() -> None:
    declare(Comparison, keep=("id", "uid", "snapshot", "by", "people", "due_on", "created_at", "closed_at"))
    declare(
        ComparedTicket,
        subject="ticket__agent",
        erase={"note": ""},
        keep=("id", "comparison", "ticket", "position", "agreed", "agreed_by", "agreed_at"),
    )
    declare(
        Look,
        subject="person",
        export=("ticket", "ratings", "comment", "started_at", "submitted_at"),
        erase={"comment": ""},
        keep=("id", "uid", "person", "comparison", "snapshot"),
    )
