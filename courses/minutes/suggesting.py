"""Which card suits a team's free day. No Django."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Suggestion:
    """`skill`: the team's weak skill it was chosen for; None: the team has not had it for long."""

    card: int
    skill: int | None


def suggested(
    days: Sequence[date],
    cards: Mapping[int, Collection[int]],
    weak: Sequence[int],
    used: Mapping[int, date],
) -> dict[date, Suggestion]:
    """One card a day, none twice: on the weakest skills first, of those the one not set for longest.

    `cards`: skills by card; `used`: the last day each was set for the team.
    """
    place = {skill: number for number, skill in enumerate(weak)}

    def rank(card: int) -> tuple[bool, int, date, int]:
        best = min((place[skill] for skill in cards[card] if skill in place), default=len(weak))
        last = used.get(card, date.min)
        return card in used, best, last, card

    picks = sorted(cards, key=rank)
    return {day: Suggestion(card, _for(cards[card], weak)) for day, card in zip(days, picks, strict=False)}


def _for(skills: Collection[int], weak: Sequence[int]) -> int | None:
    return next((skill for skill in weak if skill in skills), None)
