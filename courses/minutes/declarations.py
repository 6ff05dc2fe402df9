from lms.ops.personal_data import declare

from .models import CardMemory, CardOption, DaySet, MinuteCard, PlannedMinute


def declare_fields() -> None:
    declare(
        CardMemory,
        subject="person",
        export=("activity", "last_at", "due_at", "answers", "right", "seconds", "stability", "difficulty"),
        keep=("id", "person", "sure_wrong", "version"),
    )
    declare(
        DaySet,
        subject="person",
        export=("day", "items", "made_at", "finished_at", "open_minutes"),
        keep=("id", "person", "stale"),
    )
    declare(PlannedMinute, keep=("id", "team", "activity", "day", "by", "created_at", "withdrawn_at"))
    for model in (MinuteCard, CardOption):
        own = [field.name for field in model._meta.get_fields() if getattr(field, "column", None) or field.many_to_many]
        declare(model, keep=tuple(own))
