"""Weeks of a team, drawn one after the other: what the draw promises, counted."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from assessments.quality.sampling import Choosable, Frame, draw_week, ordered, seats

CHANNELS, RATINGS = ("chat", "e-mail", "phone"), (None, None, 1.0, 1.0, 0.25)
MONDAY = date(2026, 1, 5)


@dataclass
class Promises:
    """`apart`: the largest difference of two colleagues' draws in eight weeks.

    `off`: squared distance of the week's shares of kinds from those of all tickets, summed; `lot_off`: the same of a
    plain lot without kinds. `first_place`: how often the first ticket of an agent was drawn against its chance.
    """

    weeks: int = 0
    over_budget: int = 0
    over_each: int = 0
    unused: int = 0
    apart: int = 0
    off: float = 0.0
    lot_off: float = 0.0
    drawn: Counter[int] = field(default_factory=Counter)
    chance: Counter[int] = field(default_factory=Counter)


def week_of(dice: random.Random, agents: int, fewest: int, most: int) -> list[Choosable]:
    found = []
    for agent in range(1, agents + 1):
        for _ in range(dice.randint(fewest, most)):
            day = MONDAY + timedelta(days=dice.randrange(7))
            found.append(
                Choosable(len(found), agent, dice.choice(CHANNELS), dice.choice(RATINGS), dice.randrange(3000), day)
            )
    return found


def shares(rows: list[Choosable]) -> dict[object, float]:
    counted = Counter(row.stratum[0] for row in rows)
    return {kind: n / len(rows) for kind, n in counted.items()}


def distance(some: list[Choosable], all_rows: list[Choosable]) -> float:
    one, other = shares(some), shares(all_rows)
    return sum((one.get(kind, 0.0) - share) ** 2 for kind, share in other.items())


def simulated(weeks: int, seed: int = 1) -> Promises:
    """Teams of 3–12 people, 4–40 tickets each, 1–3 a person, from 15 to 240 minutes."""
    dice, found = random.Random(seed), Promises()
    for _ in range(max(1, weeks // 8)):
        agents, each, minutes = dice.randint(3, 12), dice.randint(1, 3), dice.choice((15, 30, 60, 120, 240))
        history: list[Counter[int]] = []
        for _week in range(8):
            _one_week(dice, found, agents, each, minutes, history)
        _compare(found, history, agents)
    return found


def _one_week(dice, found, agents, each, minutes, history) -> None:
    rows = week_of(dice, agents, 4, 40)
    by_id, room = {row.pk: row for row in rows}, seats(minutes, dice.choice((3, 8)))
    had = sum(history, Counter())
    frame = Frame(ordered(rows), had, room)
    seed = dice.randrange(2**48)
    chosen = draw_week(frame, each, seed)
    assert chosen == draw_week(Frame.read(frame.stored()), each, seed)
    counts = Counter(by_id[pk].agent for pk in chosen)
    found.weeks += 1
    found.over_budget += len(chosen) > room
    found.over_each += max(counts.values(), default=0) > each
    found.unused += len(chosen) < min(room, each * agents)
    if counts and max(counts.values()) - min(counts.get(agent, 0) for agent in range(1, agents + 1)) > 1:
        found.apart = max(found.apart, 2)
    history.append(counts)
    if chosen:
        found.off += distance([by_id[pk] for pk in chosen], rows)
        lot = [by_id[pk] for agent, n in counts.items() for pk in dice.sample(list(frame.tickets[agent]), n)]
        found.lot_off += distance(lot, rows)
    for agent, pks in frame.tickets.items():
        for place, pk in enumerate(pks):
            found.drawn[min(place, 3)] += pk in chosen
            found.chance[min(place, 3)] += counts.get(agent, 0) / len(pks)


def _compare(found: Promises, history: list[Counter[int]], agents: int) -> None:
    """Over the weeks nobody falls behind by more than one."""
    totals = sum(history, Counter())
    difference = max(totals[agent] for agent in range(1, agents + 1)) - min(
        totals[agent] for agent in range(1, agents + 1)
    )
    found.apart = max(found.apart, difference)
