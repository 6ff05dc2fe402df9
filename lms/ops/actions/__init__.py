from .audit import audit
from .files import remove_file, store_file
from .jobs import cancel_job, claim_job, enqueue, fail_job, finish_job, keep_lease, prolong, retry_job
from .notifications import claim_notification, mark_not_sent, mark_sent, notify, put_off
from .nudge import nudge

__all__ = [
    "audit",
    "cancel_job",
    "claim_job",
    "claim_notification",
    "enqueue",
    "fail_job",
    "finish_job",
    "keep_lease",
    "mark_not_sent",
    "mark_sent",
    "notify",
    "nudge",
    "prolong",
    "put_off",
    "remove_file",
    "retry_job",
    "store_file",
]
