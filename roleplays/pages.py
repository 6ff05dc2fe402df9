"""What the pages of a talk show. What a reply would earn is in no byte before it is given."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from lms.learning.mastery import Level
from lms.learning.models import Skill
from lms.learning.words import LEVELS, TONES

from . import hearing, queries, waiting, words
from .blocks import MOODS
from .clock import Clock, clock
from .comparing import Beside, beside
from .engine import CHECK, CUSTOMER, END, Node, Talk, Turn, earned, read_bounds
from .models import Run, Suggestion, TurnNote
from .ownwords import Heard, key_phrases
from .ownwords.texts import MOST
from .talks import talk_of

MOOD_WORDS = dict(MOODS)
MOOD_TONES = {"angry": "bad", "annoyed": "warn", "worried": "warn", "sad": "warn", "relieved": "good", "happy": "good"}


@dataclass(frozen=True)
class Face:
    """The customer as one sees them now."""

    name: str
    note: str
    mood: str

    @property
    def word(self) -> Any:
        return MOOD_WORDS.get(self.mood, "")

    @property
    def tone(self) -> str:
        return MOOD_TONES.get(self.mood, "calm")


@dataclass(frozen=True)
class Meter:
    label: str
    value: int
    low: int
    high: int

    @property
    def size(self) -> int:
        return self.high - self.low

    @property
    def filled(self) -> int:
        return self.value - self.low


@dataclass(frozen=True)
class Said:
    """One bubble. `kind`: customer, narration, end or own; `shown`: names of skills, below an own reply in practice;
    `taken_for`: the reply that own words were taken for."""

    kind: str
    text: str
    shown: tuple[str, ...] = ()
    fresh: bool = False
    taken_for: str = ""


@dataclass(frozen=True)
class Aim:
    """One skill of the scenario, and whether the talk has shown it yet."""

    name: str
    shown: bool

    @property
    def letter(self) -> str:
        return self.name[:1].upper()


@dataclass(frozen=True)
class Offer:
    """One reply that can be given: its uid and its words, nothing else."""

    uid: str
    text: str


@dataclass(frozen=True)
class TalkPage:
    """`typed`: own words that were not taken for a reply; `asked`: what they may have meant; `again`: what the customer
    says to them; `sent_to`: the machine that is told what people type, if any; `waits`: what the customer says when the
    seconds of the `clock` are over."""

    run: Run
    face: Face
    meters: list[Meter]
    said: list[Said]
    offers: list[Offer]
    aims: list[Aim]
    turn: int
    about: int
    scene: Mapping[str, Any]
    typed: str = ""
    asked: tuple[Offer, ...] = ()
    again: str = ""
    sent_to: str = ""
    clock: Clock | None = None
    waits: str = ""
    longest: int = MOST

    @property
    def channel(self) -> Any:
        return words.CHANNELS.get(self.scene["channel"], "")

    @property
    def limit(self) -> str:
        return waiting.length(self.clock.seconds) if self.clock else ""

    @property
    def folded(self) -> bool:
        return self.run.own_words


def skill_names() -> dict[str, str]:
    return {skill.slug: skill.name for skill in Skill.objects.all()}


def talk_page(run: Run, *, typed: str = "", heard: Heard | None = None, at: datetime | None = None) -> TalkPage:
    """One query besides the run: the skills' names. `heard`: what is not sure yet about the words just `typed`."""
    body, talk = run.snapshot.body, talk_of(run)
    bounds, names = read_bounds(body["bounds"]), skill_names()
    return TalkPage(
        run=run,
        face=Face(body["customer"], body["note"], _mood(talk)),
        meters=_meters(talk, body),
        said=_bubbles(talk, {} if run.official else names, run.steps),
        offers=[Offer(choice.uid, choice.text) for choice in talk.options],
        aims=_aims(talk, list(bounds.tags), names, run.official),
        turn=len(talk.turns) + 1,
        about=bounds.longest or bounds.shortest,
        scene=body,
        typed=" ".join(typed.split())[:MOST] if heard else "",
        asked=_asked(talk, heard),
        again="" if heard is None or heard.guesses else _again(run, talk),
        sent_to=hearing.sent_to(),
        **_clock(run, _mood(talk), at or timezone.now()),
    )


def _clock(run: Run, mood: str, at: datetime) -> dict[str, Any]:
    found = clock(run.reply_seconds, (at - run.moved_at).total_seconds())
    body = run.snapshot.body
    return {"clock": found, "waits": waiting.waits(body["channel"], mood, run.snapshot.language)} if found else {}


def _asked(talk: Talk, heard: Heard | None) -> tuple[Offer, ...]:
    texts = {choice.uid: choice.text for choice in talk.options}
    guesses = heard.guesses if heard else ()
    return tuple(Offer(guess.uid, texts[guess.uid]) for guess in guesses if guess.uid in texts)


def _again(run: Run, talk: Talk) -> str:
    return hearing.asks_again(talk, run.snapshot.body["channel"], _mood(talk), run.snapshot.language)


def _mood(talk: Talk) -> str:
    """The last one that was named."""
    return next((node.mood for node in reversed(talk.said) if isinstance(node, Node) and node.mood), "calm")


def _meters(talk: Talk, body: Mapping[str, Any]) -> list[Meter]:
    pairs = zip(body["variables"], talk.values, strict=True)
    return [Meter(item["label"], value, item["low"], item["high"]) for item, value in pairs if item["shown"]]


def _bubbles(talk: Talk, names: Mapping[str, str], steps: Iterable[Mapping[str, str]]) -> list[Said]:
    typed = iter([step.get("said", "") for step in steps])
    parts = [part for part in talk.said if not (isinstance(part, Node) and part.kind == CHECK)]
    found = [
        _own(part, names, next(typed, "")) if isinstance(part, Turn) else Said(part.kind, part.text) for part in parts
    ]
    last = max((n for n, part in enumerate(found) if part.kind == "own"), default=-1)
    first_new = min(last + 1, len(found) - 1)
    return [replace(part, fresh=True) if n == first_new else part for n, part in enumerate(found)]


def _own(turn: Turn, names: Mapping[str, str], typed: str) -> Said:
    shown = tuple(names[tag] for tag, points in turn.choice.shows.items() if points > 0 and tag in names)
    return Said("own", typed or turn.choice.text, shown, taken_for=turn.choice.text if typed else "")


def _aims(talk: Talk, tags: Iterable[str], names: Mapping[str, str], official: bool) -> list[Aim]:
    good = {tag for turn in talk.turns for tag, points in turn.choice.shows.items() if points > 0}
    return [Aim(names[tag], tag in good and not official) for tag in tags if tag in names]


# the debrief --------------------------------------------------------------------


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


def debrief(run: Run, day: date) -> Debrief:
    """Five queries besides the run: the skills' names, notes, suggestions, the talk before, the team's talks."""
    body, talk = run.snapshot.body, talk_of(run)
    bounds, names = read_bounds(body["bounds"]), skill_names()
    shares = bounds.shares(talk.turns)
    outcome, tone = words.outcome(run.score or 0)
    near, notes = beside(run, talk, body, day), queries.notes_of(run)
    return Debrief(
        run=run,
        face=Face(body["customer"], body["note"], _mood(talk)),
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
        suggested=tuple(queries.suggestions_of(run)),
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


@dataclass(frozen=True)
class Earlier:
    """One own run in the list on the scenario's page."""

    run: Run
    word: str
    tone: str


def earlier(runs: Iterable[Run]) -> list[Earlier]:
    return [Earlier(run, *words.outcome(run.score or 0)) if run.done else Earlier(run, "", "") for run in runs]
