"""What compared ratings come to, in words and numbers. Who may read which is decided in `access`, never here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.learning.agreement import (
    FIRM,
    TENTATIVE,
    Agreed,
    Severity,
    Unit,
    alpha,
    from_median,
    mean_kappa,
    severity,
    with_interval,
)

from .models import ComparedTicket, Look
from .scorecards import Line, lines_of, score
from .scoring import category_score
from .words import heat_of

FAR = 40.0  # of 100, between two reviewers of one category: worth talking about
ENOUGH = 3  # tickets, before agreement is put into a word


@dataclass(frozen=True)
class Rated:
    """One category of one ticket as each of them rated it."""

    line: Line
    ratings: Sequence[tuple[Look, int | None]]
    agreed: int | None
    agreed_given: bool

    @property
    def far_apart(self) -> bool:
        percents = [category_score(value, self.line.scale) for _look, value in self.ratings if value is not None]
        return len(percents) > 1 and max(percents) - min(percents) >= FAR

    @property
    def middle(self) -> float | None:
        values = [value for _look, value in self.ratings if value is not None]
        return median(values) if values else None


@dataclass(frozen=True)
class TicketLine:
    """A ticket of a comparison for one reader. `mine`: their look; `rated`: empty while they may not read."""

    row: ComparedTicket
    mine: Look | None
    rated: Sequence[Rated]
    looks: Sequence[Look]
    may_agree: bool

    @property
    def heat(self) -> dict[str, Any]:
        """For a heat map: a row a category, a column a person, and what they settled on."""
        shown = [one for one in self.rated if not one.line.bonus or one.middle is not None]
        rows = [{"name": one.line.title, "cells": [*_cells(one), _cell(one.line, one.agreed)]} for one in shown]
        return {"columns": [*(look.person.get_short_name() for look in self.looks), _("Settled on")], "rows": rows}

    @property
    def apart(self) -> list[Rated]:
        return [one for one in self.rated if one.far_apart]


def _cells(one: Rated) -> list[dict[str, Any]]:
    return [_cell(one.line, value) for _look, value in one.ratings]


def _cell(line: Line, value: int | None) -> dict[str, Any]:
    if value is None:
        return {"level": None}
    return {"value": value, "level": heat_of(category_score(value, line.scale))}


def ticket_lines(
    rows: Iterable[ComparedTicket],
    lines: Sequence[Line],
    readable: Sequence[Look],
    mine: Mapping[int, Look],
    over: bool,
) -> list[TicketLine]:
    """`readable`: what `access.looks_read` handed out. `mine`: own looks by ticket id, drafts too."""
    found = []
    for row in rows:
        looks = [look for look in readable if look.ticket_id == row.ticket_id]
        rated = [_rated(line, looks, row) for line in lines] if looks else []
        found.append(TicketLine(row, mine.get(row.ticket_id), rated, looks, bool(looks) and over))
    return found


def _rated(line: Line, looks: Sequence[Look], row: ComparedTicket) -> Rated:
    ratings = [(look, look.ratings.get(line.uid)) for look in looks]
    return Rated(line, ratings, row.agreed.get(line.uid), line.uid in row.agreed)


@dataclass(frozen=True)
class CategoryAgreement:
    """How alike one category is read. Percents, so that scales may differ."""

    title: str
    n: int
    alpha: Agreed | None
    kappa: Agreed | None
    apart: Agreed | None

    @property
    def word(self) -> str:
        if self.n < ENOUGH or self.apart is None:
            return _("too few tickets to say")
        if self.alpha is None:
            return _("read alike")
        if self.alpha.value >= FIRM:
            return _("read alike")
        return _("mostly read alike") if self.alpha.value >= TENTATIVE else _("read differently: talk about it")

    @property
    def tone(self) -> str:
        if self.n < ENOUGH or self.apart is None:
            return ""
        if self.alpha is None or self.alpha.value >= FIRM:
            return "good"
        return "action" if self.alpha.value >= TENTATIVE else "warn"


def agreement(looks: Iterable[Look]) -> list[CategoryAgreement]:
    """Per category over all these looks, in the order of the newest checklist that has it."""
    units, titles = _units(looks)
    return [
        CategoryAgreement(
            titles[uid],
            len([unit for unit in found if len(unit) > 1]),
            with_interval(alpha, found),
            with_interval(mean_kappa, found),
            with_interval(from_median, found),
        )
        for uid, found in units.items()
    ]


def _units(looks: Iterable[Look]) -> tuple[dict[str, list[Unit]], dict[str, str]]:
    """Per category a unit for each ticket of each comparison."""
    found: dict[str, dict[tuple[Any, int], dict[int, float]]] = {}
    titles: dict[str, str] = {}
    for look in looks:
        for line in lines_of(look.snapshot.body):
            chosen = look.ratings.get(line.uid)
            titles[line.uid] = line.title
            if chosen is not None and not line.bonus:
                place = found.setdefault(line.uid, {}).setdefault((look.comparison_id, look.ticket_id), {})
                place[look.person_id] = category_score(chosen, line.scale)
    return {uid: list(units.values()) for uid, units in found.items()}, titles


@dataclass(frozen=True)
class Strictness:
    person: Any
    severity: Severity

    @property
    def words(self) -> str:
        points = abs(round(self.severity.mean))
        if self.severity.low is None:
            return _("too few tickets to say")
        if not self.severity.sure or not points:
            return _("about as strict as the others")
        stricter = ngettext(
            "stricter than the others by about %(n)s point", "stricter than the others by about %(n)s points", points
        )
        milder = ngettext(
            "milder than the others by about %(n)s point", "milder than the others by about %(n)s points", points
        )
        return (stricter if self.severity.mean < 0 else milder) % {"n": points}


def strictness(looks: Sequence[Look]) -> list[Strictness]:
    """Of everybody who rated together with others: whole reviews, before a critical category makes them 0."""
    units: dict[tuple[Any, int], dict[int, float]] = {}
    people = {}
    for look in looks:
        total = _mean_of(look)
        people[look.person_id] = look.person
        if total is not None:
            units.setdefault((look.comparison_id, look.ticket_id), {})[look.person_id] = total
    found = [(person, severity(list(units.values()), pk)) for pk, person in people.items()]
    rows = [Strictness(person, one) for person, one in found if one]
    return sorted(rows, key=lambda row: row.person.get_full_name())


def _mean_of(look: Look) -> float | None:
    """The weighted mean of the percents."""
    percents = score(look.snapshot.body, look.ratings).percents
    weights = {line.uid: line.weight for line in lines_of(look.snapshot.body) if not line.bonus}
    total = sum(weights[uid] for uid in percents if uid in weights)
    return sum(percents[uid] * weights[uid] for uid in percents if uid in weights) / total if total else None
