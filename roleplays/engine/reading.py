"""From the stored body of a scenario to a `Script`, and back. What cannot be read is a finding."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .conditions import KEYWORDS, Condition, Unreadable, read_condition
from .script import CHECK, END, Choice, Effect, Finding, Node, Script, Variable

NAME = re.compile(r"[^\W\d]\w{0,39}")
KEY = re.compile(r"[\w-]{1,60}")
CHANGE = re.compile(r"([^\W\d]\w*)\s*(?:(=)\s*)?([+\-−–]?)\s*(\d+|yes|no|да|нет|true|false)", re.IGNORECASE)
POINTS = re.compile(r"([^\W\d][\w\- ]*?)\s*([+\-−–]?)\s*(\d+)")
YES, MINUS, MOST = frozenset({"yes", "да", "true"}), ("-", "−", "–"), 1000


def read_script(body: Mapping[str, Any], skills: Mapping[str, str] | None = None) -> tuple[Script, list[Finding]]:
    """`body` as snapshots hold it; effects and points may also be the text an editor typed.

    `skills`: what a skill may be called in small letters → its slug; None: any name is a slug.
    """
    reader = _Reader(skills)
    variables = tuple(reader.variables(body.get("variables") or ()))
    reader.kinds = {variable.name: variable.truth for variable in variables}
    nodes: dict[str, Node] = {}
    for item in body.get("nodes") or ():
        node = reader.node(item)
        if node.key in nodes:
            reader.tell("double_key")
        elif node.key:
            nodes[node.key] = node
    reader.at, reader.number = "", 0
    if not nodes:
        reader.tell("no_nodes")
    return Script(variables, nodes), reader.found


def _whole(value: Any, otherwise: int) -> int:
    return value if isinstance(value, int) else otherwise


def _text(item: Mapping[str, Any], name: str) -> str:
    return str(item.get(name) or "").strip()


def lines(value: Any) -> tuple[str, ...]:
    """A list of texts, or one a line as an editor types them."""
    items = value.splitlines() if isinstance(value, str) else value or ()
    return tuple(text for text in (str(item).strip() for item in items) if text)


class _Reader:
    """Remembers where it is, for the findings."""

    def __init__(self, skills: Mapping[str, str] | None) -> None:
        self.skills = skills
        self.kinds: dict[str, bool] = {}
        self.found: list[Finding] = []
        self.at, self.number = "", 0

    def tell(self, kind: str, detail: str = "") -> None:
        self.found.append(Finding(kind, node=self.at, number=self.number, detail=detail))

    def variables(self, items: Iterable[Mapping[str, Any]]) -> Iterator[Variable]:
        seen: set[str] = set()
        for item in items:
            name, truth = _text(item, "name"), item.get("kind") == "yesno"
            low, high = (0, 1) if truth else (_whole(item.get("low"), 0), _whole(item.get("high"), 10))
            start = _whole(item.get("start"), low)
            if not NAME.fullmatch(name) or name.lower() in KEYWORDS:
                self.tell("bad_variable", name)
            elif name in seen:
                self.tell("double_variable", name)
            elif not -MOST <= low <= start <= high <= MOST:
                self.tell("bad_bounds", name)
            else:
                seen.add(name)
                yield Variable(name, _text(item, "label") or name, low, high, start, truth, bool(item.get("shown")))

    def node(self, item: Mapping[str, Any]) -> Node:
        self.at, self.number = _text(item, "key"), 0
        kind, text = _text(item, "kind"), _text(item, "text")
        if not self.at:
            self.tell("no_key", text[:60])
        elif not KEY.fullmatch(self.at):
            self.tell("bad_key", self.at)
        if not text and kind != CHECK:
            self.tell("no_text")
        choices = tuple(self.choices(() if kind == END else item.get("choices") or (), kind))
        self.number = 0
        to = "" if kind == END else _text(item, "to")
        uid, mood, strong, again = (_text(item, name) for name in ("uid", "mood", "strong", "again"))
        key_phrases = lines(item.get("key_phrases"))
        return Node(uid, self.at, kind, text, mood, strong, to, choices, again, key_phrases)

    def choices(self, items: Iterable[Mapping[str, Any]], kind: str) -> Iterator[Choice]:
        for self.number, item in enumerate(items, 1):
            text, to = _text(item, "text"), _text(item, "to")
            if not text and kind != CHECK:
                self.tell("no_text")
            if not to:
                self.tell("no_target")
            yield Choice(
                uid=_text(item, "uid"),
                text=text,
                to=to,
                when=self.condition(_text(item, "when")),
                effects=tuple(self.effects(item.get("effects"))),
                shows={} if kind == CHECK else dict(self.points(item.get("shows"))),
                feedback=_text(item, "feedback"),
                why=_text(item, "why"),
                phrases=lines(item.get("phrases")),
            )

    def condition(self, text: str) -> Condition | None:
        try:
            return read_condition(text, self.kinds) if text else None
        except Unreadable as error:
            self.tell("unknown_variable" if error.reason == "unknown" else "bad_condition", error.word or text)
            return None

    def effects(self, value: Any) -> Iterator[Effect]:
        """`{"patience": -2, "promised": True}`, or “patience −2, promised = yes” as an editor types it."""
        places = {name: place for place, name in enumerate(self.kinds)}
        for name, amount, sets in self.changes(value):
            if name not in self.kinds:
                self.tell("unknown_variable", name)
            elif self.kinds[name] != isinstance(amount, bool):
                self.tell("bad_effect", name)
            else:
                yield Effect(places[name], int(amount), sets or isinstance(amount, bool))

    def changes(self, value: Any) -> Iterator[tuple[str, int | bool, bool]]:
        if isinstance(value, Mapping):
            for name, amount in value.items():
                sets = isinstance(amount, Mapping)
                yield str(name), amount["set"] if sets else amount, sets
            return
        for part in _parts(value):
            match = CHANGE.fullmatch(part)
            word = match[4].lower() if match else ""
            if match is None or not (match[2] or (word.isdecimal() and match[3])):
                self.tell("bad_effect", part)
            elif word.isdecimal():
                yield match[1], -int(word) if match[3] in MINUS else int(word), bool(match[2])
            else:
                yield match[1], word in YES, True

    def points(self, value: Any) -> Iterator[tuple[str, int]]:
        """`{"apologise": 2}`, or “apologise +2, listen +1”; a skill by its short name or as it is called on screen."""
        for name, points in self.scored(value):
            slug = name if self.skills is None else self.skills.get(name.casefold().replace("ё", "е"), "")
            if abs(points) > MOST:
                self.tell("bad_points", f"{name} {points}")
            elif slug:
                yield slug, points
            else:
                self.tell("unknown_skill", name)

    def scored(self, value: Any) -> Iterator[tuple[str, int]]:
        if isinstance(value, Mapping):
            yield from ((str(tag), int(points)) for tag, points in value.items())
            return
        for part in _parts(value):
            match = POINTS.fullmatch(part)
            if match is None:
                self.tell("bad_points", part)
            else:
                yield match[1].strip(), -int(match[3]) if match[2] in MINUS else int(match[3])


def _parts(value: Any) -> list[str]:
    return [part for part in (piece.strip() for piece in re.split(r"[,;\n]", str(value or ""))) if part]


def plain(script: Script) -> dict[str, Any]:
    """The script as JSON that `read_script` reads without a finding: what a snapshot holds."""
    return {
        "variables": [_plain_variable(variable) for variable in script.variables],
        "nodes": [_plain_node(node, script) for node in script.nodes.values()],
    }


def _plain_variable(variable: Variable) -> dict[str, Any]:
    return {
        "name": variable.name,
        "label": variable.label,
        "kind": "yesno" if variable.truth else "number",
        "low": variable.low,
        "high": variable.high,
        "start": variable.start,
        "shown": variable.shown,
    }


def _plain_node(node: Node, script: Script) -> dict[str, Any]:
    choices = [_plain_choice(choice, script) for choice in node.choices]
    return {name: getattr(node, name) for name in ("uid", "key", "kind", "text", "mood", "strong", "to", "again")} | {
        "key_phrases": list(node.key_phrases),
        "choices": choices,
    }


def _plain_choice(choice: Choice, script: Script) -> dict[str, Any]:
    return {name: getattr(choice, name) for name in ("uid", "text", "to", "feedback", "why")} | {
        "when": choice.when.text if choice.when else "",
        "effects": {script.variables[effect.place].name: _amount(effect, script) for effect in choice.effects},
        "shows": dict(choice.shows),
        "phrases": list(choice.phrases),
    }


def _amount(effect: Effect, script: Script) -> Any:
    if script.variables[effect.place].truth:
        return bool(effect.amount)
    return {"set": effect.amount} if effect.sets else effect.amount


def effects_text(effects: Mapping[str, Any]) -> str:
    """As an editor types them: “patience -2, promised = yes”."""
    return ", ".join(_effect_text(name, amount) for name, amount in effects.items())


def _effect_text(name: str, amount: Any) -> str:
    if isinstance(amount, bool):
        return f"{name} = {'yes' if amount else 'no'}"
    return f"{name} = {amount['set']}" if isinstance(amount, Mapping) else f"{name} {amount:+d}"


def shows_text(shows: Mapping[str, int]) -> str:
    return ", ".join(f"{tag} {points:+d}" for tag, points in shows.items())
