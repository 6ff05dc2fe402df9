"""What may become of a request for a second look, and when. No Django.

open ── keep ──► kept        decided by somebody who neither gave the review nor is reviewed
  ├─── change ─► changed     a corrected review takes the old one's place
  └── withdraw ► withdrawn   by whoever asked
"""

from datetime import date, timedelta

DAYS = 14
OPEN, KEPT, CHANGED, WITHDRAWN = "open", "kept", "changed", "withdrawn"
AFTER = {(OPEN, "keep"): KEPT, (OPEN, "change"): CHANGED, (OPEN, "withdraw"): WITHDRAWN}


class NotPossible(Exception):
    """That cannot be done any more, or not by this person."""


def after(state: str, deed: str) -> str:
    """The state a deed leads to. Raises NotPossible."""
    try:
        return AFTER[state, deed]
    except KeyError:
        raise NotPossible(f"{deed} of what is {state}") from None


def last_day(reviewed_on: date) -> date:
    """Until when a second look may be asked for."""
    return reviewed_on + timedelta(days=DAYS)


def in_time(reviewed_on: date | None, today: date) -> bool:
    return reviewed_on is not None and today <= last_day(reviewed_on)
