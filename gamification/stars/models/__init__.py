from .months import MonthClose, MonthStanding, RewardChoice, StarChoice
from .votes import Concern, Vote, VoteLink

__all__ = ["Concern", "MonthClose", "MonthStanding", "RewardChoice", "StarChoice", "Vote", "VoteLink"]
