from .activities import publish_activity, retire_activity, take_snapshot
from .assignments import Given, assign, assign_many, move_due, restore, withdraw
from .certificates import issue_certificate, render_again, store_certificate
from .projections import check_projections, rebuild_projections
from .records import record
from .reminders import remind

__all__ = [
    "Given",
    "assign",
    "assign_many",
    "check_projections",
    "issue_certificate",
    "move_due",
    "publish_activity",
    "rebuild_projections",
    "record",
    "remind",
    "render_again",
    "restore",
    "retire_activity",
    "store_certificate",
    "take_snapshot",
    "withdraw",
]
