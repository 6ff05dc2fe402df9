from .feedback import add_note, ask_for_feedback
from .guests import start_guest_run
from .importing import save_scenario
from .own_words import Answer, drop_words, keep_words, say, take_up_words
from .publishing import Broken, publish_scenario, unpublish_scenario
from .running import reply, start_run, try_again
from .suggesting import decide_suggestion, suggest

__all__ = [
    "Answer",
    "Broken",
    "add_note",
    "ask_for_feedback",
    "decide_suggestion",
    "drop_words",
    "keep_words",
    "publish_scenario",
    "reply",
    "save_scenario",
    "say",
    "start_guest_run",
    "start_run",
    "suggest",
    "take_up_words",
    "try_again",
    "unpublish_scenario",
]
