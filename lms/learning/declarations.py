"""What happens to every field of this room when a person asks for their data or to be forgotten.

Facts and projections name the person by id only, so they stay whole: once the row behind the id is blank they
say nothing about anybody. What a certificate says by name, and why somebody was asked for something, goes.
"""

from lms.ops.personal_data import declare

from .models import (
    Activity,
    ActivityState,
    Assignment,
    Certificate,
    ContentSnapshot,
    Evidence,
    Focus,
    GuestPass,
    LearningRecord,
    Mastery,
    Skill,
)

declare(
    LearningRecord,
    subject="person",
    export=("verb", "activity", "score", "seconds", "at", "day", "source", "context"),
    keep=("id", "key", "replaces", "person"),
)
declare(
    Evidence,
    subject="record__person",
    export=("skill", "score", "weight"),
    keep=("id", "record"),
)
declare(
    ActivityState,
    subject="person",
    export=("activity", "started_at", "done_at", "last_at", "best_score", "last_score", "times_done"),
    keep=("id", "person"),
)
declare(
    Mastery,
    subject="person",
    export=("skill", "good", "bad", "pieces", "as_of"),
    keep=("id", "person"),
)
declare(
    Focus,
    subject="person",
    export=("skill", "source", "low", "recent", "since", "practised_on", "practised", "later", "later_good"),
    keep=("id", "person"),
)
declare(
    Assignment,
    subject="person",
    export=("activity", "reason", "due_on", "created_at", "withdrawn_at"),
    erase={"reason": ""},
    keep=("id", "person", "team", "by"),
)
declare(
    Certificate,
    subject="person",
    export=("language", "name", "title", "company", "completed_on", "issued_at"),
    erase={"name": ""},  # `/verify/` goes on saying that it was issued
    keep=("id", "uid", "person", "activity", "file", "job"),  # the file itself goes with its PrivateFile row
)
# A guest is no person of the company: the room that gave the link erases it with what it is about.
declare(
    GuestPass,
    keep=(
        "id",
        "uid",
        "activity",
        "language",
        "room",
        "subject",
        "secret_hash",
        "issued_by",
        "issued_at",
        "expires_at",
        "revoked_at",
        "started_at",
        "finished_at",
        "score",
        "seconds",
    ),
)
declare(Skill, keep=("id", "slug", "parent", "name_en", "name_ru", "order", "live"))
declare(
    Activity,
    keep=("id", "uid", "kind", "title_en", "title_ru", "parent", "position", "skills", "seconds", "live"),
)
declare(ContentSnapshot, keep=("id", "activity", "language", "hash", "body", "at"))
