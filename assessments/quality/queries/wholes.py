"""Months put together from their slices: of a person, and of a team's channel."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from assessments.quality.models import ChannelMonth, MonthRollup, PersonMonth
from assessments.quality.times import Bins, Middle, Times

from .rollups import month_rollups

COUNTS = ("tickets", "rated", "good", "late_replies", "late_solutions")
TeamMonth = tuple[date, int]


def person_months(slices: Iterable[MonthRollup] | None = None) -> Iterator[PersonMonth]:
    """Of slices that come month by month, agent by agent; default: of all there are."""
    rows = month_rollups() if slices is None else slices
    for (month, agent), group in groupby(rows, key=lambda row: (row.month, row.agent_id)):
        whole, replies, solutions = PersonMonth(month=month, agent_id=agent), Times(), Times()
        for row in group:
            _add(whole, row)
            replies.add_bins(row.replies)
            solutions.add_bins(row.solutions)
        whole.replies, whole.solutions = Middle.of(replies).stored, Middle.of(solutions).stored
        yield whole


def channel_months() -> Iterator[ChannelMonth]:
    """Of all there are."""
    for _month, slices in groupby(month_rollups(), key=lambda row: row.month):
        yield from TeamMonths().add(slices).rows()


class TeamMonths:
    """Slices of agents are added to what is held of teams' months, and taken away again."""

    def __init__(self, stored: Iterable[ChannelMonth] = ()) -> None:
        self.held: dict[TeamMonth, dict[str, ChannelMonth]] = defaultdict(dict)
        for row in stored:
            row.replies, row.solutions = Bins(row.replies), Bins(row.solutions)
            self.held[row.month, row.team_id][row.channel] = row

    def add(self, slices: Iterable[MonthRollup], sign: int = 1) -> "TeamMonths":
        for row in slices:
            if row.team_id is not None:
                whole = self._whole(row.month, row.team_id, row.channel)
                _add(whole, row, sign)
                whole.replies.add(row.replies, sign)
                whole.solutions.add(row.solutions, sign)
        return self

    def _whole(self, month: date, team: int, channel: str) -> ChannelMonth:
        channels = self.held[month, team]
        if channel not in channels:
            channels[channel] = ChannelMonth(
                month=month, team_id=team, channel=channel, replies=Bins(), solutions=Bins()
            )
        return channels[channel]

    def rows(self) -> Iterator[ChannelMonth]:
        """Those with tickets, to be written anew; nothing can be added after that."""
        for _key, channels in sorted(self.held.items()):
            kept = [row for _channel, row in sorted(channels.items()) if row.tickets]
            for slot, row in enumerate(kept):
                row.pk, row.slot = None, slot
                row.replies, row.solutions = row.replies.stored, row.solutions.stored
                yield row


def _add(whole: PersonMonth | ChannelMonth, row: MonthRollup, sign: int = 1) -> None:
    for name in COUNTS:
        setattr(whole, name, getattr(whole, name) + sign * getattr(row, name))
