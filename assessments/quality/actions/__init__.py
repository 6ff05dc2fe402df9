from .advising import ask_practice, close_advice, follow_review
from .asking import answer, end_rating_link, make_rating_link
from .coaching import coach
from .connecting import (
    add_connection,
    change_connection,
    delete_connection,
    make_address,
    make_key,
    pause_connection,
    start_connection,
)
from .importing import Imported, import_file, import_tickets, take_rows
from .looks import agree, begin_compared, close_comparison, compare, look_at_own, save_look, submit_look
from .mapping import delete_map, rename_map, save_map
from .matching import leave_out_agent, match_agent
from .publishing import publish_scorecard, unpublish_scorecard
from .recordings import attach_recording, remove_recording
from .reviewing import NotAnswered, correct_review, save_draft, start_review, submit_review
from .ruling import set_hours, set_loop, set_rules
from .sampling import draw_due, draw_sample, draw_week, end_plan, lay_aside, set_plan
from .second_looks import ask_again, decide, reply, withdraw_dispute

__all__ = [
    "Imported",
    "NotAnswered",
    "add_connection",
    "agree",
    "answer",
    "ask_again",
    "ask_practice",
    "attach_recording",
    "begin_compared",
    "change_connection",
    "close_advice",
    "close_comparison",
    "coach",
    "compare",
    "correct_review",
    "decide",
    "delete_connection",
    "delete_map",
    "draw_due",
    "draw_sample",
    "draw_week",
    "end_plan",
    "end_rating_link",
    "follow_review",
    "import_file",
    "import_tickets",
    "lay_aside",
    "leave_out_agent",
    "look_at_own",
    "make_address",
    "make_key",
    "make_rating_link",
    "match_agent",
    "pause_connection",
    "publish_scorecard",
    "remove_recording",
    "rename_map",
    "reply",
    "save_draft",
    "save_look",
    "save_map",
    "set_hours",
    "set_loop",
    "set_plan",
    "set_rules",
    "start_connection",
    "start_review",
    "submit_look",
    "submit_review",
    "take_rows",
    "unpublish_scorecard",
    "withdraw_dispute",
]
