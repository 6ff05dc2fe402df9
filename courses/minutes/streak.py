"""Working days in a row on which a minute was due and was done (measures §5). No Django."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

ENOUGH_MINUTES = 30  # of the shift in which the minute could be done


@dataclass(frozen=True)
class Offer:
    """What a day offered. `open_minutes`: of the shift, with the site up and cards waiting."""

    done: bool
    open_minutes: int = 0

    @property
    def missed(self) -> bool:
        """There was time for it. A set that came at the end of the shift, or an outage, is nobody's miss."""
        return not self.done and self.open_minutes >= ENOUGH_MINUTES


def streak(working: Collection[date], offers: Mapping[date, Offer], today: date) -> int:
    """Days in a row up to today. Days that are no working days (any more) neither count nor break;
    nor do working days on which nothing was due. Today is not missed before it is over."""
    count = 0
    for day in sorted((day for day in offers if day <= today and day in working), reverse=True):
        if offers[day].done:
            count += 1
        elif offers[day].missed and day != today:
            break
    return count
