"""What the pages of a talk show. What a reply would earn is in no byte before it is given."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from lms.learning.models import Skill

from . import hearing, waiting, words
from .blocks import MOODS
from .clock import Clock, clock
from .engine import CHECK, Node, Talk, Turn, read_bounds
from .models import Run
from .ownwords import Heard
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
    says to them; `sent_to`: the machine that is told what people type, if any; `here`: where replies are posted;
    `waits`: what the customer says when the seconds of the `clock` are over."""

    run: Run
    face: Face
    meters: list[Meter]
    said: list[Said]
    offers: list[Offer]
    aims: list[Aim]
    turn: int
    about: int
    scene: Mapping[str, Any]
    here: str
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


def first_face(body: Mapping[str, Any]) -> Face:
    """The customer before anything is said."""
    return Face(body["customer"], body["note"], next((node["mood"] for node in body["nodes"] if node["mood"]), "calm"))


def skill_names() -> dict[str, str]:
    return {skill.slug: skill.name for skill in Skill.objects.all()}


def talk_page(
    run: Run, *, here: str = "", typed: str = "", heard: Heard | None = None, at: datetime | None = None
) -> TalkPage:
    """One query besides the run: the skills' names. `heard`: what is not sure yet about the words just `typed`.

    `here`: the guest's page, else that of a person's own talk.
    """
    body, talk = run.snapshot.body, talk_of(run)
    bounds, names = read_bounds(body["bounds"]), skill_names()
    return TalkPage(
        run=run,
        face=Face(body["customer"], body["note"], mood_of(talk)),
        meters=_meters(talk, body),
        said=_bubbles(talk, {} if run.blind else names, run.steps),
        offers=[Offer(choice.uid, choice.text) for choice in talk.options],
        aims=[] if run.guest_id else _aims(talk, list(bounds.tags), names, run.official),
        turn=len(talk.turns) + 1,
        about=bounds.longest or bounds.shortest,
        scene=body,
        here=here or reverse("roleplay_run", args=[run.uid]),
        typed=" ".join(typed.split())[:MOST] if heard else "",
        asked=_asked(talk, heard),
        again="" if heard is None or heard.guesses else _again(run, talk),
        sent_to=hearing.sent_to(),
        **_clock(run, mood_of(talk), at or timezone.now()),
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
    return hearing.asks_again(talk, run.snapshot.body["channel"], mood_of(talk), run.snapshot.language)


def mood_of(talk: Talk) -> str:
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


@dataclass(frozen=True)
class Earlier:
    """One own run in the list on the scenario's page."""

    run: Run
    word: str
    tone: str


def earlier(runs: Iterable[Run]) -> list[Earlier]:
    return [Earlier(run, *words.outcome(run.score or 0)) if run.done else Earlier(run, "", "") for run in runs]
