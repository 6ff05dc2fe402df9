"""YAML with the line of everything in it: all scalars as they were written, nothing said twice, no anchors."""

from collections.abc import Iterator
from typing import Any

import yaml

from . import problems
from .problems import Problem, Refused

Path = tuple[str | int, ...]
MOST_CHARACTERS = 2_000_000
MOST_VALUES = 100_000
DEEPEST = 12
NOTHING = ("", "~", "null")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C where there is one: ten times as fast


def load(text: str) -> tuple[Any, dict[Path, int]]:
    """Dicts, lists and strings (empty for nothing), and for each path its line. Raises `Refused`."""
    if len(text) > MOST_CHARACTERS:
        raise Refused([Problem(0, problems.TOO_LONG)])
    reader = _Reader(yaml.parse(text, Loader=LOADER))
    try:
        data = reader.document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or "this is not YAML"
        raise Refused([Problem(mark.line + 1 if mark else 0, problems.YAML, {"why": said})]) from error
    if reader.problems:
        raise Refused(reader.problems)
    return data, reader.lines


def readable(text: str) -> bool:
    """No zero byte and no half of a pair: what a database keeps and a screen shows."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


class _Reader:
    """Builds the data from the parser's events, so that depth and anchors are seen before anything is built."""

    def __init__(self, events: Iterator[Any]) -> None:
        self.events = events
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self.values = 0

    def document(self) -> Any:
        found: Any = {}
        documents = 0
        for event in self.events:
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents > 1:
                raise Refused([Problem(event.start_mark.line + 1, problems.YAML_DOCUMENTS)])
            if isinstance(event, yaml.NodeEvent):
                found = self.value(event, ())
        return found

    def value(self, event: Any, path: Path) -> Any:
        line = event.start_mark.line + 1
        self.lines.setdefault(path, line)
        if isinstance(event, yaml.AliasEvent):
            raise Refused([Problem(line, problems.YAML_REFERENCE)])
        self.values += 1
        if self.values > MOST_VALUES:
            raise Refused([Problem(line, problems.TOO_MANY_VALUES, {"most": MOST_VALUES})])
        if len(path) > DEEPEST:
            raise Refused([Problem(line, problems.TOO_DEEP)])
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return [self.value(item, (*path, n)) for n, item in enumerate(self.until(yaml.SequenceEndEvent))]
        if not readable(event.value):
            raise Refused([Problem(line, problems.NO_TEXT)])
        return "" if event.value in NOTHING and event.implicit[0] else event.value

    def until(self, end: type) -> Iterator[Any]:
        while not isinstance(event := next(self.events), end):
            yield event

    def mapping(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key in self.until(yaml.MappingEndEvent):
            line, name = key.start_mark.line + 1, getattr(key, "value", None)
            if name is None:
                raise Refused([Problem(line, problems.YAML_NAME)])
            if name in found:
                self.problems.append(Problem(line, problems.TWICE, {"name": name}))
            self.lines[(*path, name)] = line
            found[name] = self.value(next(self.events), (*path, name))
        return found
