from .candidates import (
    add_candidate,
    ask_interviewer,
    candidate,
    edit_candidate,
    erase,
    plan_interview,
    release_interviewer,
)
from .interview import interview, kit_paper, question, scorecard_paper, submit
from .openings import add_opening, close_opening, edit_opening, hiring, opening
from .panel import close_panel, hire, panel, refuse, withdraw
from .talks import give_talk, take_back_talk

__all__ = [
    "add_candidate",
    "add_opening",
    "ask_interviewer",
    "candidate",
    "close_opening",
    "close_panel",
    "edit_candidate",
    "edit_opening",
    "erase",
    "give_talk",
    "hire",
    "hiring",
    "interview",
    "kit_paper",
    "opening",
    "panel",
    "plan_interview",
    "question",
    "refuse",
    "release_interviewer",
    "scorecard_paper",
    "submit",
    "take_back_talk",
    "withdraw",
]
