from .activity import Activity
from .assignment import Assignment
from .certificate import Certificate
from .focus import Focus
from .guest import GuestPass
from .piece import Piece
from .projections import ActivityState, Mastery
from .record import Evidence, LearningRecord
from .skill import Skill
from .snapshot import ContentSnapshot

__all__ = [
    "Activity",
    "ActivityState",
    "Assignment",
    "Certificate",
    "ContentSnapshot",
    "Evidence",
    "Focus",
    "GuestPass",
    "LearningRecord",
    "Mastery",
    "Piece",
    "Skill",
]
