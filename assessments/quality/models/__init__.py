from .advice import Advice
from .agent import AgentMatch
from .asking import Answer, RatingLink
from .comparing import ComparedTicket, Comparison, Look
from .connection import Connection, HookCall
from .dispute import Coaching, Dispute, Reply
from .importing import ColumnMap, ImportRun
from .recording import Recording
from .review import Review
from .rollup import ChannelMonth, DayRollup, MonthRollup, PersonMonth, RepeatRollup
from .sample import Plan, Sample, SampledTicket
from .scorecard import Scorecard, ScorecardCategory
from .ticket import Ticket

__all__ = [
    "Advice",
    "AgentMatch",
    "Answer",
    "ChannelMonth",
    "Coaching",
    "ColumnMap",
    "ComparedTicket",
    "Comparison",
    "Connection",
    "DayRollup",
    "Dispute",
    "HookCall",
    "ImportRun",
    "Look",
    "MonthRollup",
    "PersonMonth",
    "Plan",
    "RatingLink",
    "Recording",
    "RepeatRollup",
    "Reply",
    "Review",
    "Sample",
    "SampledTicket",
    "Scorecard",
    "ScorecardCategory",
    "Ticket",
]
