"""Packages of H5P Branching Scenario (`.h5p`).

By the semantics of H5P.BranchingScenario 1.x and H5P.BranchingQuestion 1.0. `content/content.json` holds
`branchingScenario.content`, the first of which begins. A question's alternatives become replies with their feedback;
texts tell what happens and go on by themselves. `nextContentId` counts from 0; below 0 is an end: the alternative's own
feedback where it has one, else the end screen of that number. Points are kept as what the reply shows, under one skill:
those of the reply that leads on (“dynamic-score”), or those of the end it leads to (“static-end-score”).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from roleplays.engine import CUSTOMER, END, NARRATION

from . import problems
from .lined import Path
from .lined_json import load
from .markup import plain_words
from .packages import open_package, part_of
from .problems import Problem, Refused
from .taken import (
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

NAME = "h5p-branching"
MAIN, QUESTION, TEXT, IMAGE = "H5P.BranchingScenario", "H5P.BranchingQuestion", "H5P.AdvancedText", "H5P.Image"
ABOUT, CONTENT = "h5p.json", "content/content.json"
ENDS = {"en": "The end of the talk.", "ru": "Разговор окончен."}
UNTITLED = re.compile(r"untitled\b|без названия|part-\d+$|$", re.IGNORECASE)
STATIC, DYNAMIC = "static-end-score", "dynamic-score"
MOST_POINTS = 999


def read(data: bytes, language: str = "", skill: str = "") -> Taken:
    """`skill`: what points show; without it they are left out, and told. Raises `Refused`."""
    with open_package(data) as package:
        about, _lines = _json(part_of(package, ABOUT))
        main = about.get("mainLibrary") if isinstance(about, dict) else None
        if main != MAIN:
            raise Refused([Problem(0, problems.NOT_BRANCHING, {"name": str(main or "—")[:60]})])
        content, lines = _json(part_of(package, CONTENT))
    return _Reader(about, content, lines, skill).taken(language)


def _json(data: bytes) -> tuple[Any, dict[Path, int]]:
    try:
        return load(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused([Problem(data.count(b"\n", 0, error.start) + 1, problems.NOT_UTF8)]) from error


@dataclass(frozen=True)
class Screen:
    """An end: its words, and the points one has there (0: none said)."""

    text: str
    points: int = 0


def _part(value: Any, *path: str) -> Any:
    """What lies there, or None."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _text(value: Any, *path: str) -> str:
    found = _part(value, *path)
    return plain_words(found) if isinstance(found, str) else ""


class _Reader:
    def __init__(self, about: Any, content: Any, lines: Mapping[Path, int], skill: str) -> None:
        self.about, self.lines, self.skill = about, lines, skill
        self.told = Told()
        self.whole = _part(content, "branchingScenario")
        parts = _part(self.whole, "content")
        if not isinstance(parts, list) or not parts:
            raise Refused([Problem(1, problems.NO_CONTENT)])
        if len(parts) > MOST_PASSAGES:
            raise Refused([Problem(self.line(MOST_PASSAGES), problems.TOO_MANY_PASSAGES, {"most": MOST_PASSAGES})])
        self.parts: list[Any] = parts
        self.library = [self.library_of(number) for number in range(len(parts))]
        self.names = self.names_of()
        self.keys = list(keys_of(self.names, self.long_name).values())
        self.ends: dict[Screen, str] = {}
        self.no_scores = False

    def line(self, number: int) -> int:
        return self.lines.get(("branchingScenario", "content", number), 1)

    def tell(self, at: int, message: str, /, **values: object) -> None:
        self.told(self.line(at), message, self.names[at], 0, **values)

    def long_name(self, name: str, key: str) -> None:
        self.tell(self.names.index(name), problems.LONG_NAME, most=60, key=key)

    def library_of(self, number: int) -> str:
        library = _part(self.parts[number], "type", "library")
        if not isinstance(library, str) or not isinstance(_part(self.parts[number], "type", "params"), dict):
            raise Refused([Problem(self.line(number), problems.H5P_SHAPE, {"number": number + 1})])
        return library.split(" ")[0]

    def names_of(self) -> list[str]:
        """Their titles, where somebody gave one of its own; else by their number."""
        titles = [" ".join(_text(part, "type", "metadata", "title").split()) for part in self.parts]
        times = Counter(titles)
        return [
            f"part-{number}" if UNTITLED.match(title) or times[title] > 1 else title
            for number, title in enumerate(titles, 1)
        ]

    # the whole ------------------------------------------------------------------------

    def taken(self, language: str) -> Taken:
        self.language = language or self.spoken()
        if _part(self.whole, "behaviour", "randomizeBranchingQuestions") is True:
            self.told(0, problems.H5P_ORDER)
        self.screens = dict(self.end_screens())
        nodes = [self.node(number) for number in range(len(self.parts))]
        self.end_points(nodes)
        nodes += [node(key, screen.text, kind=END) for screen, key in self.ends.items()]
        title = _text(self.about, "title") or _text(self.whole, "title") or self.names[0]
        title = cut(" ".join(title.split()), LONGEST_TITLE, lambda message, **values: self.told(0, message, **values))
        lines = {(key, 0): self.line(number) for number, key in enumerate(self.keys)}
        words = {"situation": self.situation(), "skills": [self.skill] if self.used_skill(nodes) else []}
        file = scenario(title, nodes, language=self.language, words=words, lines=lines)
        return Taken(NAME, file, self.told.sorted(), self.names[0])

    def spoken(self) -> str:
        said = self.about.get("defaultLanguage") or self.about.get("language")
        texts = [_text(part, "type", "params", "branchingQuestion", "question") for part in self.parts]
        return said if said in ("en", "ru") else language_of([*texts, *self.names])

    def situation(self) -> str:
        start = _part(self.whole, "startScreen")
        if isinstance(_part(start, "startScreenImage"), dict):
            self.told(0, problems.PICTURE)
        words = (_text(start, "startScreenTitle"), _text(start, "startScreenSubtitle"))
        return "\n".join(text for text in words if text)[:LONGEST_PASSAGE]

    def used_skill(self, nodes: list[dict[str, Any]]) -> bool:
        return any(choice["shows"] for item in nodes for choice in item["choices"])

    # parts ----------------------------------------------------------------------------

    def node(self, number: int) -> dict[str, Any]:
        params, library = self.parts[number]["type"]["params"], self.library[number]
        if library == QUESTION:
            return self.question(number, params)
        text = self.words_of(number, params, library)
        if self.scoring == DYNAMIC and _part(self.parts[number], "feedback", "endScreenScore"):
            self.tell(number, problems.H5P_PART_POINTS)
        to = self.target(number, self.parts[number].get("nextContentId"), _part(self.parts[number], "feedback"))
        return node(self.keys[number], text, kind=NARRATION, to=to)

    def words_of(self, number: int, params: Mapping[str, Any], library: str) -> str:
        title = self.names[number]
        if library == TEXT:
            text = self.without_pictures(number, params.get("text"))
        elif library == IMAGE:
            self.tell(number, problems.H5P_PICTURE)
            text = _text(params, "alt")
        else:
            self.tell(number, problems.H5P_OTHER, name=library[:60])
            text = ""
        return self.cut(number, text or title, LONGEST_PASSAGE)

    def question(self, number: int, params: Mapping[str, Any]) -> dict[str, Any]:
        text = self.without_pictures(number, _part(params, "branchingQuestion", "question"))
        if not text:
            self.tell(number, problems.NO_WORDS)
        if _part(params, "branchingQuestion", "randomize") is True:
            self.tell(number, problems.H5P_ORDER)
        found = _part(params, "branchingQuestion", "alternatives")
        replies = list(self.replies(number, found if isinstance(found, list) else []))
        return node(self.keys[number], self.cut(number, text, LONGEST_PASSAGE), replies, kind=CUSTOMER)

    def replies(self, number: int, alternatives: list[Any]) -> Iterator[dict[str, Any]]:
        for place, item in enumerate(alternatives, 1):
            text = " ".join(_text(item, "text").split())
            if place > MOST_REPLIES:
                self.tell(number, problems.MANY_REPLIES, text=text[:60], number=place)
                continue
            feedback = _part(item, "feedback")
            to = self.target(number, _part(item, "nextContentId"), feedback)
            said = _said(feedback) if to in self.keys else ""
            if to in self.keys and isinstance(_part(feedback, "image"), dict):
                self.tell(number, problems.PICTURE)
            points = self.points(number, feedback) if self.scoring == DYNAMIC and to in self.keys else 0
            shows = {self.skill: points} if points and self.skill else {}
            yield reply(self.cut(number, text, LONGEST_REPLY), to, self.cut(number, said, LONGEST_REPLY), shows)

    def cut(self, number: int, text: str, most: int) -> str:
        return cut(text, most, lambda message, **values: self.tell(number, message, **values))

    def without_pictures(self, number: int, html: Any) -> str:
        if not isinstance(html, str):
            return ""
        if re.search(r"<img\b", html, re.IGNORECASE):
            self.tell(number, problems.PICTURE)
        return plain_words(html)

    # where it goes, and ends ------------------------------------------------------------

    def target(self, number: int, wanted: Any, feedback: Any) -> str:
        """The key of what follows: another part, or an end."""
        number_wanted = wanted if type(wanted) is int else -1
        if 0 <= number_wanted < len(self.parts):
            return self.keys[number_wanted]
        if number_wanted >= 0:
            self.tell(number, problems.MISSING, text=self.names[number], name=number_wanted)
            return f"part-{number_wanted + 1}"
        screen = self.own_end(number, feedback)
        if screen is None:
            default = Screen(ENDS[self.language])
            screen = self.screens.get(number_wanted) or self.screens.get(-1) or default
        return self.end(screen)

    def own_end(self, number: int, feedback: Any) -> Screen | None:
        """H5P shows the feedback of what leads to an end as the end itself."""
        text = _said(feedback)
        scored = self.scoring == STATIC and _part(feedback, "endScreenScore") is not None
        if isinstance(_part(feedback, "image"), dict):
            self.tell(number, problems.PICTURE)
        if not text and not scored:
            return None
        usual = self.screens.get(-1, Screen(ENDS[self.language]))
        return Screen(text or usual.text, self.points(number, feedback) if scored else usual.points)

    def end(self, screen: Screen) -> str:
        """The same words with the same points are the same end."""
        if screen not in self.ends:
            taken = {*self.keys, *self.ends.values()}
            self.ends[screen] = next(key for n in count(len(self.ends) + 1) if (key := f"end-{n}") not in taken)
            if len(self.parts) + len(self.ends) > MOST_PASSAGES:
                raise Refused([Problem(1, problems.TOO_MANY_PASSAGES, {"most": MOST_PASSAGES})])
        return self.ends[screen]

    def end_screens(self) -> Iterator[tuple[int, Screen]]:
        found = _part(self.whole, "endScreens")
        for item in found if isinstance(found, list) else []:
            if isinstance(_part(item, "endScreenImage"), dict):
                self.told(0, problems.PICTURE)
            words = [_text(item, "endScreenTitle"), _text(item, "endScreenSubtitle")]
            text = "\n".join(part for part in words if part) or ENDS[self.language]
            points = self.points(0, item) if self.scoring == STATIC else 0
            number = _part(item, "contentId")
            yield (number if type(number) is int else -1), Screen(text[:LONGEST_PASSAGE], points)

    # points -----------------------------------------------------------------------------

    @property
    def scoring(self) -> str:
        """Newer packages nest it once more."""
        groups = [_part(self.whole, "scoringOptionGroup"), _part(self.whole, "scoringOption")]
        kinds = [_part(group, "scoringOption") if isinstance(group, dict) else group for group in groups]
        return next((kind for kind in kinds if isinstance(kind, str)), "")

    def points(self, number: int, item: Any) -> int:
        """Whole points, at most 999. Without a skill they are left out, which is said once."""
        value = _part(item, "endScreenScore")
        if type(value) not in (int, float) or not value:
            return 0
        if not self.skill:
            if not self.no_scores:
                self.told(self.line(number), problems.H5P_SCORES, self.names[number])
            self.no_scores = True
            return 0
        whole = max(-MOST_POINTS, min(MOST_POINTS, round(value)))
        if whole != value:
            self.tell(number, problems.H5P_HALF, points=value, whole=whole)
        return whole

    def end_points(self, nodes: list[dict[str, Any]]) -> None:
        """An end's points go to the replies that lead there: straight, or through what goes on by itself."""
        if self.scoring != STATIC:
            return
        onward = {item["key"]: item["to"] for item in nodes if not item["choices"]}
        points = {key: screen.points for screen, key in self.ends.items()}
        reached = set()
        for choice in (choice for item in nodes for choice in item["choices"]):
            end = _arrival(choice["to"], onward)
            reached.add(end)
            if points.get(end):
                choice["shows"] = {self.skill: points[end]}
        for screen, key in self.ends.items():
            if screen.points and key not in reached:
                self.told(0, problems.H5P_LOST_SCORE, key)


def _said(feedback: Any) -> str:
    return "\n".join(text for text in (_text(feedback, "title"), _text(feedback, "subtitle")) if text)


def _arrival(key: str, onward: Mapping[str, str]) -> str:
    """Where one comes to without a reply; a circle ends where it began."""
    seen: set[str] = set()
    while key in onward and key not in seen:
        seen.add(key)
        key = onward[key]
    return key
