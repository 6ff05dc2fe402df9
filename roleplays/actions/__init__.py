from .feedback import add_note, ask_for_feedback
from .importing import save_scenario
from .publishing import Broken, publish_scenario, unpublish_scenario
from .running import reply, start_run, try_again
from .suggesting import decide_suggestion, suggest

__all__ = [
    "Broken",
    "add_note",
    "ask_for_feedback",
    "decide_suggestion",
    "publish_scenario",
    "reply",
    "save_scenario",
    "start_run",
    "suggest",
    "try_again",
    "unpublish_scenario",
]
