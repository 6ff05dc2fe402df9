"""What a roster repeats: shifts by weekday, or a cycle of days counted from an anchor.

The JSON shapes, as a form or a row keeps them:

    weekly   {"days": {"mon": ["09:00-18:00"], "tue": ["09:00-13:00", "14:00-18:00"]}}
    cyclic   {"anchor": "2026-01-05", "cycle": [["09:00-21:00"], ["09:00-21:00"], [], []]}
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import ClassVar

DAY_MINUTES = 24 * 60
LONGEST_CYCLE = 366


def gettext_noop(message: str) -> str:
    """Marks a message for extraction; `PatternError.sentence` has it translated."""
    return message


WEEKDAYS: Mapping[str, str] = {
    "mon": gettext_noop("Monday"),
    "tue": gettext_noop("Tuesday"),
    "wed": gettext_noop("Wednesday"),
    "thu": gettext_noop("Thursday"),
    "fri": gettext_noop("Friday"),
    "sat": gettext_noop("Saturday"),
    "sun": gettext_noop("Sunday"),
}
_KEYS = tuple(WEEKDAYS)
_CYCLE_DAY = gettext_noop("Day %(number)s of the cycle")
_FIRST_DAY = gettext_noop("First day of the cycle")

# One digit or two for the hour, any dash, 24:00 as an end.
_SPAN = re.compile(r"\s*(\d{1,2}):(\d{2})\s*[-–—]\s*(\d{1,2}):(\d{2})\s*", re.ASCII)


class PatternError(ValueError):
    """Roster data that cannot be read. `str()` is the English sentence naming the place."""

    def __init__(self, problem: str, *, place: str = "", **values: object) -> None:
        self.problem, self.place, self.values = problem, place, values
        super().__init__(self.sentence())

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """The same sentence in another language: pass `gettext`."""
        text = translate(self.problem) % self.values
        return f"{translate(self.place) % self.values}: {text}" if self.place else text


@dataclass(frozen=True, order=True, slots=True)
class Shift:
    """A span of wall-clock time, in whole minutes.

    An end at or before the start falls on the next day: 20:00–08:00 is a night, 08:00–08:00 is 24 hours.
    """

    start: time
    end: time

    def __post_init__(self) -> None:
        for clock in (self.start, self.end):
            if clock.tzinfo or clock.second or clock.microsecond or clock.fold:
                raise ValueError(f"A shift is wall-clock time in whole minutes, not {clock!r}.")

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    @property
    def overnight(self) -> bool:
        return self.end <= self.start

    @property
    def opens(self) -> int:
        """Minutes from the day's midnight on the wall clock: 0–1439."""
        return self.start.hour * 60 + self.start.minute

    @property
    def closes(self) -> int:
        """Minutes from the same midnight: up to 2879 for a shift that ends the next day."""
        return self.end.hour * 60 + self.end.minute + (DAY_MINUTES if self.overnight else 0)

    def until(self, minute: int) -> "Shift":
        """The same start with another end, `minute` counted as in `closes`."""
        hour, rest = divmod(minute % DAY_MINUTES, 60)
        return Shift(self.start, time(hour, rest))


@dataclass(frozen=True)
class Weekly:
    """Shifts by weekday, 0 = Monday; a weekday that is not named is free."""

    kind: ClassVar[str] = "weekly"
    days: Mapping[int, tuple[Shift, ...]]

    def __post_init__(self) -> None:
        if any(weekday not in range(7) for weekday in self.days):
            raise ValueError(f"Weekdays are numbered 0 to 6, not {list(self.days)}.")
        tidy = {weekday: tuple(sorted(shifts)) for weekday, shifts in sorted(self.days.items()) if shifts}
        object.__setattr__(self, "days", tidy)

    def __hash__(self) -> int:
        return hash(tuple(self.days.items()))

    def shifts(self, day: date) -> tuple[Shift, ...]:
        return self.days.get(day.weekday(), ())


@dataclass(frozen=True)
class Cyclic:
    """Days that repeat from an anchor, both ways in time: 2/2, 24 h/72 h, six weeks of early and late."""

    kind: ClassVar[str] = "cyclic"
    anchor: date
    cycle: tuple[tuple[Shift, ...], ...]

    def __post_init__(self) -> None:
        if not self.cycle:
            raise ValueError("A cycle has at least one day.")
        object.__setattr__(self, "cycle", tuple(tuple(sorted(shifts)) for shifts in self.cycle))

    def shifts(self, day: date) -> tuple[Shift, ...]:
        return self.cycle[(day - self.anchor).days % len(self.cycle)]


Pattern = Weekly | Cyclic


def parse_pattern(kind: str, data: object) -> Pattern:
    """A pattern from JSON-able data; raises `PatternError` at the first thing that cannot be read."""
    if kind == Weekly.kind:
        return _weekly(_table(data, {"days"}))
    if kind == Cyclic.kind:
        return _cyclic(_table(data, {"anchor", "cycle"}))
    raise PatternError(gettext_noop("“%(text)s” is not a kind of roster; use weekly or cyclic"), text=kind)


def dump_pattern(pattern: Pattern) -> dict[str, object]:
    """The inverse of `parse_pattern(pattern.kind, …)`."""
    if isinstance(pattern, Weekly):
        return {"days": {_KEYS[weekday]: dump_shifts(shifts) for weekday, shifts in pattern.days.items()}}
    return {"anchor": pattern.anchor.isoformat(), "cycle": [dump_shifts(shifts) for shifts in pattern.cycle]}


def parse_shifts(spans: object, *, place: str = "", **values: object) -> tuple[Shift, ...]:
    """One day's shifts from a list such as ["09:00-13:00", "14:00-18:00"]; raises `PatternError`.

    `place`: a translatable name of the day for the sentence, with `values` to fill it.
    """
    if not isinstance(spans, list | tuple):
        problem = gettext_noop("“%(text)s” is not a list of time spans; leave it empty for a free day")
        raise PatternError(problem, place=place, text=spans, **values)
    return tuple(sorted(_shift(span, place, values) for span in spans))


def dump_shifts(shifts: Iterable[Shift]) -> list[str]:
    """The inverse of `parse_shifts`."""
    return [str(shift) for shift in shifts]


def _table(data: object, names: set[str]) -> Mapping[str, object]:
    if not isinstance(data, Mapping) or set(data) != names:
        wanted = ", ".join(sorted(names))
        problem = gettext_noop("The roster needs these entries and no others: %(names)s")
        raise PatternError(problem, names=wanted)
    return data


def _weekly(data: Mapping[str, object]) -> Weekly:
    days = data["days"]
    if not isinstance(days, Mapping):
        problem = gettext_noop("The week needs its time spans under the names %(names)s")
        raise PatternError(problem, names=", ".join(_KEYS))
    for key in days:
        if key not in WEEKDAYS:
            problem = gettext_noop("“%(text)s” is not a weekday; use %(names)s")
            raise PatternError(problem, text=key, names=", ".join(_KEYS))
    return Weekly({_KEYS.index(key): parse_shifts(spans, place=WEEKDAYS[key]) for key, spans in days.items()})


def _cyclic(data: Mapping[str, object]) -> Cyclic:
    cycle = data["cycle"]
    if not isinstance(cycle, list | tuple) or not 1 <= len(cycle) <= LONGEST_CYCLE:
        raise PatternError(gettext_noop("A cycle is a list of 1 to %(longest)s days"), longest=LONGEST_CYCLE)
    days = (parse_shifts(spans, place=_CYCLE_DAY, number=number) for number, spans in enumerate(cycle, 1))
    return Cyclic(_anchor(data["anchor"]), tuple(days))


def _anchor(text: object) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        problem = gettext_noop("“%(text)s” is not a date; write 2026-01-05")
        raise PatternError(problem, place=_FIRST_DAY, text=text) from None


def _shift(span: object, place: str, values: Mapping[str, object]) -> Shift:
    found = _SPAN.fullmatch(span) if isinstance(span, str) else None
    clocks = (_clock(*found.group(1, 2)), _clock(*found.group(3, 4), end=True)) if found else (None, None)
    if clocks[0] is None or clocks[1] is None:
        problem = gettext_noop("“%(text)s” is not a time span; write 09:00-18:00")
        raise PatternError(problem, place=place, text=span, **values)
    return Shift(clocks[0], clocks[1])


def _clock(hour: str, minute: str, *, end: bool = False) -> time | None:
    if end and (hour, minute) == ("24", "00"):
        return time(0)
    return time(int(hour), int(minute)) if int(hour) < 24 and int(minute) < 60 else None
