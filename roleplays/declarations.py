from lms.ops.personal_data import declare

from .models import Run, Scenario, Suggestion, TurnNote


def declare_fields() -> None:
    declare(
        Run,
        subject="person",
        export=(
            "snapshot",
            "official",
            "steps",
            "started_at",
            "moved_at",
            "finished_at",
            "seconds",
            "score",
            "asked_at",
        ),
        keep=("id", "uid", "person", "kept", "again_of", "came_from"),
    )
    declare(
        TurnNote, subject="run__person", export=("turn", "text", "at"), erase={"text": ""}, keep=("id", "run", "by")
    )
    declare(
        Suggestion,
        subject="by",
        export=("activity", "heard", "text", "at", "state", "answer", "decided_at"),
        erase={"text": "", "answer": ""},
        keep=("id", "snapshot", "node", "by", "decided_by"),
    )
    fields = Scenario._meta.get_fields()
    own = [field.name for field in fields if getattr(field, "column", None) or field.many_to_many]
    declare(Scenario, keep=tuple(own))
