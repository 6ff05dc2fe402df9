"""A fair sample that anybody can draw again from its seed. No Django.

Of everybody the same number, as far as the week's minutes go; who gets one more turns week by week. Within a person's
tickets every one has the same chance, and the sample is spread over ratings, channels, length and age as the tickets
are: they stand in that order and are taken at even distances from a random start; the starts of colleagues are spread
over the order too (systematic sampling with a Latin square of starts).
"""

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

Z90 = 1.6449
NOISE = 18.0  # deviation of one review around a person's own level, as in `shrinkage.REVIEW_PRIOR`
CHANGE = 10  # points a lead would want to see
SHORT, LONG = 600, 2000  # letters


@dataclass(frozen=True)
class Choosable:
    """A ticket that may be drawn. `rating`: 0–1; `letters`: how long its conversation is."""

    pk: int
    agent: int
    channel: str
    rating: float | None
    letters: int
    solved_on: date

    @property
    def stratum(self) -> tuple[int, str, int]:
        """Poor, none or good rating; channel; short, middling or long."""
        rating = 1 if self.rating is None else 0 if self.rating < 0.75 else 2
        return rating, self.channel, (self.letters > SHORT) + (self.letters > LONG)


def ordered(tickets: Iterable[Choosable]) -> dict[int, list[int]]:
    """Per agent the ids in the order of their kinds, within a kind by age."""
    found: dict[int, list[int]] = {}
    for row in sorted(tickets, key=lambda row: (row.stratum, row.solved_on, row.pk)):
        found.setdefault(row.agent, []).append(row.pk)
    return found


@dataclass(frozen=True)
class Frame:
    """What a week is drawn from. `tickets`: per agent, in order; `had`: their draws of late; `seats`: how many fit."""

    tickets: Mapping[int, Sequence[int]]
    had: Mapping[int, int]
    seats: int

    def stored(self) -> dict[str, object]:
        """For JSON."""
        return {
            "tickets": [[agent, list(rows)] for agent, rows in sorted(self.tickets.items())],
            "had": [[agent, n] for agent, n in sorted(self.had.items())],
            "seats": self.seats,
        }

    @staticmethod
    def read(stored: Mapping[str, object]) -> "Frame":
        tickets, had, seats = stored["tickets"], stored["had"], stored["seats"]
        if not (isinstance(tickets, list) and isinstance(had, list) and isinstance(seats, int)):
            raise ValueError("not a frame")
        return Frame(dict(tickets), dict(had), seats)


def seats(minutes: int, minutes_each: int) -> int:
    """How many reviews fit into the minutes."""
    return minutes // max(1, minutes_each)


def draw_week(frame: Frame, each: int, seed: int) -> list[int]:
    """At most `each` of everybody and `frame.seats` altogether, in an order that favours nobody."""
    dice = random.Random(seed)  # noqa: S311  a sample, not a secret
    counts = _counts(frame, each, dice)
    starts = _starts(sorted(counts), dice)
    chosen = [pick for agent in sorted(counts) for pick in _spread(frame.tickets[agent], counts[agent], starts[agent])]
    dice.shuffle(chosen)
    return chosen


def _counts(frame: Frame, each: int, dice: random.Random) -> dict[int, int]:
    """Round by round; in a round that does not go all the way round, first who had fewest of late, then by lot."""
    counts = {agent: 0 for agent in sorted(frame.tickets) if frame.tickets[agent]}
    left = frame.seats
    lots = {agent: dice.random() for agent in counts}
    order = sorted(counts, key=lambda agent: (frame.had.get(agent, 0), lots[agent]))
    for turn in range(each):
        for agent in order:
            if left and len(frame.tickets[agent]) > turn:
                counts[agent] += 1
                left -= 1
    return {agent: n for agent, n in counts.items() if n}


def _starts(agents: Sequence[int], dice: random.Random) -> dict[int, float]:
    """One in each of as many equal parts of 0–1, dealt by lot: each alone is uniform, together they cover it."""
    places = list(range(len(agents)))
    dice.shuffle(places)
    return {agent: (place + dice.random()) / len(agents) for agent, place in zip(agents, places, strict=True)}


def _spread(tickets: Sequence[int], count: int, start: float) -> list[int]:
    """`count` at even distances; every ticket has the chance count / number of tickets."""
    step = len(tickets) / count
    return [tickets[min(int((turn + start) * step), len(tickets) - 1)] for turn in range(count)]


def draw(tickets: Mapping[int, Sequence[int]], each: int, seed: int) -> list[int]:
    """`tickets`: per agent the ids to choose from. At most `each` of everybody, in an order that favours nobody."""
    dice = random.Random(seed)  # noqa: S311  a sample, not a secret
    chosen = [
        pick
        for agent in sorted(tickets)
        for pick in dice.sample(sorted(tickets[agent]), min(each, len(tickets[agent])))
    ]
    dice.shuffle(chosen)
    return chosen


def weeks_to_see(a_week: float, points: float = CHANGE, noise: float = NOISE) -> int | None:
    """After how many weeks before and as many after a change of so many points shows (90 %). None: nothing is reviewed.

    Two means of m reviews each differ by luck by less than z·σ·√(2/m); that is `points` at m = 2(zσ/points)².
    """
    if a_week <= 0:
        return None
    return math.ceil(2 * (Z90 * noise / points) ** 2 / a_week)
