"""What happens to every field of this room when a person asks for their data or to be forgotten.

What a customer wrote in complaint stays out of the export: it is the customer's word to the lead. It is erased with
the person all the same.
"""

from lms.ops.personal_data import declare
from lms.people.settings_registry import Setting, add

from .models import Concern, MonthClose, MonthStanding, RewardChoice, StarChoice, Vote, VoteLink
from .words import MONTHS, WEIGHTS


def declare_fields() -> None:
    declare(
        VoteLink,
        subject="person",
        export=("token", "made_at", "ended_at"),
        keep=("id", "person", "made_by"),
        delete=True,
    )
    declare(
        Vote,
        subject="person",
        export=("day", "at", "words"),
        erase={"words": ""},
        keep=("id", "person", "hidden", "form", "browser", "mark"),
    )
    declare(
        Concern,
        subject="person",
        export=("day", "at", "state", "seen_at", "handled_at"),
        erase={"words": ""},
        keep=("id", "person", "form", "by"),
    )
    declare(StarChoice, subject="person", export=("takes_part", "at"), keep=("id", "person"))
    declare(
        MonthClose,
        keep=("id", "month", "seed", "draws", "months", "weights", "star", "closed_at", "by"),
    )
    declare(
        MonthStanding,
        subject="person",
        export=("p_half", "p_top3", "in_circle", "inputs"),
        keep=("id", "close", "person"),
    )
    declare(RewardChoice, subject="person", export=("reward", "at"), keep=("id", "close", "person"))


def add_settings() -> None:
    add(*(Setting(key, label, default, float) for key, label, default in WEIGHTS))
    add(Setting(*MONTHS, int))
