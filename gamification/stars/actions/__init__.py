from .months import MonthNotOver, choose_reward, close_due, close_month, set_terms, take_part
from .votes import handle_concern, hide_words, make_link, raise_concern, see_concern, thank

__all__ = [
    "MonthNotOver",
    "choose_reward",
    "close_due",
    "close_month",
    "handle_concern",
    "hide_words",
    "make_link",
    "raise_concern",
    "see_concern",
    "set_terms",
    "take_part",
    "thank",
]
