"""A Twine story, however it was stored, as a scenario, and a scenario as a story.

A passage becomes a part of the talk. Its words without the links are what the customer says; with the tag “narration”
they tell what happens. Every link becomes a reply, in its order, also where there is one alone: nothing that was
written is lost. With the tag “goes-on” the last link is where the talk goes on by itself. A passage without links is
an end. A tag that is a mood (“angry”) is the mood. The passage with the tag “scenario” says, as JSON, what one knows
before the talk; Twine keeps it like any other passage nobody links to.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from roleplays.clock import LONGEST, SHORTEST
from roleplays.engine import CHECK, CUSTOMER, END, MOODS, NARRATION

from . import problems
from .lined_json import load
from .markup import Content, Link, escaped, read_content
from .problems import Problem, Refused
from .scenario_yaml import ScenarioFile, uid_of
from .taken import (
    LONGEST_CUSTOMER,
    LONGEST_KEY,
    LONGEST_NAME,
    LONGEST_PASSAGE,
    LONGEST_REPLY,
    LONGEST_TITLE,
    MOST_PASSAGES,
    MOST_REPLIES,
    Taken,
    Told,
    cut,
    keys_of,
    language_of,
    node,
    reply,
    scenario,
)

GOES_ON, ABOUT, ABOUT_NAME = "goes-on", "scenario", "About the talk"  # a key holds no spaces: no part is called so
START = "Start"
SPECIAL_TAGS = {"script": problems.SCRIPT, "stylesheet": problems.STYLE}
# what Twine 1, SugarCube and Harlowe show by itself or run: no passage of the story
NAMES_OF_FORMATS = """
StoryAuthor StorySubtitle StoryMenu StorySettings StoryIncludes StoryInit StoryCaption StoryBanner
StoryInterface StoryShare StoryDisplayTitle PassageDone PassageFooter PassageHeader PassageReady
"""
TAGS_OF_FORMATS = """
startup header footer debug-startup debug-header debug-footer storylet widget init Twine.image Twine.audio
Twine.video Twine.vtt Twine.private annotation
"""
RUN_NAMES, RUN_TAGS = frozenset(NAMES_OF_FORMATS.split()), frozenset(TAGS_OF_FORMATS.split())


@dataclass(frozen=True)
class Passage:
    """`line`: of its header in the file; `text_line`: of its first words; `rows`: the text has lines of the file."""

    name: str
    text: str
    tags: tuple[str, ...] = ()
    line: int = 0
    text_line: int = 0
    rows: bool = True
    pid: str = ""


@dataclass
class Story:
    """`start`: the name of the passage it begins with, empty when the file does not say; `start_line` says so."""

    title: str = ""
    format: str = ""
    start: str = ""
    start_line: int = 0
    ifid: str = ""
    passages: list[Passage] = field(default_factory=list)


def taken_from(story: Story, name: str, told: Told, language: str = "") -> Taken:
    """`name`: of the format. `language`: empty: as most letters are. Raises `Refused`."""
    return _Taking(story, told).taken(name, language)


class _Taking:
    def __init__(self, story: Story, told: Told) -> None:
        self.story, self.told = story, told
        self.about: dict[str, Any] = {}
        self.contents: dict[str, Content] = {}

    def taken(self, name: str, language: str) -> Taken:
        passages = self.passages()
        if not passages:
            raise Refused([Problem(0, problems.NO_PASSAGES), *self.told.found])
        start = self.start(passages)
        passages = {start: passages[start]} | passages
        self.contents = {name: self.content(passage) for name, passage in passages.items()}
        keys = self.keys(passages)
        nodes = [self.node(passage, keys) for passage in passages.values()]
        spoken = language or self.about.get("language") or language_of(text for n in nodes for text in _texts(n))
        title = cut(self.story.title or start, LONGEST_TITLE, lambda message, **values: self.told(0, message, **values))
        lines = {(keys[name], 0): passage.line for name, passage in passages.items()}
        lines |= {(keys[name], n): line for name in passages for n, line in self.reply_lines(passages[name])}
        file = scenario(title, nodes, language=spoken, words=self.about, lines=lines)
        return Taken(name, file, self.told.sorted(), start)

    # passages -----------------------------------------------------------------------

    def passages(self) -> dict[str, Passage]:
        """By name, those that are part of the talk."""
        if len(self.story.passages) > MOST_PASSAGES:
            over = self.story.passages[MOST_PASSAGES]
            raise Refused([Problem(over.line, problems.TOO_MANY_PASSAGES, {"most": MOST_PASSAGES})])
        found: dict[str, Passage] = {}
        for passage in self.story.passages:
            if self.belongs(passage, found):
                found[passage.name] = passage
        return found

    def belongs(self, passage: Passage, found: Mapping[str, Passage]) -> bool:
        if ABOUT in passage.tags:
            self.read_about(passage)
            return False
        message = next((SPECIAL_TAGS[tag] for tag in passage.tags if tag in SPECIAL_TAGS), "")
        if not message and (passage.name in RUN_NAMES or not RUN_TAGS.isdisjoint(passage.tags)):
            message = problems.SPECIAL
        if not message and not passage.name:
            message = problems.NO_NAME
        if message:
            self.told(passage.line, message, passage.name)
        elif passage.name in found:
            first = found[passage.name].line
            self.told(passage.line, problems.DOUBLE_PASSAGE, passage.name, first=first)
        elif len(passage.name) > LONGEST_NAME:
            raise Refused([Problem(passage.line, problems.NAME_TOO_LONG, {"most": LONGEST_NAME})])
        elif len(passage.text) > LONGEST_PASSAGE:
            problem = Problem(passage.line, problems.LONG_PASSAGE, {"most": LONGEST_PASSAGE}, passage.name)
            raise Refused([problem])
        else:
            return True
        return False

    def start(self, passages: Mapping[str, Passage]) -> str:
        """Named by the story, else “Start”, else the first."""
        wanted = self.story.start
        if wanted in passages:
            return wanted
        found = START if START in passages else next(iter(passages))
        if wanted:
            self.told(self.story.start_line, problems.NO_SUCH_START, found, name=wanted)
        elif found != START:
            self.told(passages[found].line, problems.NO_START, found)
        return found

    def content(self, passage: Passage) -> Content:
        def tell(row: int, message: str, **values: object) -> None:
            self.told(_line(passage, row), message, passage.name, row, **values)

        return read_content(passage.text, self.story.format, tell)

    def keys(self, passages: Mapping[str, Passage]) -> dict[str, str]:
        """Of the passages, then of those that links lead to and nobody wrote."""

        def long(name: str, key: str) -> None:
            if name in passages:
                self.told(passages[name].line, problems.LONG_NAME, name[:60] + "…", most=LONGEST_KEY, key=key)

        wanted = dict.fromkeys(link.to for content in self.contents.values() for link in content.links)
        return keys_of(dict.fromkeys([*passages, *wanted]), long)

    # parts --------------------------------------------------------------------------

    def node(self, passage: Passage, keys: Mapping[str, str]) -> dict[str, Any]:
        content = self.contents[passage.name]
        links, onward = self.links(passage, content, keys)
        mood = next((tag for tag in passage.tags if tag in MOODS), "")
        if not content.links:
            kind = END
        else:
            kind = NARRATION if NARRATION in passage.tags else CUSTOMER
        if not content.text:
            self.told(passage.line, problems.NO_WORDS, passage.name)
        replies = [reply(cut(link.text, LONGEST_REPLY, self.at(passage, link)), keys[link.to]) for link in links]
        to = keys[onward.to] if onward else ""
        return node(keys[passage.name], content.text, replies, kind=kind, to=to, mood="" if kind == NARRATION else mood)

    def links(self, passage: Passage, content: Content, keys: Mapping[str, str]) -> tuple[list[Link], Link | None]:
        """The replies, and where it goes on by itself."""
        links = list(content.links)
        for link in links:
            if link.to not in self.contents:
                self.at(passage, link)(problems.MISSING, text=_short(link.text), name=_short(link.to))
        onward = links.pop() if GOES_ON in passage.tags and links else None
        for number, link in enumerate(links[MOST_REPLIES:], MOST_REPLIES + 1):
            self.at(passage, link)(problems.MANY_REPLIES, text=_short(link.text), number=number)
        return links[:MOST_REPLIES], onward

    def at(self, passage: Passage, link: Link) -> Any:
        def tell(message: str, **values: object) -> None:
            self.told(_line(passage, link.row), message, passage.name, link.row, **values)

        return tell

    def reply_lines(self, passage: Passage) -> Iterable[tuple[int, int]]:
        for number, link in enumerate(self.contents[passage.name].links, 1):
            yield number, _line(passage, link.row)

    # what one knows before ------------------------------------------------------------

    def read_about(self, passage: Passage) -> None:
        def tell(message: str, **values: object) -> None:
            self.told(passage.text_line or passage.line, message, passage.name, **values)

        try:
            data, _lines = load(passage.text)
        except Refused as refused:
            tell(refused.problems[0].message, **refused.problems[0].values)
            return
        if not isinstance(data, dict):
            tell(problems.NEW_WORD, name=passage.name)
            return
        for name, value in data.items():
            if name in ABOUT_WORDS and ABOUT_WORDS[name](value):
                self.about[name] = (
                    cut(value, ABOUT_LONGEST.get(name, LONGEST_PASSAGE), tell) if _words(value) else value
                )
            else:
                tell(problems.NEW_WORD, name=name)


def _words(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _list(value: Any) -> bool:
    return isinstance(value, list) and all(map(_words, value))


def _between(low: int, high: int) -> Any:
    return lambda value: type(value) is int and low <= value <= high


ABOUT_WORDS: dict[str, Any] = {
    "language": lambda value: value in ("en", "ru"),
    "channel": lambda value: value in ("chat", "email", "phone", "counter"),
    "difficulty": _between(1, 3),
    "minutes": _between(1, 60),
    "reply_seconds": _between(SHORTEST, LONGEST),
    "customer": _words,
    "note": _words,
    "situation": _words,
    "good_to_know": _list,
    "skills": _list,
}
ABOUT_LONGEST = {"customer": LONGEST_CUSTOMER, "note": 120}


def _line(passage: Passage, row: int) -> int:
    return passage.text_line + (row - 1 if passage.rows else 0)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _texts(item: Mapping[str, Any]) -> list[str]:
    return [item["text"], *(choice["text"] for choice in item["choices"])]


# a scenario as a story --------------------------------------------------------------


def story_of(file: ScenarioFile, language: str) -> tuple[Story, list[Problem]]:
    """The talk in one language, and what Twine has no place for."""
    told = Told()
    body, words = file.bodies[language], file.words[language]
    passages = [_passage(item, told) for item in body["nodes"]]
    for item in body["variables"]:
        told(0, problems.LOST_VARIABLE, name=item["label"])
    about = {"language": language, "channel": file.channel, "difficulty": file.difficulty, "minutes": file.minutes}
    about |= {"reply_seconds": file.reply_seconds}
    about |= {"skills": list(file.skills), **{name: words[name] for name in ("customer", "note", "situation")}}
    about |= {"good_to_know": list(words["good_to_know"])}
    text = json.dumps({name: part for name, part in about.items() if part}, ensure_ascii=False, indent=1)
    passages.append(Passage(ABOUT_NAME, text, (ABOUT,)))
    start = body["nodes"][0]["key"] if body["nodes"] else ""
    ifid = uid_of(file.slug, "ifid").upper()
    return Story(words["title"], "", start, 0, ifid, passages), told.found


def _passage(item: Mapping[str, Any], told: Told) -> Passage:
    tags = [item["kind"]] if item["kind"] in (NARRATION, CHECK) else []
    tags += [item["mood"]] if item["mood"] else []
    links = [f"[[{escaped(_reply_words(choice))}->{choice['to']}]]" for choice in item["choices"]]
    if item["to"]:
        tags.append(GOES_ON)
        links.append(f"[[{item['to']}]]")
    _lost(item, told)
    text = "\n\n".join(part for part in (escaped(item["text"]), "\n".join(links)) if part)
    return Passage(item["key"], text, tuple(tags))


def _reply_words(choice: Mapping[str, Any]) -> str:
    """In one line; a branch of a check has no words, so its condition stands for them."""
    return " ".join((choice["text"] or choice["when"] or choice["to"]).split())


def _lost(item: Mapping[str, Any], told: Told) -> None:
    if item["kind"] == CHECK:
        told(0, problems.LOST_CHECK, item["key"])
        return
    names = {"when": problems.LOST_WHEN, "effects": problems.LOST_EFFECTS, "shows": problems.LOST_POINTS}
    names |= {"feedback": problems.LOST_FEEDBACK, "why": problems.LOST_FEEDBACK}
    messages = [message for choice in item["choices"] for name, message in names.items() if choice[name]]
    messages += [problems.LOST_FEEDBACK] if item["strong"] else []
    for message in dict.fromkeys(messages):
        told(0, message, item["key"])
