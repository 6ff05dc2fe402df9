"""Near you this month, on Today: the own band and one thing a colleague did. One query."""

from collections.abc import Mapping
from typing import Any

from lms.home.panels import Panel, Today, register_today

from . import queries
from .levels import band


def near_you(today: Today) -> Mapping[str, Any] | None:
    teams = queries.own_teams(today.person, today.day)
    month = queries.month_of(today.day)
    board = queries.board(today.person, queries.learners(today.day, teams), month, today.day)
    new = queries.is_new(today.person, today.day)
    if board.place is None and not (new and board.good):
        return None
    rows = [] if board.place is None else band(board.rows, board.place)
    return {"rows": rows, "good": board.good, "me": today.person, "new": new, "language": today.language}


def register() -> None:
    register_today(Panel("near you", "side", 30, "points/panels/near_you.html", near_you, feature="boards"))
