"""What is written inside a Twine passage: words, links, and the instructions of story formats.

Links have the four forms of Twine 2's reference: [[name]], [[text->name]], [[name<-text]], [[text|name]]; the
rightmost “->”, the leftmost “<-”, the rightmost “|” divides. Macros of Harlowe and SugarCube, inserts and modifiers of
Chapbook, templates of Snowman, variables, pictures and scripts are found, named by their line and left out; words and
links inside them stay. Twine shows passages as HTML, so tags are taken off and entities read as letters.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from . import problems

Tell = Callable[..., None]  # (row, message, **values)
CHAPBOOK = "chapbook"
LONGEST_CODE = 60
LINK = re.compile(r"\[\[(?!\[)(?P<inner>(?:(?!\]\](?!\])|\[\[)[^\n])*)\]\](?!\])")
COMMENTS = [("<!--", "-->"), (r"/\*", "*/"), ("/%", "%/")]  # nothing is lost with them
SCRIPTS = [
    (r"<<script\b[^<>]*>>", "<</script>>"),
    (r"<script\b[^<>]*>", "</script>"),
    (r"<style\b[^<>]*>", "</style>"),
    ("<%", "%>"),
]
PICTURE = re.compile(
    r"<img\b[^<>]*>|\[img\[[^\[\]\n]*\](?:\[[^\[\]\n]*\])?\]|!\[[^\[\]\n]*\]\([^()\n]*\)", re.IGNORECASE
)
MEDIA = re.compile(
    r"</?(?:audio|video|iframe|object|embed|source|input|button|form|svg|canvas|a)\b[^<>]*>", re.IGNORECASE
)
BREAKS = re.compile(r"<(?:br|/p|/div|/li|/h[1-6])\b[^<>]*>", re.IGNORECASE)
TAGS = re.compile(r"</?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>")
SUGARCUBE = re.compile(r"<<(?=/?[a-zA-Z=_-])[^<>\n]*(?:<(?!<)[^<>\n]*|>(?!>)[^<>\n]*)*>>")
HARLOWE = re.compile(r"\((?P<name>[a-zA-Z][\w-]*):")
BRACKETS = re.compile(r"\[\[(?!\[)|\]\](?!\])|[()\[\]]")
HARLOWE_MACROS = """
a align alert animate append array b4r background bg border box button change char-style charlow click cond
confirm css cycling-link dataname datamap display dropdown either else else-if enchant event font for forget-
visits go-to goto hidden hide history hook icon-undo if ignore input input-box link link-fullscreen link-goto
link-repeat link-replace link-reveal link-reveal-goto link-rerun link-show link-storylet link-undo live loop
macro matches meter more move mouseover mouseout nth opacity out output overlay passage prepend print prompt
put random redirect remember replace reload restart rerun save-game load-game seq seq-link set shuffled show
sidebar size source speech stop storylet str string t8n text text-color text-colour text-rotate text-style
transition transition-depart transition-time t8n-time undo unless unpack verbatim visited whisper
"""
HARLOWE_NAMES = frozenset(HARLOWE_MACROS.split())
INSERT = re.compile(r"\{[^{}\n]*\}")
MODIFIER = re.compile(r"^\[[^\[\]\n]+\]$")
VARIABLE = re.compile(r"(?<![\w$])\$[^\W\d]\w*(?:\.\w+|\[[^\[\]\n]*\])*")
EMPHASIS = re.compile(r"''(?P<a>[^'\n]+)''|\*\*(?P<b>[^*\n]+)\*\*|(?<!:)//(?P<c>[^/\n]+)(?<!:)//|__(?P<d>[^_\n]+)__")
ENDED = tuple(".!?…:;»”\"')—")
JOINER = re.compile(r"[\s,;|/•·*>–—-]*(?:\b(?:or|and|или|и)\b)?[\s,;|/•·*>–—.-]*", re.IGNORECASE)
BULLET = re.compile(r"[\s*•·>–—-]*(?:\d{1,2}[.)])?\s*")
ADDRESS = re.compile(r"(?:https?|mailto|ftp):", re.IGNORECASE)


@dataclass(frozen=True)
class Link:
    """`row`: the line inside the passage, from 1."""

    text: str
    to: str
    row: int


@dataclass
class Content:
    """`text`: the words without links standing alone; `links` in their order."""

    text: str = ""
    links: list[Link] = field(default_factory=list)


def read_content(text: str, story_format: str, tell: Tell) -> Content:
    """`story_format`: Harlowe, SugarCube, Chapbook, Snowman, or empty when the file does not say."""

    def macro(row: int, found: str) -> None:
        tell(row, problems.MACRO, code=short(found))

    text = text.replace("\r\n", "\n").replace("\r", "\n")
    chapbook = story_format.casefold().startswith(CHAPBOOK)
    if chapbook:
        text = _without_variables(text, tell)
    for opening, closing in COMMENTS:
        text = _cut(opening, closing, text, None)
    for opening, closing in SCRIPTS:
        text = _cut(opening, closing, text, lambda row: tell(row, problems.SCRIPT))
    text = _leave(PICTURE, text, lambda row, found: tell(row, problems.PICTURE))
    text = _leave(SUGARCUBE, text, lambda row, found: None if found.startswith("<</") else macro(row, found))
    text = _without_harlowe(text, story_format.casefold(), tell)
    content = Content()
    lines = [_line(line, row, content, tell, chapbook) for row, line in enumerate(text.split("\n"), 1)]
    content.text = _paragraphs(lines)
    return content


def short(code: str) -> str:
    code = " ".join(code.split())
    return code if len(code) <= LONGEST_CODE else code[: LONGEST_CODE - 1] + "…"


def plain_words(html: str) -> str:
    """HTML as words: a paragraph a line, entities as letters."""
    return _paragraphs(_words(line) for line in BREAKS.sub("\n", html).split("\n"))


def _words(text: str) -> str:
    return unescape(TAGS.sub("", text)).replace("\xa0", " ").strip()


def _paragraphs(lines: Iterable[str]) -> str:
    """Without empty lines at the ends and never two in a row."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _cut(opening: str, closing: str, text: str, tell: Callable[[int], None] | None) -> str:
    """Takes out all between them, in one walk. Line breaks stay, so that rows stay what they are."""
    start, stop = (re.compile(part, re.IGNORECASE | re.ASCII) for part in (opening, re.escape(closing)))
    pieces, at = [], 0
    while (match := start.search(text, at)) and (end := stop.search(text, match.end())):
        if tell:
            tell(text.count("\n", 0, match.start()) + 1)
        pieces += [text[at : match.start()], "\n" * text.count("\n", match.start(), end.end())]
        at = end.end()
    return "".join([*pieces, text[at:]])


def _leave(pattern: re.Pattern[str], text: str, tell: Callable[[int, str], Any]) -> str:
    """Takes out what matches and keeps its line breaks."""

    def out(match: re.Match[str]) -> str:
        tell(text.count("\n", 0, match.start()) + 1, match[0])
        return "\n" * match[0].count("\n")

    return pattern.sub(out, text)


# the instructions of story formats --------------------------------------------------


def _without_variables(text: str, tell: Tell) -> str:
    """Chapbook's section of variables: all up to a line of two hyphens."""
    lines = text.split("\n")
    if "--" not in (stripped := [line.strip() for line in lines]):
        return text
    end = stripped.index("--")
    for row, line in enumerate(stripped[:end], 1):
        if line:
            tell(row, problems.MACRO, code=short(line))
    return "\n".join(["" for _line in lines[: end + 1]] + lines[end + 1 :])


def _without_harlowe(text: str, story_format: str, tell: Tell) -> str:
    """(name: …) goes, and the brackets of the [hook] behind it; what stands in the hook stays."""
    if story_format and not story_format.startswith("harlowe"):
        return text
    pairs, gone, inside = _pairs(text), [], 0
    for match in HARLOWE.finditer(text):
        start = match.start()
        known = bool(story_format) or match["name"].lower() in HARLOWE_NAMES
        if start < inside or start not in pairs or not known:
            continue
        inside = pairs[start] + 1
        tell(text.count("\n", 0, start) + 1, problems.MACRO, code=short(text[start:inside]))
        gone.append((start, inside))
        if inside in pairs and text[inside] == "[":
            gone += [(inside, inside + 1), (pairs[inside], pairs[inside] + 1)]
    return _without(text, gone)


def _pairs(text: str) -> dict[int, int]:
    """Where each round or square bracket is closed. Brackets of links are no brackets."""
    pairs: dict[int, int] = {}
    waiting: dict[str, list[int]] = {")": [], "]": []}
    closes = {"(": ")", "[": "]"}
    for match in BRACKETS.finditer(text):
        if match[0] in closes:
            waiting[closes[match[0]]].append(match.start())
        elif waiting.get(match[0]):
            pairs[waiting[match[0]].pop()] = match.start()
    return pairs


def _without(text: str, gone: list[tuple[int, int]]) -> str:
    pieces, at = [], 0
    for start, end in sorted(gone):
        pieces += [text[at:start], "\n" * text.count("\n", start, end)]
        at = max(at, end)
    return "".join([*pieces, text[at:]])


# words and links of one line --------------------------------------------------------


def _line(line: str, row: int, content: Content, tell: Tell, chapbook: bool) -> str:
    """The words of the line. A link behind a sentence, or alone, leaves none; one inside a sentence leaves its own."""
    if chapbook and MODIFIER.match(line.strip()):
        tell(row, problems.MACRO, code=short(line.strip()))
        return ""
    words, at, loose = "", 0, False
    for match in LINK.finditer(line):
        link = _link(*_setter(match["inner"]), row, tell)
        before = line[at : match.start()]
        if loose and _joins(before):
            before = ""
        words += _clean(before, row, tell, chapbook)
        at = match.end()
        if link is None:
            continue
        content.links.append(link)
        bare = words.rstrip()
        loose = _stands_alone(bare) or bare.endswith(ENDED)
        if not loose:
            words += link.text
        elif _stands_alone(bare):
            words = ""
    rest = line[at:]
    if at and loose and _joins(rest):
        rest = ""
    return re.sub(r"[ \t]{2,}", " ", words + _clean(rest, row, tell, chapbook)).strip()


def _joins(text: str) -> bool:
    """Nothing but what stands between links: “ or ”, “ | ”."""
    return len(text) <= LONGEST_CODE and bool(JOINER.fullmatch(text))


def _stands_alone(before: str) -> bool:
    return len(before) <= LONGEST_CODE and bool(BULLET.fullmatch(before))


def _setter(inner: str) -> tuple[str, str]:
    """SugarCube: [[text|name][$a to 1]]. A bracket too many belongs to what stands around the link."""
    link, _middle, code = inner.partition("][")
    while link.endswith("]") and link.count("[") < link.count("]"):
        link = link[:-1]
    return link, f"[{code}]" if code else ""


def _clean(text: str, row: int, tell: Tell, chapbook: bool) -> str:
    """Words as letters. Spaces at the ends stay: they stand between words and links."""
    if not text:
        return ""
    for match in MEDIA.finditer(text):
        if not match[0].startswith("</"):
            tell(row, problems.MEDIA, code=short(match[0]))
    text = MEDIA.sub("", text)
    if chapbook:
        text = INSERT.sub(lambda match: _told(tell, row, problems.MACRO, match[0]), text)
    else:
        text = VARIABLE.sub(lambda match: _told(tell, row, problems.VARIABLE, match[0]), text)
    text = EMPHASIS.sub(lambda match: next(part for part in match.groups() if part), text)
    return unescape(TAGS.sub("", BREAKS.sub(" ", text)))


def _told(tell: Tell, row: int, message: str, code: str) -> str:
    tell(row, message, code=short(code))
    return ""


def _link(inner: str, code: str, row: int, tell: Tell) -> Link | None:
    text, to = _divided(inner)
    text = re.sub(r"\s+", " ", _clean(text, row, tell, chapbook=False)).strip()
    if code:
        tell(row, problems.LINK_CODE, text=short(text or to), code=short(code))
    if not to:
        tell(row, problems.NO_TARGET, text=short(text))
        return None
    if ADDRESS.match(to):
        tell(row, problems.OUTSIDE_LINK, text=short(text or to))
        return None
    return Link(text or to, to, row)


def _divided(inner: str) -> tuple[str, str]:
    """(text, name). Twine: the rightmost “->”, else the leftmost “<-”, else the rightmost “|”."""
    if "->" in inner:
        text, _arrow, to = inner.rpartition("->")
    elif "<-" in inner:
        to, _arrow, text = inner.partition("<-")
    elif "|" in inner:
        text, _bar, to = inner.rpartition("|")
    else:
        text = to = inner
    return text.strip(), to.strip()


# the other way -----------------------------------------------------------------------

MEANING = re.compile(
    r"[&<>\[\]|]|\$(?=\w)|\((?=[a-zA-Z][\w-]*:)|'(?=')|(?<=')'|\*(?=[*/])|(?<=\*)\*|/(?=[/*%])|(?<=/)/|_(?=_)|(?<=_)_|^:(?=:)"
    r"|^--$",
    re.MULTILINE,
)


def escaped(text: str) -> str:
    """Words that `read_content` reads as these words: what would mean something is written as an entity."""
    return MEANING.sub(lambda match: "".join(f"&#{ord(letter)};" for letter in match[0]), text)
