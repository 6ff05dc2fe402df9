"""What a person is to practise next, and how it has gone since: the weakest skill with enough evidence. No Django."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .mastery import Level, Sums, estimate

LOW = 0.5  # a result below this says the skill was missing
RECENT = 6  # results one speaks of: “two of the last six”
FROM_TICKETS = "review"


@dataclass(frozen=True)
class Result:
    """One piece of evidence on the skill: score 0–1, the person's date, its source. Given in order of time."""

    score: float
    day: date
    source: str


@dataclass(frozen=True)
class Story:
    """`low` of `recent` results from `source` were below one half, the first of them on `since`.

    Where the source is ticket reviews: practised so many times after that, first on `practised_on`; then `later`
    reviews came, `later_good` of them one half or better.
    """

    source: str
    low: int
    recent: int
    since: date
    practised_on: date | None
    practised: int
    later: int
    later_good: int


def weakest(masteries: Mapping[int, Sums]) -> int | None:
    """The id of the weakest skill with enough evidence, below steady; None when every known skill holds.

    Means are compared to the sixth digit, so that sums added in another order choose the same skill.
    """
    if not masteries:
        return None
    day = max(sums.as_of for sums in masteries.values())
    found = [(estimate(sums, day), skill) for skill, sums in masteries.items()]
    weak = [
        (round(known.mean, 6), skill)
        for known, skill in found
        if known.enough and round(known.mean, 6) < Level.STEADY.value
    ]
    return min(weak)[1] if weak else None


def told(rows: Sequence[Result]) -> Story | None:
    """The story of one weak skill; None without results. Real customers count before exercises."""
    if not rows:
        return None
    reviews = [n for n, row in enumerate(rows) if row.source == FROM_TICKETS][-RECENT:]
    start = next((n for n in reviews if rows[n].score < LOW), None)
    if start is None:
        last = rows[-RECENT:]
        return Story(last[-1].source, _low(last), len(last), last[0].day, None, 0, 0, 0)
    practice = [n for n in range(start, len(rows)) if rows[n].source != FROM_TICKETS]
    turn = practice[0] if practice else len(rows)
    before, later = [rows[n] for n in reviews if n < turn], [rows[n] for n in reviews if n > turn]
    return Story(
        source=FROM_TICKETS,
        low=_low(before),
        recent=len(before),
        since=rows[start].day,
        practised_on=rows[turn].day if practice else None,
        practised=len(practice),
        later=len(later),
        later_good=len(later) - _low(later),
    )


def _low(rows: Iterable[Result]) -> int:
    return sum(row.score < LOW for row in rows)
