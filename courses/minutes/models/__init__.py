from .card import CardOption, MinuteCard
from .day import DaySet
from .memory import CardMemory
from .plan import PlannedMinute

__all__ = ["CardMemory", "CardOption", "DaySet", "MinuteCard", "PlannedMinute"]
