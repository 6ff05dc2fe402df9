from lms.learning.rebuilding import register_projection

from .models import ChannelMonth, DayRollup, MonthRollup, PersonMonth, RepeatRollup
from .queries.repeats import repeat_rollups
from .queries.rollups import day_rollups, month_rollups
from .queries.wholes import channel_months, person_months

SUMS = {"reply_minutes": 1e-4, "solving_minutes": 1e-4}  # added in another order they may differ in the last digits


def register() -> None:
    register_projection("quality day", DayRollup, ("day", "agent_id", "slot"), day_rollups, SUMS)
    register_projection("quality month", MonthRollup, ("month", "agent_id", "slot"), month_rollups, SUMS)
    register_projection("quality month of a person", PersonMonth, ("month", "agent_id"), person_months)
    register_projection("quality month of a channel", ChannelMonth, ("month", "team_id", "slot"), channel_months)
    register_projection("quality repeats", RepeatRollup, ("month", "agent_id", "slot"), repeat_rollups)
