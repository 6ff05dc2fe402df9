from typing import Any

from lms.ops.personal_data import declare

from .models import OwnWords, Run, Scenario, Suggestion, TurnNote


def _without_words(run: Any) -> list[dict[str, Any]]:
    """The talk stays; what was typed in it goes."""
    return [{name: value for name, value in step.items() if name != "said"} for step in run.steps]


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
        erase={"steps": _without_words},
        keep=("id", "uid", "person", "guest", "kept", "again_of", "came_from", "own_words", "unhurried"),
    )
    declare(
        OwnWords,
        subject="person",
        export=("text", "at"),
        keep=("id", "person", "scenario_key", "language", "node", "plain", "meant", "settled_at"),
        delete=True,
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
