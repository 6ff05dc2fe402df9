"""When a step of a plan is due: working days of the person's own calendar. No Django."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lms.people.calendar import Calendar, NoWorkingDay

DONE, NOW, NEXT, LATE, LEFT_OUT = "done", "now", "next", "late", "skipped"


def nth_working_day(calendar: Calendar, start: date, n: int) -> date | None:
    """The n-th working day from `start` on, which counts when it is one; n from 1. None where no work is in sight."""
    try:
        return calendar.add_working_days(calendar.next_working_day(start, include=True), n - 1)
    except NoWorkingDay:
        return None


def due_day(calendar: Calendar, start: date, n: int, promised: date | None) -> date | None:
    """The promised day, or the n-th working day as the calendar stands now where that is later.

    Leave entered afterwards thus moves a step on, and nothing ever moves it forward. None: no day at all.
    """
    counted = nth_working_day(calendar, start, n)
    return max((day for day in (promised, counted) if day), default=None) if counted else None


def day_of_plan(calendar: Calendar, start: date, today: date) -> int:
    """Which working day of the plan it is; 0 before it begins. A day off has the number of the last working day."""
    return len(calendar.working_days(start, today))


@dataclass(frozen=True)
class Standing:
    """What is known of one step."""

    done: bool
    due: date | None
    offered: bool = True


def states(steps: Sequence[Standing], today: date) -> list[str]:
    """A state per step, in their order. Late is what is not done after its day; the first other open one is now."""
    found, now_given = [], False
    for step in steps:
        if step.done:
            found.append(DONE)
        elif not step.offered:
            found.append(LEFT_OUT)
        elif step.due is not None and step.due < today:
            found.append(LATE)
        else:
            found.append(NEXT if now_given else NOW)
            now_given = True
    return found
