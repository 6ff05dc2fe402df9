from .candidate import Candidate
from .erasure import ErasureAct
from .kit import InterviewKit, KitQuestion
from .opening import Opening
from .question import InterviewQuestion, QuestionAnchor
from .scorecard import Interviewing, Rating, Scorecard

__all__ = [
    "Candidate",
    "ErasureAct",
    "InterviewKit",
    "InterviewQuestion",
    "Interviewing",
    "KitQuestion",
    "Opening",
    "QuestionAnchor",
    "Rating",
    "Scorecard",
]
