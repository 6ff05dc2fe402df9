"""How strict reviewers are, side by side. Nothing here writes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Any

from assessments.quality import queries
from assessments.quality.scoring import Estimate
from lms.people.models import User

FEW = 5


@dataclass(frozen=True)
class Compared:
    """A reviewer (`likely`: points more or less than others give) or a person (`likely`: the adjusted score)."""

    person: User
    n: int
    mean: float
    likely: Estimate

    @property
    def usually(self) -> str:
        return f"{self.likely.low:+.0f} … {self.likely.high:+.0f}"

    @property
    def range(self) -> str:
        return f"{self.likely.low:.0f}–{self.likely.high:.0f}"

    @property
    def sure(self) -> bool:
        """The difference is more than chance."""
        return self.n >= FEW and (self.likely.low > 0 or self.likely.high < 0)


def strictness_page(first: date, last: date) -> dict[str, Any]:
    """Of all reviews given in these days. Two queries."""
    from assessments.quality.severity import fitted  # numpy and scipy: most processes never count

    rows = list(queries.totals_given(first, last))
    found = fitted(rows)
    if found is None:
        return {"reviewers": [], "people": [], "n": len(rows)}
    names = User.objects.in_bulk({pk for person, reviewer, _ in rows for pk in (person, reviewer)})
    given, got = _grouped((row[1], row[2]) for row in rows), _grouped((row[0], row[2]) for row in rows)
    reviewers = [Compared(names[pk], len(given[pk]), fmean(given[pk]), one) for pk, one in found.reviewers.items()]
    people = [Compared(names[pk], len(got[pk]), fmean(got[pk]), one) for pk, one in found.people.items()]
    return {
        "n": len(rows),
        "reviewers": sorted(reviewers, key=lambda row: row.likely.value),
        "people": sorted(people, key=lambda row: row.person.get_full_name()),
    }


def _grouped(pairs: Iterable[tuple[int, float]]) -> dict[int, list[float]]:
    found: dict[int, list[float]] = defaultdict(list)
    for pk, total in pairs:
        found[pk].append(total)
    return found
