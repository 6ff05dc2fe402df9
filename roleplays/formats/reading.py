"""Which format a file is in, and what is in it. To add a format, write `read` and put it into `FORMATS`."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from . import h5p_branching, problems, scenario_yaml, twee, twine_html, twine_json
from .lined import readable
from .packages import LARGEST
from .problems import Problem, Refused
from .taken import Taken

YAML = "yaml"
LARGEST_TEXT = 12_000_000  # bytes: a published story carries its story format, and pictures as letters
TEXTS: dict[str, Callable[[str, str], Taken]] = {
    twee.NAME: twee.read,
    twine_html.NAME: twine_html.read,
    twine_json.NAME: twine_json.read,
}
WRITTEN = (YAML, twee.NAME, twine_json.NAME)
FORMATS = (YAML, *TEXTS, h5p_branching.NAME)
ENDINGS = {
    ".yaml": YAML,
    ".yml": YAML,
    ".tw": twee.NAME,
    ".twee": twee.NAME,
    ".twee3": twee.NAME,
    ".html": twine_html.NAME,
    ".htm": twine_html.NAME,
    ".json": twine_json.NAME,
    ".h5p": h5p_branching.NAME,
}
STORY = re.compile(rb"<tw-storydata[\s>]", re.IGNORECASE)
PASSAGE = re.compile(rb"^::", re.MULTILINE)


@dataclass(frozen=True)
class Asked:
    """`format`: empty: guessed. `language`: empty: as most letters are. `skill`: what points of H5P show."""

    format: str = ""
    language: str = ""
    skill: str = ""


def guess(name: str, data: bytes) -> str:
    """By what stands in it, else by the ending of its name, else YAML."""
    if data.startswith(b"PK"):
        return h5p_branching.NAME
    if STORY.search(data):
        return twine_html.NAME
    ending = ENDINGS.get("." + name.lower().rpartition(".")[2], "")
    if ending:
        return ending
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return twine_json.NAME
    return twee.NAME if PASSAGE.search(start) else YAML


def read(name: str, data: bytes, asked: Asked | None = None) -> Taken:
    """The whole of a file, nothing written. Raises `Refused`."""
    asked = asked or Asked()
    if not data.strip():
        raise Refused([Problem(0, problems.EMPTY)])
    if len(data) > LARGEST:
        raise Refused([Problem(0, problems.TOO_LARGE, {"most": LARGEST // 1_000_000})])
    kind = asked.format or guess(name, data)
    if kind == h5p_branching.NAME:
        return h5p_branching.read(data, asked.language, asked.skill)
    text = decoded(data)
    if kind == YAML:
        file = scenario_yaml.read(text)
        nodes = next(iter(file.bodies.values()))["nodes"]
        return Taken(YAML, file, (), nodes[0]["key"] if nodes else "", strict=True)
    return TEXTS[kind](text, asked.language)


def decoded(data: bytes) -> str:
    """UTF-8, with or without its mark. Raises `Refused` with the line."""
    if len(data) > LARGEST_TEXT:
        raise Refused([Problem(0, problems.TOO_LARGE, {"most": LARGEST_TEXT // 1_000_000})])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused([Problem(data.count(b"\n", 0, error.start) + 1, problems.NOT_UTF8)]) from error
    if not readable(text):
        raise Refused([Problem(text.count("\n", 0, text.index("\0")) + 1, problems.NO_TEXT)])
    return text
