from .invitation import Invitation
from .roster import DayOff, Roster, RosterAssignment, Swap
from .setting import CompanySetting
from .team import Membership, RoleGrant, Team
from .user import User

__all__ = [
    "CompanySetting",
    "DayOff",
    "Invitation",
    "Membership",
    "RoleGrant",
    "Roster",
    "RosterAssignment",
    "Swap",
    "Team",
    "User",
]
