from lms.learning.rebuilding import register_projection

from .models import DayRollup, MonthRollup
from .queries.rollups import day_rollups, month_rollups

SUMS = {"reply_minutes": 1e-4, "solving_minutes": 1e-4}  # added in another order they may differ in the last digits


def register() -> None:
    register_projection("quality day", DayRollup, ("day", "agent_id", "slot"), day_rollups, SUMS)
    register_projection("quality month", MonthRollup, ("month", "agent_id", "slot"), month_rollups, SUMS)
