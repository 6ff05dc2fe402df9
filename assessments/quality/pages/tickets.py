"""What customers wrote, and what came late. Nothing here writes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from assessments.quality import words
from assessments.quality.models import Ticket
from assessments.quality.norms import limits_of
from assessments.quality.queries.tickets import commented, late_by
from assessments.quality.scoring import GOOD_RATING
from assessments.quality.themes import themes_of
from lms.people import queries as people_queries
from lms.people.models import User

MOST_COMMENTS, QUOTED = 500, 5


@dataclass
class Theme:
    title: Any
    topic: str
    good: int
    bad: int
    quotes: Sequence[Ticket]

    @property
    def n(self) -> int:
        return self.good + self.bad


def comments_page(tickets: QuerySet[Ticket], first: date, last: date) -> dict[str, Any]:
    """The newest comments of these days by theme and by topic, what is bad most often first. One query."""
    rows = list(commented(tickets, first, last)[: MOST_COMMENTS + 1])
    more, rows = len(rows) > MOST_COMMENTS, rows[:MOST_COMMENTS]
    by_theme: dict[str, list[Ticket]] = defaultdict(list)
    by_topic: dict[str, list[Ticket]] = defaultdict(list)
    for row in rows:
        by_topic[row.category].append(row)
        for name in themes_of(row.csat_comment) or ["other"]:
            by_theme[name].append(row)
    return {
        "n": len(rows),
        "more": more,
        "themes": _themes((words.THEMES[name], "", some) for name, some in by_theme.items()),
        "topics": _themes((name or words.NO_TOPIC, name, some) for name, some in by_topic.items()),
    }


def _themes(groups: Iterable[tuple[Any, str, Sequence[Ticket]]]) -> list[Theme]:
    found = [_theme(*group) for group in groups]
    return sorted(found, key=lambda theme: (-theme.bad, -theme.n, str(theme.title)))


def _theme(title: Any, topic: str, rows: Sequence[Ticket]) -> Theme:
    """Bad ones are quoted first, each wording once."""
    good = Counter((row.csat or 0) >= GOOD_RATING for row in rows)[True]
    worst = sorted(rows, key=lambda row: (row.csat or 0) >= GOOD_RATING)
    once = {row.csat_comment: row for row in reversed(worst)}
    return Theme(title, topic, good, len(rows) - good, list(once.values())[::-1][:QUOTED])


@dataclass(frozen=True)
class LateLine:
    title: Any
    link: str
    row: Mapping[str, Any]

    @property
    def replies(self) -> int:
        return int(self.row["late_replies"])

    @property
    def solutions(self) -> int:
        return int(self.row["late_solutions"])

    @property
    def tickets(self) -> int:
        return int(self.row["tickets"])


def late_page(whose: Q, people: Iterable[User], first: date, last: date) -> dict[str, Any]:
    """Late tickets of this month by channel and by person. Three queries."""
    names = {person.pk: person for person in people}
    channels = late_by("channel", whose, first)
    persons = late_by("agent_id", whose, first)
    limits = limits_of(people_queries.settings_on(last))
    return {
        "channels": [LateLine(words.channel(row["channel"]), f"channel={row['channel']}", row) for row in channels],
        "people": [
            LateLine(names[row["agent_id"]].get_full_name(), f"who={names[row['agent_id']].uid}", row)
            for row in persons
            if row["agent_id"] in names and row["late_replies"] + row["late_solutions"]
        ],
        "limits": [
            (words.channel(name) if name else words.OTHERS, _minutes(reply), _minutes(solving))
            for name, (reply, solving) in sorted(limits.items(), reverse=True)
        ],
    }


def _minutes(value: float | None) -> float | None:
    return None if value is None else 60 * value
