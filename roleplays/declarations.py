from lms.ops.personal_data import declare

from .models import Run, Scenario


def declare_fields() -> None:
    declare(
        Run,
        subject="person",
        export=("snapshot", "official", "steps", "started_at", "moved_at", "finished_at", "seconds", "score"),
        keep=("id", "uid", "person", "kept", "again_of", "came_from"),
    )
    fields = Scenario._meta.get_fields()
    own = [field.name for field in fields if getattr(field, "column", None) or field.many_to_many]
    declare(Scenario, keep=tuple(own))
