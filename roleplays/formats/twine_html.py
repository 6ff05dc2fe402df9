"""What Twine 2 publishes and archives, by the “Twine 2 HTML Output” specification (v1.0.2).

`<tw-storydata>` holds the story, `startnode` the pid of its first passage; each `<tw-passagedata>` holds one text in
which &, <, >, " and ' are entities. Only these elements are looked at, in one walk over the file: whatever else a page
holds (the story format's own script, a DOCTYPE with entities) is never read.
"""

import re
from html import unescape

from . import problems
from .problems import Problem, Refused
from .story import Passage, Story, taken_from
from .taken import LONGEST_PASSAGE, MOST_PASSAGES, Taken, Told

NAME = "twine-html"
MOST_ATTRIBUTES = 50
STORY, PASSAGE = "tw-storydata", "tw-passagedata"
ANY_CASE = re.IGNORECASE | re.ASCII
STORY_BEGINS, STORY_ENDS = re.compile(r"<tw-storydata(?=[\s/>])", ANY_CASE), re.compile("</tw-storydata>", ANY_CASE)
PASSAGE_ENDS = re.compile("</tw-passagedata>", ANY_CASE)
OPENING = re.compile(r"<(tw-storydata|tw-passagedata|script|style)(?=[\s/>])", ANY_CASE)
ATTRIBUTE = re.compile(r"""\s*([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
TWINE = {"script": ("text/twine-javascript", problems.SCRIPT), "style": ("text/twine-css", problems.STYLE)}


def read(text: str, language: str = "") -> Taken:
    """Raises `Refused`."""
    told = Told()
    return taken_from(story(text, told), NAME, told, language)


def story(text: str, told: Told) -> Story:
    """The first one of the file; further ones are told."""
    return _Reader(text.replace("\r\n", "\n").replace("\r", "\n"), told).story()


class _Reader:
    def __init__(self, text: str, told: Told) -> None:
        self.text, self.told = text, told
        self.line, self.counted = 1, 0

    def line_of(self, at: int) -> int:
        self.line += self.text.count("\n", self.counted, at)
        self.counted = at
        return self.line

    def story(self) -> Story:
        begins = STORY_BEGINS.search(self.text)
        if begins is None:
            raise Refused([Problem(0, problems.NO_STORY)])
        start = at = begins.start()
        ends = STORY_ENDS.search(self.text, start)
        end = ends.start() if ends else len(self.text)
        found = Story()
        startnode = ""
        while (match := OPENING.search(self.text, at, end)) is not None:
            values, at = self.attributes(match.end(), end)
            line, name = self.line_of(match.start()), match[1].lower()
            if name == STORY and match.start() == start:
                found.title, found.format, found.ifid = (values.get(key, "") for key in ("name", "format", "ifid"))
                found.start_line, startnode = line, values.get("startnode", "")
            elif name == PASSAGE:
                at = self.passage(found, values, line, at, end)
            elif name in TWINE:
                at = self.left_out(name, values, line, at)
        self.begin(found, startnode)
        self.others(end)
        return found

    def attributes(self, at: int, end: int) -> tuple[dict[str, str], int]:
        """And where the element's opening ends."""
        found: dict[str, str] = {}
        seen = 0
        while match := ATTRIBUTE.match(self.text, at, end):
            seen += 1
            if seen > MOST_ATTRIBUTES or match.end() - at > LONGEST_PASSAGE:
                raise Refused([Problem(self.line_of(at), problems.NOT_TWINE_HTML)])
            value = next((part for part in match.groups()[1:] if part is not None), "")
            found.setdefault(match[1].lower(), unescape(value))
            at = match.end()
        close = self.text.find(">", at, end)
        return found, close + 1 if close >= 0 else end

    def passage(self, found: Story, values: dict[str, str], line: int, at: int, end: int) -> int:
        """Returns where it ends."""
        name = values.get("name", "").strip()
        close = PASSAGE_ENDS.search(self.text, at, end)
        if close is None:
            raise Refused([Problem(line, problems.NOT_CLOSED, {}, name)])
        if len(found.passages) >= MOST_PASSAGES:
            raise Refused([Problem(line, problems.TOO_MANY_PASSAGES, {"most": MOST_PASSAGES})])
        text = unescape(self.text[at : close.start()])
        tags = tuple(values.get("tags", "").split())
        pid = values.get("pid", "")
        found.passages.append(Passage(name, text.rstrip(), tags, line, self.line_of(at), pid=pid))
        return close.end()

    def left_out(self, name: str, values: dict[str, str], line: int, at: int) -> int:
        """The author's script or style sheet, when there is one. Returns where it ends."""
        kind, message = TWINE[name]
        closing = re.compile(f"</{name}", ANY_CASE).search(self.text, at)
        close = closing.start() if closing else len(self.text)
        if values.get("type", "").lower() == kind and self.text[at:close].strip():
            self.told(line, message)
        return close

    def begin(self, found: Story, startnode: str) -> None:
        first = next((passage.name for passage in found.passages if startnode and passage.pid == startnode), "")
        found.start = first or (f"pid {startnode}" if startnode else "")

    def others(self, at: int) -> None:
        for match in STORY_BEGINS.finditer(self.text, at):
            values, _end = self.attributes(match.end(), len(self.text))
            self.told(self.line_of(match.start()), problems.SECOND_STORY, name=values.get("name", ""))
