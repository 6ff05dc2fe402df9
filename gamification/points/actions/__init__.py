from .boards import show_name
from .correcting import change_by_hand, take_back
from .earning import backfill, pay, take_back_replaced
from .ruling import add_rule, change_rule

__all__ = [
    "add_rule",
    "backfill",
    "change_by_hand",
    "change_rule",
    "pay",
    "show_name",
    "take_back",
    "take_back_replaced",
]
