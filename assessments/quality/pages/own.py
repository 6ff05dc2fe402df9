"""One person's quality as the pages show it. Nothing here writes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.quality import queries, words
from assessments.quality.models import Review
from assessments.quality.periods import Part, PeriodScore
from assessments.quality.scorecards import Line
from lms.learning.models import Activity, Evidence
from lms.learning.words import SOURCES
from lms.people.models import User
from lms.ui import dates

from .reviews import FEW, ReviewLine

MONTHS = 6
LAST_REVIEWS = 10
STEPS = 16  # reviews and practice on one line
WORD_REVIEWS = 5


def months_back(day: date, count: int = MONTHS) -> list[tuple[date, date]]:
    """Whole months, oldest first, the one of `day` last."""
    found = [queries.month_of(day)]
    while len(found) < count:
        found.insert(0, queries.month_of(found[0][0] - timedelta(days=1)))
    return found


def in_a_sentence(month: str) -> str:
    """Russian months are common nouns."""
    return month.lower() if get_language() == "ru" else month


@dataclass(frozen=True)
class PartLine:
    """One part in words and numbers."""

    part: Part

    @property
    def title(self) -> Any:
        return words.PARTS[self.part.name]

    @property
    def query(self) -> str:
        """What of the list of tickets the part is made of."""
        return "&reviewed=yes" if self.part.name == "reviews" else ""

    @property
    def word(self) -> Any:
        return words.word_of(self.part.score) if self.part.enough and self.part.score is not None else ""

    @property
    def tone(self) -> str:
        return words.tone_of(self.part.score) if self.part.enough and self.part.score is not None else ""

    @property
    def raw(self) -> str:
        """In its own unit: a share, minutes, points."""
        if self.part.raw is None:
            return "–"
        if self.part.name == "csat":
            return f"{round(100 * self.part.raw)}\N{NO-BREAK SPACE}%"
        if self.part.name == "reviews":
            return str(round(self.part.raw))
        return dates.duration(60 * self.part.raw)

    @property
    def usually(self) -> str:
        likely = self.part.likely
        return f"{round(likely.low)}–{round(likely.high)}" if likely else "–"


@dataclass(frozen=True)
class Month:
    first: date
    score: PeriodScore

    @property
    def label(self) -> str:
        return date_format(self.first, "F")

    @property
    def name(self) -> str:
        return in_a_sentence(self.label)

    @property
    def days(self) -> str:
        """For the list of tickets of the month."""
        first, last = queries.month_of(self.first)
        return f"first={first}&last={last}"

    @property
    def value(self) -> int | None:
        return None if self.score.likely is None else round(self.score.likely.value)

    @property
    def usually(self) -> str:
        likely = self.score.likely
        return f"{round(likely.low)}–{round(likely.high)}" if likely else ""

    @property
    def weakest_title(self) -> Any:
        """Of the part furthest from its norm, when one is missed."""
        weakest = self.score.weakest
        return words.PARTS[weakest[0]] if weakest and weakest[1] < 1 else ""


@dataclass(frozen=True)
class Moment:
    """A dot on a category's line: a review's word, or a day of practice. `percent` None: practice."""

    day: date
    title: str
    percent: float | None = None
    url: str = ""
    note: str = ""

    @property
    def short(self) -> str:
        return in_a_sentence(date_format(self.day, "j M"))

    @property
    def level(self) -> int:
        """0–3, as high as the column stands."""
        return 0 if self.percent is None else words.heat_of(self.percent)

    @property
    def word(self) -> Any:
        return "" if self.percent is None else words.word_of(self.percent)

    @property
    def tone(self) -> str:
        return "star" if self.percent is None else words.tone_of(self.percent)


@dataclass(frozen=True)
class CategoryLine:
    """One category of the checklist for one person: its last reviews with the days of practice between them."""

    line: Line
    moments: Sequence[Moment]
    percents: Sequence[float]

    @property
    def mean(self) -> float | None:
        return fmean(self.percents) if self.percents else None

    @property
    def word(self) -> Any:
        return words.word_of(self.mean) if self.mean is not None and len(self.percents) >= FEW else ""

    @property
    def tone(self) -> str:
        return words.tone_of(self.mean) if self.mean is not None and len(self.percents) >= FEW else ""

    @property
    def more(self) -> int:
        return max(0, FEW - len(self.percents))

    @property
    def practice(self) -> list[Moment]:
        """The last two times."""
        return [moment for moment in self.moments if moment.percent is None][-2:]


@dataclass(frozen=True)
class PersonPage:
    person: User
    months: Sequence[Month]
    parts: Sequence[PartLine]
    reviews: Sequence[ReviewLine]
    categories: Sequence[CategoryLine]
    practice: Sequence[Activity]

    @property
    def now(self) -> Month:
        """The last month with enough to say something, else the current one."""
        return next((month for month in reversed(self.months) if month.score.enough), self.months[-1])

    @property
    def trend(self) -> int:
        """Of the last two months that say something: 1 up, −1 down, 0 about the same or too early."""
        values = [month.value for month in self.months if month.value is not None]
        change = values[-1] - values[-2] if len(values) > 1 else 0
        return (change >= 3) - (change <= -3)

    @property
    def points(self) -> list[tuple[str, int]]:
        return [(month.label, month.value) for month in self.months if month.value is not None]

    @property
    def band(self) -> list[tuple[float, float]]:
        return [(month.score.likely.low, month.score.likely.high) for month in self.months if month.score.likely]

    @property
    def strong(self) -> CategoryLine | None:
        known = [line for line in self.categories if line.word and (line.mean or 0) >= 70]
        return max(known, key=lambda line: line.mean or 0, default=None)

    @property
    def weak(self) -> CategoryLine | None:
        known = [line for line in self.categories if line.word and (line.mean or 0) < 85]
        weakest = min(known, key=lambda line: line.mean or 0, default=None)
        return None if weakest is self.strong else weakest

    @property
    def anything(self) -> bool:
        return bool(self.reviews) or any(month.score.tickets for month in self.months)


def person_page(person: User, day: date, language: str) -> PersonPage:
    """Eight queries whatever there is."""
    months = months_back(day)
    scores = queries.period_scores([person], months)[person.pk]
    known = [Month(first, score) for (first, _last), score in zip(months, scores, strict=True)]
    reviews = list(queries.reviews_of(person, months[0][0]))
    lines = queries.current_lines(language)
    slugs = {slug for line in lines for slug in line.skills}
    practised = list(queries.practice_of(person, slugs, months[0][0]))
    categories = [_category(line, reviews, practised) for line in lines]
    page = PersonPage(person, known, (), [ReviewLine(row) for row in reviews], categories, ())
    parts = [PartLine(part) for part in page.now.score.parts]
    practice = queries.practice_for(page.weak.line.skills) if page.weak else []
    return PersonPage(person, known, parts, page.reviews, categories, practice)


def _category(line: Line, reviews: Iterable[Review], practised: Iterable[Evidence]) -> CategoryLine:
    """Oldest first on the line; what a person reads of it is its last ten reviews, the word is of the last five."""
    rated = [row for row in reviews if line.uid in row.percents][:LAST_REVIEWS]
    moments = [_reviewed(row, line.uid) for row in rated]
    seen: set[tuple[date, int]] = set()
    for piece in practised:
        if piece.skill.slug in line.skills and (key := (piece.record.day, piece.record.activity_id)) not in seen:
            seen.add(key)
            moments.append(_practised(piece))
    moments.sort(key=lambda moment: (moment.day, moment.percent is not None))
    return CategoryLine(
        line, _one_practice_between(moments)[-STEPS:], [row.percents[line.uid] for row in rated[:WORD_REVIEWS]]
    )


def _one_practice_between(moments: Iterable[Moment]) -> list[Moment]:
    """Of several days of practice in a row the last: what counts is that there was some before the next review."""
    kept: list[Moment] = []
    for moment in moments:
        if kept and moment.percent is None and kept[-1].percent is None:
            kept.pop()
        kept.append(moment)
    return kept


def _reviewed(row: Review, uid: str) -> Moment:
    url = reverse("quality_review", args=[row.uid])
    day = row.reviewed_on
    assert day is not None  # noqa: S101  standing reviews have one
    return Moment(
        day, row.ticket.subject or _("Ticket %(id)s") % {"id": row.ticket.external_id}, row.percents[uid], url
    )


def _practised(piece: Evidence) -> Moment:
    source = str(SOURCES.get(piece.record.source, piece.record.source))
    return Moment(piece.record.day, piece.record.activity.title, None, "", source)
