"""A file of tickets taken in the background: read and masked outside, written in the job's own transaction."""

import hashlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.ops.kinds import JobError, JobKind, Progress
from lms.ops.kinds import register as register_kinds
from lms.ops.models import Job

from .actions import import_tickets
from .actions.spool import spool_folder, spooled, unspool
from .imports import CheckedWhole, FileProblem, check
from .options import options

IMPORT = "quality.import"
WRITING = 10  # of a hundred steps, those at the end


def read_file(job: Job, progress: Progress) -> Mapping[str, Any]:
    """The whole file, checked. The lines are kept aside in the spool: nothing of them stands in the job."""
    token = UUID(job.args["token"])
    path = spooled(owner=job.args["owner"], token=token)
    if path is None:
        raise JobError(_("The file is no longer here: it waited for more than a day. Upload it again."))
    progress(0, 100)
    try:
        checked, digest = _checked(job, path, progress)
    except FileProblem as error:
        _give_up(job, token, error.problem.full(_))
    if checked.problems:
        _give_up(job, token, checked.problems[0].full(_))
    progress(100 - WRITING, 100)
    return {"checked": checked, "hash": digest}


def _checked(job: Job, path: Path, progress: Progress) -> tuple[CheckedWhole, str]:
    size = max(1, path.stat().st_size)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        told = partial(_tell, progress, size)
        found = check(file, job.args["source"], options(job.args.get("map")), folder=spool_folder(), progress=told)
    return found, digest


def _tell(progress: Progress, size: int, done: int) -> None:
    progress((100 - WRITING) * done // size, 100)


def _give_up(job: Job, token: UUID, sentence: str) -> None:
    unspool(owner=job.args["owner"], token=token)
    raise JobError(_("Nothing was taken. %(why)s") % {"why": sentence})


def store(job: Job, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    checked: CheckedWhole = payload["checked"]
    with checked.lines:
        done = import_tickets(checked=checked, file_hash=payload["hash"], by=job.owner)
    transaction.on_commit(partial(unspool, owner=job.args["owner"], token=UUID(job.args["token"])))
    return {
        "created": done.created,
        "changed": done.changed,
        "unchanged": done.unchanged,
        "unknown": done.unknown,
        "waiting": done.waiting,
        "unrated": done.run.unrated,
        "impossible": done.run.impossible,
        "url": "/quality/tickets/",
    }


def register() -> None:
    register_kinds(
        JobKind(IMPORT, gettext_lazy("Tickets from a file"), read_file, store, template="quality/_imported.html")
    )
