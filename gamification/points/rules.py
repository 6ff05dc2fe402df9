"""Which points a thing done earns: plain Python, no Django (measures §5).

A rule pays at most its daily cap a person and day. A record is paid once a rule, whatever happens to it later. A
rule that pays `once` pays an activity once in a person's life; the others pay each time the thing was due.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

ROUNDING = 1e-9


@dataclass(frozen=True)
class Rule:
    """`code` is the same in all versions of a rule. `low`, `high`: score in per cent, None: any. Empty: any."""

    pk: int
    code: str
    verb: str
    source: str
    kind: str
    low: int | None
    high: int | None
    points: int
    daily_cap: int
    once: bool
    since: date
    until: date | None

    def fits(self, event: "Event") -> bool:
        named = self.verb == event.verb and self.source in ("", event.source) and self.kind in ("", event.kind)
        held = self.since <= event.day and (self.until is None or event.day <= self.until)
        return named and held and self._in_band(event.score) and (self.once or event.due)

    def _in_band(self, score: float | None) -> bool:
        if self.low is None and self.high is None:
            return True
        if score is None:
            return False
        least, most = self.low or 0, 100 if self.high is None else self.high
        return least - ROUNDING <= 100 * score <= most + ROUNDING


@dataclass(frozen=True)
class Event:
    """A record as the rules see it. `due`: False for a repeat nobody asked for. `score` in 0–1."""

    record: int
    activity: int
    verb: str
    source: str
    kind: str
    score: float | None
    day: date
    due: bool = True


@dataclass(frozen=True)
class Award:
    rule: int
    code: str
    record: int
    activity: int
    day: date
    points: int


@dataclass
class Paid:
    """What one person has been paid, by rule code: records, activities, and points a day."""

    records: set[tuple[str, int]] = field(default_factory=set)
    items: set[tuple[str, int]] = field(default_factory=set)
    days: Counter[tuple[str, date]] = field(default_factory=Counter)

    def add(self, award: Award, *, taken_back: bool = False) -> None:
        """A payment taken back frees the activity and the day, never the record."""
        self.records.add((award.code, award.record))
        if not taken_back:
            self.items.add((award.code, award.activity))
            self.days[award.code, award.day] += award.points

    def left(self, rule: Rule, day: date) -> int:
        return max(0, rule.daily_cap - self.days[rule.code, day])


def awards(rules: Iterable[Rule], event: Event, paid: Paid) -> list[Award]:
    """What this record earns after what was paid; `paid` is brought up to date."""
    found = []
    for rule in rules:
        points = _points(rule, event, paid)
        if points:
            award = Award(rule.pk, rule.code, event.record, event.activity, event.day, points)
            paid.add(award)
            found.append(award)
    return found


def _points(rule: Rule, event: Event, paid: Paid) -> int:
    if not rule.fits(event) or (rule.code, event.record) in paid.records:
        return 0
    if rule.once and (rule.code, event.activity) in paid.items:
        return 0
    return min(rule.points, paid.left(rule, event.day))
