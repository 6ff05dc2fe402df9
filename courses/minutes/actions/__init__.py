from .answers import answer
from .cards import publish_card, retire_card, write_card
from .memories import follow_record
from .plans import plan_minutes, restore_minute, withdraw_minute
from .sets import make_sets, prepare

__all__ = [
    "answer",
    "follow_record",
    "make_sets",
    "plan_minutes",
    "prepare",
    "publish_card",
    "restore_minute",
    "retire_card",
    "withdraw_minute",
    "write_card",
]
