from typing import Any

from lms.ops.personal_data import declare

from . import models
from .models import Attempt

CONTENT = (
    models.Question,
    models.SingleChoiceQuestion,
    models.SingleChoiceOption,
    models.MultipleChoiceQuestion,
    models.MultipleChoiceOption,
    models.ShortAnswerQuestion,
    models.AcceptedAnswer,
    models.Quiz,
    models.QuizEntry,
    models.Edition,
)


def declare_fields() -> None:
    declare(
        Attempt,
        subject="person",
        export=("activity", "answers", "marks", "started_at", "seen_at", "seconds", "submitted_at", "score", "passed"),
        erase={"answers": without_words},
        keep=("id", "uid", "person", "snapshot", "origin"),
    )
    for model in CONTENT:
        own = [field.name for field in model._meta.get_fields() if getattr(field, "column", None) or field.many_to_many]
        declare(model, keep=tuple(own))


def without_words(attempt: Any) -> dict[str, Any]:
    """Options chosen say nothing about anybody; what was typed might."""
    typed = {item["uid"] for item in attempt.snapshot.body["questions"] if "options" not in item}
    return {uid: given for uid, given in attempt.answers.items() if uid not in typed}
