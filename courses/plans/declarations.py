"""What somebody had to do and when goes with their data; a word of the lead about them is erased."""

from lms.ops.personal_data import declare

from .models import ActivityStep, PersonPlan, PersonStep, Plan, PlanStep, TaskStep


def declare_fields() -> None:
    declare(
        PersonPlan,
        subject="person",
        export=("activity", "started_on", "given_at", "finished_at", "withdrawn_at"),
        keep=("id", "person", "snapshot", "given_by"),
    )
    declare(
        PersonStep,
        subject="plan__person",
        export=(
            *("kind", "title_en", "title_ru", "note_en", "note_ru", "start_with"),
            *("day", "more_days", "more_note", "due_on", "signed_off_at"),
        ),
        erase={"more_note": ""},
        keep=("id", "plan", "uid", "signed", "activity", "position", "signed_off_by"),
    )
    for model in (Plan, PlanStep, ActivityStep, TaskStep):
        own = [field.name for field in (*model._meta.local_concrete_fields, *model._meta.local_many_to_many)]
        declare(model, keep=tuple(own))
