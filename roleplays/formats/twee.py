"""Twee 3, by the “Twee 3 Specification” (v3.0.2) of the Interactive Fiction Technology Foundation.

    :: An overgrown path [forest spooky] {"position":"600,400"}

A header begins with two colons; a name, tags and metadata follow. Brackets and backslashes in names and tags have a
backslash before them, and any letter behind a backslash is that letter. What cannot be decoded is told and left
out, and the rest goes on, as the specification recommends. The talk begins where `StoryData` says, else at “Start”.
"""

import json
import re
from typing import Any

from . import problems
from .lined_json import load
from .problems import Problem, Refused
from .story import Passage, Story, taken_from
from .taken import LONGEST_NAME, MOST_PASSAGES, Taken, Told

NAME = "twee"
LONGEST_HEADER = 5_000
OWN = 100  # special passages besides
TITLE, DATA = "StoryTitle", "StoryData"
HEADER = re.compile(r"^::", re.MULTILINE)
ESCAPE = re.compile(r"\\(.)")
META = re.compile(r"[\\\[\]{}]")
PART = r"(?:\\.|[^\\\[\]{}])*"  # letters, with whatever has a backslash before it
PARTS = re.compile(rf"(?P<name>{PART})(?:\[(?P<tags>{PART})\])?\s*(?P<rest>.*)")


def read(text: str, language: str = "") -> Taken:
    """Raises `Refused`."""
    told = Told()
    return taken_from(story(text, told), NAME, told, language)


def story(text: str, told: Told) -> Story:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    starts = [match.start() for match in HEADER.finditer(text)]
    if not starts:
        raise Refused([Problem(0, problems.NOT_TWEE)])
    if len(starts) > MOST_PASSAGES + OWN:
        line = text.count("\n", 0, starts[MOST_PASSAGES]) + 1
        raise Refused([Problem(line, problems.TOO_MANY_PASSAGES, {"most": MOST_PASSAGES})])
    if text[: starts[0]].strip():
        told(1, problems.BEFORE_FIRST)
    found, line, before = Story(), 1, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line += text.count("\n", before, start)
        before = start
        _add(found, _passage(text[start + 2 : end], line, told), told)
    return found


def _passage(text: str, line: int, told: Told) -> Passage:
    header, _break, content = text.partition("\n")
    if len(header) > LONGEST_HEADER:
        raise Refused([Problem(line, problems.NAME_TOO_LONG, {"most": LONGEST_NAME})])
    match = PARTS.match(header)
    name = _plain(match["name"]) if match else header.strip()
    tags = tuple(map(_plain, (match["tags"] or "").split())) if match else ()
    if match and match["rest"].strip() and not _metadata(match["rest"]):
        told(line, problems.BAD_METADATA, name)
    return Passage(name, content.rstrip(), tags, line, line + 1)


def _plain(text: str) -> str:
    return ESCAPE.sub(r"\1", text.strip())


def _metadata(text: str) -> bool:
    try:
        return isinstance(load(text.strip())[0], dict)
    except Refused:
        return False


def _add(story: Story, passage: Passage, told: Told) -> None:
    """A special passage says something of the story; the others are the story."""
    if passage.name == TITLE and not story.title:
        story.title = " ".join(passage.text.split())
    elif passage.name == DATA:
        _read_data(story, passage, told)
    else:
        story.passages.append(passage)


def _read_data(story: Story, passage: Passage, told: Told) -> None:
    try:
        data, lines = load(passage.text)
    except Refused as refused:
        line = passage.text_line + max(0, refused.problems[0].line - 1)
        told(line, problems.BAD_STORYDATA, passage.name)
        return
    if not isinstance(data, dict):
        told(passage.text_line, problems.BAD_STORYDATA, passage.name)
        return
    story.start, story.format, story.ifid = (_word(data, name) for name in ("start", "format", "ifid"))
    story.start_line = passage.text_line + lines.get(("start",), 1) - 1


def _word(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    return value.strip() if isinstance(value, str) else ""


# writing ----------------------------------------------------------------------------


def write(story: Story) -> str:
    data = {"ifid": story.ifid, "start": story.start}
    parts = [
        Passage(TITLE, story.title),
        Passage(DATA, json.dumps(data, ensure_ascii=False, indent=1)),
        *story.passages,
    ]
    return "\n\n\n".join(f"{_header(part)}\n{part.text}" for part in parts) + "\n"


def _header(passage: Passage) -> str:
    tags = " ".join(map(_escaped, passage.tags))
    return f":: {_escaped(passage.name)}" + (f" [{tags}]" if tags else "")


def _escaped(name: str) -> str:
    return META.sub(lambda match: "\\" + match[0], name)
