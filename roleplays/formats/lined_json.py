"""JSON (RFC 8259) with the line of everything in it: nothing said twice, not deep, no endless numbers."""

import re
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]
from typing import Any

from . import problems
from .lined import MOST_CHARACTERS, MOST_VALUES, Path, readable
from .problems import Problem, Refused

DEEPEST = 60  # an H5P package nests its contents deeply
SPACE = re.compile(r"[ \t\n\r]*")
NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,15})(\.\d{1,20})?([eE][+-]?\d{1,2})?")
WORDS = {"true": True, "false": False, "null": None}


def load(text: str) -> tuple[Any, dict[Path, int]]:
    """The data, and for each path of objects and lists its line. Raises `Refused`."""
    if len(text) > MOST_CHARACTERS:
        raise Refused([Problem(0, problems.TOO_LONG)])
    reader = _Reader(text)
    found = reader.value(())
    if reader.skip() < len(text):
        raise reader.broken()
    return found, reader.lines


class _Reader:
    """`at`: where it is. Lines are counted as it goes, so that each letter is looked at once."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.values = text, 0, 0
        self.line, self.counted = 1, 0
        self.lines: dict[Path, int] = {}

    def here(self) -> int:
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        return self.line

    def refused(self, message: str, **values: object) -> Refused:
        return Refused([Problem(self.here(), message, values)])

    def broken(self) -> Refused:
        return self.refused(problems.NOT_JSON, near=self.text[self.at : self.at + 20].split("\n")[0])

    def skip(self) -> int:
        match = SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at

    def sign(self) -> str:
        self.skip()
        return self.text[self.at : self.at + 1]

    def value(self, path: Path) -> Any:
        sign = self.sign()
        self.values += 1
        if self.values > MOST_VALUES:
            raise self.refused(problems.TOO_MANY_VALUES, most=MOST_VALUES)
        if sign == '"':
            return self.string()
        if sign and sign in "{[":
            if len(path) >= DEEPEST:
                raise self.refused(problems.TOO_DEEP)
            self.lines[path] = self.here()
            self.at += 1
            return self.mapping(path) if sign == "{" else self.list(path)
        return self.plain()

    def plain(self) -> Any:
        for word, meaning in WORDS.items():
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return meaning
        match = NUMBER.match(self.text, self.at)
        if match is None:
            raise self.broken()
        self.at = match.end()
        return float(match[0]) if match[1] or match[2] else int(match[0])

    def string(self) -> str:
        try:
            found, end = scanstring(self.text, self.at + 1, True)
        except JSONDecodeError as error:
            raise self.broken() from error
        if not readable(found):
            raise self.refused(problems.NO_TEXT)
        self.at = end
        return str(found)

    def list(self, path: Path) -> list[Any]:
        found: list[Any] = []
        if self.sign() == "]":
            self.at += 1
            return found
        while True:
            found.append(self.value((*path, len(found))))
            if self.more("]"):
                return found

    def mapping(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self.sign() == "}":
            self.at += 1
            return found
        while True:
            if self.sign() != '"':
                raise self.broken()
            name = self.string()
            if name in found:
                raise self.refused(problems.TWICE, name=name)
            self.expect(":")
            self.skip()
            self.lines[(*path, name)] = self.here()
            found[name] = self.value((*path, name))
            if self.more("}"):
                return found

    def more(self, closing: str) -> bool:
        """Behind a value: whether the object or list ends here."""
        sign = self.sign()
        if sign not in (",", closing):
            raise self.broken()
        self.at += 1
        return sign == closing

    def expect(self, sign: str) -> None:
        if self.sign() != sign:
            raise self.broken()
        self.at += 1
