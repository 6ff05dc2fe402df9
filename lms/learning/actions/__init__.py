from .activities import publish_activity, retire_activity, take_snapshot
from .assignments import Given, assign, assign_many, move_due, restore, withdraw
from .certificates import issue_certificate, render_again, store_certificate
from .guests import (
    GuestPassGone,
    begin_pass,
    erase_passes,
    finish_pass,
    issue_pass,
    revoke_pass,
    revoke_passes,
)
from .projections import check_projections, rebuild_projections
from .records import record
from .reminders import remind

__all__ = [
    "Given",
    "GuestPassGone",
    "assign",
    "assign_many",
    "begin_pass",
    "check_projections",
    "erase_passes",
    "finish_pass",
    "issue_certificate",
    "issue_pass",
    "move_due",
    "publish_activity",
    "rebuild_projections",
    "record",
    "remind",
    "render_again",
    "restore",
    "retire_activity",
    "revoke_pass",
    "revoke_passes",
    "store_certificate",
    "take_snapshot",
    "withdraw",
]
