from .forget import forget_person
from .groups import set_up_groups
from .imports import Imported, import_people
from .invitations import (
    InvitationGone,
    accept,
    ask_for_letter,
    asks_for_pin,
    change_pin,
    find_invitation,
    invite,
    invite_many,
    password_chosen,
    withdraw,
)
from .people import change_person, close_accounts, come_back, create_person, leave_company
from .photos import remove_photo, set_photo
from .roles import end_role, grant_role
from .rosters import assign_roster, cancel_leave, create_roster, swap_day, take_leave, unswap_day
from .settings import set_setting, set_settings
from .teams import change_team, create_team, join_team, leave_team

__all__ = [
    "Imported",
    "InvitationGone",
    "accept",
    "ask_for_letter",
    "asks_for_pin",
    "assign_roster",
    "cancel_leave",
    "change_person",
    "change_pin",
    "change_team",
    "close_accounts",
    "come_back",
    "create_person",
    "create_roster",
    "create_team",
    "end_role",
    "find_invitation",
    "forget_person",
    "grant_role",
    "import_people",
    "invite",
    "invite_many",
    "join_team",
    "leave_company",
    "leave_team",
    "password_chosen",
    "remove_photo",
    "set_photo",
    "set_setting",
    "set_settings",
    "set_up_groups",
    "swap_day",
    "take_leave",
    "unswap_day",
    "withdraw",
]
