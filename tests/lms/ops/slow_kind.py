"""A job that takes its time; `celery --include` registers it in a worker. While at work it leaves its process id."""

import os
import time
from pathlib import Path

from django.conf import settings

from lms.ops.actions import store_file
from lms.ops.kinds import JobKind, register

NAME = "test.slow"


def work(job, progress):  # type: ignore[no-untyped-def]
    inside = Path(settings.DATA_DIR) / "inside" / str(os.getpid())
    inside.parent.mkdir(exist_ok=True)
    inside.touch()
    for step in range(4):
        time.sleep(float(os.environ.get("SLOW_SECONDS", "0.4")) / 4)
        progress(step + 1, 4)
    inside.unlink()
    return {"content": f"job {job.args['n']}".encode() * 10_000}


def store(job, payload):  # type: ignore[no-untyped-def]
    file = store_file(
        kind=NAME,
        path=f"slow/{job.pk}.txt",
        content=payload["content"],
        download_name="slow.txt",
        content_type="text/plain",
    )
    return {"file": str(file.uid)}


register(JobKind(NAME, "Slow", work, store, lease_seconds=4, attempts=8))
