from .candidates import (
    add_candidate,
    ask_interviewer,
    change_candidate,
    erase_candidate,
    erase_due,
    note_erasure,
    plan_interview,
    release_interviewer,
)
from .deciding import close_panel, hire, refuse, withdraw
from .openings import change_opening, close_opening, open_position
from .publishing import publish_kit, publish_question, retire_kit
from .scoring import begin, save_rating, submit, unrated
from .talks import close_talks, erase_talks, give_talk

__all__ = [
    "add_candidate",
    "ask_interviewer",
    "begin",
    "change_candidate",
    "change_opening",
    "close_opening",
    "close_panel",
    "close_talks",
    "erase_candidate",
    "erase_due",
    "erase_talks",
    "give_talk",
    "hire",
    "note_erasure",
    "open_position",
    "plan_interview",
    "publish_kit",
    "publish_question",
    "refuse",
    "release_interviewer",
    "retire_kit",
    "save_rating",
    "submit",
    "unrated",
    "withdraw",
]
