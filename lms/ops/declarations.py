from .models import AuditEntry, Job, Notification, PrivateFile
from .personal_data import declare

declare(
    Job,
    subject="owner",
    export=("kind", "state", "created_at", "finished_at"),
    keep=(
        "id",
        "uid",
        "key",
        "args",
        "owner",
        "attempt",
        "lease_until",
        "lease_token",
        "not_before",
        "done",
        "total",
    ),
    erase={"result": dict, "error": ""},
)
declare(
    Notification,
    subject="person",
    export=("kind", "reason", "channel", "state", "why_not", "created_at", "finished_at"),
    keep=("id", "key", "person", "args", "attempt", "lease_until", "lease_token", "not_before"),
)
declare(
    AuditEntry,
    subject="actor",
    export=("verb", "subject_type", "subject_id", "at"),
    keep=("id", "actor", "data"),
)


def _unlink(file: PrivateFile) -> None:
    from .actions.files import private_path

    private_path(file.path).unlink(missing_ok=True)


declare(
    PrivateFile,
    subject="owner",
    export=("kind", "download_name", "content_type", "size", "created_at"),
    keep=("id", "uid", "path", "sha256", "owner"),
    delete=True,
    before_delete=_unlink,
)
