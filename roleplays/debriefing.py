"""What looking back at a talk shows: turn by turn, over the whole, beside the person's last one and the team's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lms.learning.mastery import Level
from lms.learning.words import LEVELS, TONES

from . import queries, waiting, words
from .comparing import ALONE, Beside, beside
from .engine import CHECK, CUSTOMER, END, Node, Talk, Turn, earned, read_bounds
from .models import Run, Suggestion, TurnNote
from .ownwords import key_phrases
from .pages import Face, mood_of, skill_names
from .talks import talk_of


@dataclass(frozen=True)
class Move:
    """How a meter went in one turn."""

    label: str
    before: int
    after: int


@dataclass(frozen=True)
class Moment:
    """One turn looked back at. `heard`: what was said before it; `shown`, `missed`: names of skills; `typed`: own
    words; `phrases_said`, `phrases_missed`: of the key phrases the author gave.

    `last_time`: what the person said here in their last talk, `usual`: what most of the team says, where it is not
    what was said now. `waited`: in words, where the customer had to wait.
    """

    number: int
    heard: list[str]
    text: str
    shown: list[str]
    missed: list[str]
    feedback: str
    why: str
    strong: str
    moves: list[Move]
    last_time: str = ""
    usual: str = ""
    notes: tuple[TurnNote, ...] = ()
    typed: str = ""
    phrases_said: tuple[str, ...] = ()
    phrases_missed: tuple[str, ...] = ()
    waited: str = ""

    @property
    def tone(self) -> str:
        return "warn" if self.missed else "good" if self.shown else ""


@dataclass(frozen=True)
class Showing:
    """One skill over the whole talk: share 0–1 between the weakest and the strongest way through."""

    name: str
    share: float

    @property
    def percent(self) -> int:
        return round(100 * self.share)

    @property
    def level(self) -> Level:
        return next(level for level in Level if self.share >= level.value)

    @property
    def word(self) -> Any:
        return LEVELS[self.level]

    @property
    def tone(self) -> str:
        return {"action": "good"}.get(TONES[self.level], TONES[self.level])


@dataclass(frozen=True)
class Changed:
    """One skill against the last talk, in points of 100."""

    name: str
    by: int


@dataclass(frozen=True)
class Before:
    """The person's last talk of the same version."""

    run: Run
    word: Any
    changed: list[Changed]

    @property
    def percent(self) -> int:
        return round(100 * (self.run.score or 0))


@dataclass(frozen=True)
class Debrief:
    run: Run
    face: Face
    moments: list[Moment]
    ending: list[str]
    showings: list[Showing]
    outcome: str
    tone: str
    points: int
    worst: int
    best: int
    scene: Mapping[str, Any]
    before: "Before | None" = None
    notes: tuple[TurnNote, ...] = ()
    suggested: tuple[Suggestion, ...] = ()

    @property
    def percent(self) -> int:
        return round(100 * (self.run.score or 0))

    @property
    def turning(self) -> Moment | None:
        """Where patience fell most, if it fell by two or more at once."""
        falls = [(move.before - move.after, moment) for moment in self.moments for move in moment.moves[:1]]
        worst = max(falls, key=lambda pair: pair[0], default=(0, None))
        return worst[1] if worst[0] >= 2 else None


def debrief(run: Run, day: date | None) -> Debrief:
    """Five queries besides the run: the skills' names, notes, suggestions, the talk before, the team's talks.

    `day`: what the team is compared on; None for a guest, whose talk stands beside nobody's.
    """
    body, talk = run.snapshot.body, talk_of(run)
    bounds, names = read_bounds(body["bounds"]), skill_names()
    shares = bounds.shares(talk.turns)
    outcome, tone = (words.guest_outcome if run.guest_id else words.outcome)(run.score or 0)
    near = beside(run, talk, body, day) if day else ALONE
    notes = queries.notes_of(run) if day else []
    return Debrief(
        run=run,
        face=Face(body["customer"], body["note"], mood_of(talk)),
        moments=[
            _compared(moment, turn, near, notes)
            for moment, turn in zip(_moments(talk, body, names, run.steps), talk.turns, strict=True)
        ],
        ending=_ending(talk),
        showings=[Showing(names[tag], share) for tag, share in shares.items() if tag in names],
        outcome=outcome,
        tone=tone,
        points=sum(earned(talk.turns).values()),
        worst=bounds.total.worst,
        best=bounds.total.best,
        scene=body,
        before=_before(near, names),
        notes=tuple(note for note in notes if note.turn == 0),
        suggested=tuple(queries.suggestions_of(run)) if day else (),
    )


def _before(near: Beside, names: Mapping[str, str]) -> Before | None:
    if near.before is None:
        return None
    word, _tone = words.outcome(near.before.score or 0)
    return Before(near.before, word, [Changed(names[tag], by) for tag, by in near.moved.items() if tag in names])


def _compared(moment: Moment, turn: Turn, near: Beside, notes: list[TurnNote]) -> Moment:
    return replace(
        moment,
        last_time=_other(turn, near.last),
        usual=_other(turn, near.usual),
        notes=tuple(note for note in notes if note.turn == moment.number),
    )


def _other(turn: Turn, given: Mapping[str, str]) -> str:
    """The words of the reply given there, unless it is the one given now."""
    choice = turn.node.choice(given.get(turn.node.uid, ""))
    return choice.text if choice and choice.uid != turn.choice.uid else ""


def _moments(
    talk: Talk, body: Mapping[str, Any], names: Mapping[str, str], steps: Sequence[Mapping[str, str]]
) -> Iterator[Moment]:
    heard: list[str] = []
    number = 0
    for part in talk.said:
        if isinstance(part, Node):
            heard += [part.text] if part.kind != CHECK else []
            continue
        number += 1
        moment = _moment(number, part, heard, body, names)
        moment = replace(moment, waited=waiting.told(steps[number - 1], body.get("reply_seconds") or 0))
        yield _with_words(moment, part, steps[number - 1].get("said", ""))
        heard = []


def _with_words(moment: Moment, turn: Turn, typed: str) -> Moment:
    said, missed = key_phrases.sorted_out(typed or turn.choice.text, turn.node.key_phrases)
    return replace(moment, typed=typed, phrases_said=tuple(said), phrases_missed=tuple(missed))


def _moment(number: int, turn: Turn, heard: list[str], body: Mapping[str, Any], names: Mapping[str, str]) -> Moment:
    shows = turn.choice.shows
    return Moment(
        number=number,
        heard=heard,
        text=turn.choice.text,
        shown=[names[tag] for tag, points in shows.items() if points > 0 and tag in names],
        missed=[names[tag] for tag, points in shows.items() if points < 0 and tag in names],
        feedback=turn.choice.feedback,
        why=turn.choice.why,
        strong=turn.node.strong,
        moves=[
            Move(item["label"], before, after)
            for item, before, after in zip(body["variables"], turn.before, turn.after, strict=True)
            if item["shown"] and before != after
        ],
    )


def _ending(talk: Talk) -> list[str]:
    """What was said after the last reply."""
    tail: list[str] = []
    for part in reversed(talk.said):
        if isinstance(part, Turn):
            break
        if part.kind in (CUSTOMER, END) or part.text:
            tail.append(part.text)
    return [text for text in reversed(tail) if text]
