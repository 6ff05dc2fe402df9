"""What the pages of the minute show, put together from queries."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core import signing

from lms.learning.models import Activity, ContentSnapshot, LearningRecord
from lms.people.calendar import Calendar, NoWorkingDay
from lms.people.models import User
from lms.people.working import calendar_of

from . import queries, words
from .actions import make_sets
from .grading import Card, Option, card_in
from .marking import Certainty, mark
from .queries import OwnDay
from .streak import streak

SALT, SECONDS = "minute-card", 24 * 3600
SHOWN_STREAK = 2  # a row begins with two


def token(snapshot: ContentSnapshot, now: datetime) -> str:
    """Which version was shown, and when: the answer is graded against it."""
    return signing.dumps({"snapshot": snapshot.pk, "at": now.timestamp()}, salt=SALT)


def read_token(text: str) -> tuple[int, float] | None:
    """(snapshot id, moment); None for one that is forged or of another day."""
    try:
        found = signing.loads(text, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    return int(found["snapshot"]), float(found["at"])


def chosen_day(person: User, day: date, now: datetime) -> OwnDay:
    """The day with its cards: where none were chosen yet, or others have to be, they are now."""
    own = queries.own_day(person, day)
    if own.items is None and own.cards:
        made = make_sets(days={person: day}, at=now)[person.pk]
        return OwnDay(own.learns, own.cards, made.items, made.finished_at, own.offers)
    return own


def in_a_row(own: OwnDay, calendar: Calendar, day: date) -> int:
    working = {offered for offered in own.offers if calendar.works_on(offered)}
    return streak(working, own.offers, day)


@dataclass(frozen=True)
class Question:
    """A card before its answer. Nothing here says which answer is right."""

    uid: str
    kind: str
    kind_name: str
    title: str
    text: str
    language: str
    reason: str
    token: str
    options: Sequence[tuple[str, str]]
    certainties: Sequence[tuple[str, Any]]
    typed: bool
    missing: str = ""
    certainty: str = ""
    words: str = ""


@dataclass(frozen=True)
class Result:
    """A card after its answer, as it was shown then."""

    title: str
    text: str
    language: str
    right: bool
    given: Option | None
    best: Sequence[Option]
    why: str
    certainty: str
    mark: int | None
    typed: bool

    @property
    def certainty_name(self) -> Any:
        return words.CERTAINTY[Certainty(self.certainty)] if self.certainty else ""

    @property
    def verdict(self) -> str:
        return "right" if self.right else "sure" if self.certainty == Certainty.SURE else "wrong"


@dataclass(frozen=True)
class Done:
    results: Sequence[Result]
    streak: str
    next_day: date | None
    tomorrow: bool


@dataclass(frozen=True)
class Screen:
    """One of question, result, done; none of them: nothing is due. `item`: dict of the set, where it is in it."""

    done: int
    total: int
    question: Question | None = None
    result: Result | None = None
    finished: Done | None = None
    more: bool = False
    item: Mapping[str, Any] = field(default_factory=dict)


def question(
    person: User,
    activity: Activity,
    snapshot: ContentSnapshot,
    *,
    item: Mapping[str, Any] | None,
    now: datetime,
    shown: str = "",
    **given: str,
) -> Question:
    """`shown`: the token the card was shown with before, so that asking again does not set the clock back."""
    card = card_in(snapshot.body)
    options = [(option.uid, option.text) for option in card.options]
    random.Random(f"{person.pk}:{activity.pk}:{snapshot.pk}").shuffle(options)  # noqa: S311  not the author's order
    levels = [(level.value, words.CERTAINTY[level]) for level in Certainty]
    return Question(
        uid=str(activity.uid),
        kind=card.kind,
        kind_name=str(words.KINDS[card.kind]),
        title=card.title,
        text=card.text,
        language=snapshot.language,
        reason=words.reason(item) if item else "",
        token=shown or token(snapshot, now),
        options=() if card.typed else options,
        certainties=levels if card.asks_certainty else (),
        typed=card.typed,
        **given,
    )


def result(record: LearningRecord, snapshot: ContentSnapshot) -> Result:
    card = card_in(snapshot.body)
    right, certainty = record.score == 1, record.context.get("certainty", "")
    return Result(
        title=card.title,
        text=card.text,
        language=snapshot.language,
        right=right,
        given=card.option(record.context.get("option", "")),
        best=_best(card),
        why=card.why,
        certainty=certainty,
        mark=mark(Certainty(certainty), right) if certainty else None,
        typed=card.typed,
    )


def _best(card: Card) -> Sequence[Option]:
    """Of a phrase a few wordings; those with wildcards are for the machine."""
    return [option for option in card.right if "*" not in option.text][:2] or card.right[:1]


def results(records: Sequence[LearningRecord]) -> list[Result]:
    """Answers in the words they were given to, whatever became of the card since. One query."""
    found = queries.snapshots({row.activity_id: row.context["snapshot"] for row in records})
    return [result(row, found[row.activity_id]) for row in records if row.activity_id in found]


def done(person: User, day: date, own: OwnDay) -> Done:
    calendar = calendar_of(person)
    count = in_a_row(own, calendar, day)
    try:
        following = calendar.next_working_day(day)
    except NoWorkingDay:
        following = None
    return Done(
        results=results(queries.answers_on(person, day)),
        streak=words.in_a_row(count) if count >= SHOWN_STREAK else "",
        next_day=following,
        tomorrow=following is not None and (following - day).days == 1,
    )


# Today ------------------------------------------------------------------------------------------------


def hero(own: OwnDay, calendar: Calendar, day: date) -> Mapping[str, Any]:
    items, left = own.items or [], own.left
    first, count = left[0], in_a_row(own, calendar, day)
    return {
        "title": words.own(first["title"]),
        "minutes": max(1, round(sum(item["seconds"] for item in left) / 60)),
        "cards": words.cards(len(left)),
        "made_of": words.made_of(left),
        "reason": words.reason(first),
        "begun": len(left) < len(items),
        "streak": words.in_a_row(count) if count >= SHOWN_STREAK else "",
    }
