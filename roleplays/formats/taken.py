"""What was understood of a file: the scenario, and what could not be taken, by passage and line."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from roleplays.engine import CUSTOMER, END

from . import problems
from .problems import Problem, Refused
from .scenario_yaml import CHANNELS, ScenarioFile, uid_of

MOST_PASSAGES = 1000
MOST_TOLD = 5000  # things that cannot be taken; beyond, it is a game and no talk
LONGEST_NAME = 1_000  # of a passage; what is longer than a key is cut
MOST_REPLIES = 6  # as many as the editor holds
LONGEST_TITLE, LONGEST_KEY, LONGEST_CUSTOMER, LONGEST_PASSAGE, LONGEST_REPLY = 120, 60, 60, 20_000, 2_000
CUSTOMERS = {"en": "Customer", "ru": "Клиент"}
UNSAID = {"en": "Write here what one knows before the first word.", "ru": "Напишите, что известно до первого слова."}
LATIN = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True))
    | {"ё": "e", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": ""}
    | {"ю": "yu", "я": "ya"}
)


@dataclass(frozen=True)
class Taken:
    """`file`: one scenario. `left`: what could not be taken. `start`: as the file calls it. `strict`: our own format,
    in which an error refuses the whole."""

    format: str
    file: ScenarioFile
    left: tuple[Problem, ...] = ()
    start: str = ""
    strict: bool = False

    @property
    def body(self) -> Mapping[str, Any]:
        return next(iter(self.file.bodies.values()))

    @property
    def passages(self) -> int:
        return len(self.body["nodes"])

    @property
    def choices(self) -> int:
        return sum(len(node["choices"]) for node in self.body["nodes"])

    @property
    def ends(self) -> list[str]:
        return [node["key"] for node in self.body["nodes"] if node["kind"] == END]


@dataclass
class Told:
    """Remembers what is left out. Raises `Refused` when there is no end to it."""

    found: list[Problem] = field(default_factory=list)

    def __call__(self, line: int, message: str, part: str = "", row: int = 0, /, **values: object) -> None:
        if len(self.found) >= MOST_TOLD:
            raise Refused([Problem(line, problems.TOO_MUCH_LEFT, {"most": MOST_TOLD}, part, row)])
        self.found.append(Problem(line, message, values, part, row))

    def sorted(self) -> tuple[Problem, ...]:
        """By line of the file; where one line holds several passages, passage by passage."""
        order = {part: n for n, part in enumerate(dict.fromkeys(problem.part for problem in self.found))}
        return tuple(sorted(self.found, key=lambda problem: (problem.line, order[problem.part], problem.row)))


# names ------------------------------------------------------------------------------


def slug_of(title: str) -> str:
    """Small Latin letters, digits and hyphens; Russian letters as in a passport."""
    return re.sub(r"[^a-z0-9]+", "-", title.casefold().translate(LATIN)).strip("-")[:70].strip("-") or "talk"


def keys_of(names: Iterable[str], tell: Callable[[str, str], None]) -> dict[str, str]:
    """For each name a key of its own: letters, digits and hyphens, at most 60. `tell`: a name that was cut, its key."""
    keys: dict[str, str] = {}
    used: set[str] = set()
    for name in names:
        whole = re.sub(r"[^\w-]+", "-", name).strip("-") or "part"
        key = whole[:LONGEST_KEY].rstrip("-")
        number = 1
        while key in used:
            number += 1
            tail = f"-{number}"
            key = whole[: LONGEST_KEY - len(tail)] + tail
        used.add(key)
        keys[name] = key
        if len(whole) > LONGEST_KEY:
            tell(name, key)
    return keys


def language_of(words: Iterable[str]) -> str:
    text = "".join(words)
    russian = sum("а" <= letter <= "я" or letter == "ё" for letter in text.lower())
    return "ru" if 2 * russian > sum(map(str.isalpha, text)) else "en"


def cut(text: str, most: int, tell: Callable[..., None]) -> str:
    if len(text) <= most:
        return text
    tell(problems.LONG_WORDS, text=text[:40] + "…", most=most)
    return text[: most - 1] + "…"


# nodes ------------------------------------------------------------------------------


def reply(text: str, to: str, feedback: str = "", shows: Mapping[str, int] | None = None) -> dict[str, Any]:
    """As the engine reads one. The uid comes with `scenario`."""
    empty = {"uid": "", "when": "", "effects": {}, "why": ""}
    return {**empty, "text": text, "to": to, "feedback": feedback, "shows": dict(shows or {})}


def node(
    key: str,
    text: str,
    replies: Sequence[Mapping[str, Any]] = (),
    *,
    kind: str = CUSTOMER,
    to: str = "",
    mood: str = "",
) -> dict[str, Any]:
    empty = {"uid": "", "strong": ""}
    return {**empty, "key": key, "kind": kind, "mood": mood, "text": text, "to": to, "choices": list(replies)}


def scenario(
    title: str,
    nodes: Sequence[dict[str, Any]],
    *,
    language: str,
    words: Mapping[str, Any] | None = None,
    lines: Mapping[tuple[str, int], int] | None = None,
) -> ScenarioFile:
    """`words`: what the file says of the customer, the situation …; what it does not say has a word to write over."""
    known = dict(words or {})
    talk: dict[str, Any] = {"title": title, "customer": CUSTOMERS[language], "note": "", "situation": UNSAID[language]}
    talk |= {"good_to_know": [], **{name: known[name] for name in ("customer", "note", "situation") if known.get(name)}}
    talk["good_to_know"] = known.get("good_to_know") or []
    channel = known.get("channel")
    file = ScenarioFile(
        slug=slug_of(title),
        channel=channel if channel in CHANNELS else "chat",
        difficulty=known.get("difficulty") or 2,
        minutes=known.get("minutes") or 5,
        reply_seconds=known.get("reply_seconds"),
        skills=tuple(known.get("skills") or ()),
        words={language: talk},
        bodies={language: {"variables": [], "nodes": list(nodes)}},
        lines=dict(lines or {}),
    )
    return renamed(file, file.slug)


def renamed(file: ScenarioFile, slug: str) -> ScenarioFile:
    """The same talk as a scenario of its own, with uids of its own."""
    bodies = {language: {**body, "nodes": _with_uids(body["nodes"], slug)} for language, body in file.bodies.items()}
    return replace(file, slug=slug, bodies=bodies)


def _with_uids(nodes: Iterable[dict[str, Any]], slug: str) -> list[dict[str, Any]]:
    return [
        item
        | {
            "uid": uid_of(slug, item["key"]),
            "choices": [part | {"uid": uid_of(slug, item["key"], n)} for n, part in enumerate(item["choices"], 1)],
        }
        for item in nodes
    ]
