"""What happens to every field of this room when a person asks for their data or to be forgotten."""

from lms.ops.personal_data import declare

from .models import BoardChoice, PointEntry, PointNote, PointRule, Standing


def declare_fields() -> None:
    declare(
        PointRule,
        keep=tuple(field.name for field in PointRule._meta.concrete_fields),
    )
    declare(
        PointEntry,
        subject="person",
        export=("points", "reason", "at", "day"),
        keep=("id", "person", "record", "rule", "corrects", "by"),
    )
    declare(PointNote, subject="entry__person", export=("text",), erase={"text": ""}, keep=("id", "entry"))
    declare(Standing, subject="person", export=("month", "points"), keep=("id", "person"))
    declare(BoardChoice, subject="person", export=("hidden",), keep=("id", "person"))
