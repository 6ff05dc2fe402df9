"""Scenarios as YAML: one file holds all languages. Read whole or refused whole, with the lines named."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import yaml

from roleplays.clock import LONGEST, SHORTEST
from roleplays.engine import CHECK, CUSTOMER, KINDS, MOODS

from . import problems
from .lined import Path, load
from .problems import Problem, Refused

LANGUAGES = ("en", "ru")
MOST_NODES = 2_000
CHANNELS = ("chat", "email", "phone", "counter")
WORDS = ("title", "customer", "note", "situation")
TOP = (
    "scenario",
    "channel",
    "difficulty",
    "minutes",
    "reply_seconds",
    "skills",
    *WORDS,
    "good_to_know",
    "variables",
    "nodes",
)
NODE = ("kind", "mood", "text", "strong", "key_phrases", "again", "to", "replies", "uid")
REPLY = ("text", "phrases", "to", "when", "effects", "shows", "feedback", "why", "uid")
NODE_WORDS = ("text", "strong", "key_phrases", "again")
REPLY_WORDS = ("text", "phrases", "feedback", "why")
VARIABLE = ("label", "low", "high", "start", "shown")
YESES = {"yes": True, "true": True, "да": True, "no": False, "false": False, "нет": False}


@dataclass(frozen=True)
class ScenarioFile:
    """`words`: per language title, customer, note, situation, good_to_know. `bodies`: per language what the engine
    reads. `reply_seconds`: None without a clock. `lines`: (node key, number of the reply or 0) → line."""

    slug: str
    channel: str
    difficulty: int
    minutes: int
    skills: tuple[str, ...]
    words: Mapping[str, Mapping[str, Any]]
    bodies: Mapping[str, Mapping[str, Any]]
    reply_seconds: int | None = None
    lines: Mapping[tuple[str, int], int] = field(default_factory=dict, compare=False)


def uid_of(slug: str, *parts: str | int) -> str:
    """The same on every installation and in both languages, unless the file says otherwise."""
    return str(uuid5(NAMESPACE_URL, ":".join(["service-star:roleplay", slug, *map(str, parts)])))


def read(text: str) -> ScenarioFile:
    data, lines = load(text)
    reader = _Reader(data, lines)
    found = reader.file()
    if reader.problems:
        raise Refused(sorted(reader.problems, key=lambda problem: problem.line))
    return found


class _Reader:
    def __init__(self, data: Any, lines: Mapping[Path, int]) -> None:
        self.data, self.lines = data, lines
        self.problems: list[Problem] = []
        self.languages: tuple[str, ...] = ()

    def tell(self, path: Path, message: str, **values: object) -> None:
        """At the line of the nearest thing that is there."""
        known = next((self.lines[path[:n]] for n in range(len(path), -1, -1) if path[:n] in self.lines), 0)
        self.problems.append(Problem(known, message, values))

    def mapping(self, value: Any, path: Path, allowed: Iterable[str]) -> dict[str, Any]:
        if value == "":
            return {}
        if not isinstance(value, dict):
            self.tell(path, problems.NOT_A_MAPPING, name=path[-1] if path else "…")
            return {}
        for name in value:
            if name not in set(allowed):
                self.tell((*path, name), problems.NOT_KNOWN, name=name, known=", ".join(allowed))
        return value

    def file(self) -> ScenarioFile:
        top = self.mapping(self.data, (), TOP)
        titles = top.get("title")
        self.languages = tuple(titles) if isinstance(titles, dict) else ()
        if not self.languages or not set(self.languages) <= set(LANGUAGES):
            self.tell(("title",), problems.TITLE)
            self.languages = self.languages or LANGUAGES
        slug = self.word(top, "scenario", (), r"[a-z0-9-]{1,80}", problems.SHORT_NAME)
        nodes = self.nodes(top.get("nodes", ""), slug)
        variables = self.variables(top.get("variables", ""))
        return ScenarioFile(
            slug=slug,
            channel=self.one_of(top, "channel", (), CHANNELS, "chat"),
            difficulty=self.whole(top, "difficulty", (), 1, 3, 2),
            minutes=self.whole(top, "minutes", (), 1, 60, 5),
            reply_seconds=self.seconds(top),
            skills=tuple(self.listed(top.get("skills", ""), ("skills",))),
            words={language: self.words(top, language) for language in self.languages},
            bodies={
                language: {
                    "variables": [item | {"label": item["label"][language]} for item in variables],
                    "nodes": [_in_language(node, language) for node in nodes],
                }
                for language in self.languages
            },
            lines={place: line for node in nodes for place, line in self.places(node)},
        )

    def seconds(self, top: Mapping[str, Any]) -> int | None:
        return self.whole(top, "reply_seconds", (), SHORTEST, LONGEST, LONGEST) if top.get("reply_seconds") else None

    def places(self, node: Mapping[str, Any]) -> Iterable[tuple[tuple[str, int], int]]:
        key = node["key"]
        yield (key, 0), self.lines.get(("nodes", key), 0)
        for n in range(len(node["choices"])):
            yield (key, n + 1), self.lines.get(("nodes", key, "replies", n), 0)

    def words(self, top: Mapping[str, Any], language: str) -> dict[str, Any]:
        found: dict[str, Any] = {name: self.said(top, name, (), needed=name != "note")[language] for name in WORDS}
        notes = top.get("good_to_know", "")
        lines = notes if isinstance(notes, list) else []
        path: Path = ("good_to_know",)
        texts = [self.said({"line": line}, "line", (*path, n), needed=True) for n, line in enumerate(lines)]
        return found | {"good_to_know": [text[language] for text in texts]}

    def said(self, item: Mapping[str, Any], name: str, path: Path, *, needed: bool = False) -> dict[str, str]:
        """Words in every language of the file; a plain text counts for all of them."""
        value, here = item.get(name, ""), (*path, name)
        if isinstance(value, str):
            if needed and not value.strip():
                self.tell(here, problems.NO_WORDS_FOR, name=name)
            if value.strip() and len(self.languages) > 1 and name not in ("customer", "label"):
                self.tell(here, problems.ONE_LANGUAGE, name=name)
            return dict.fromkeys(self.languages, value.strip())
        parts = self.mapping(value, here, LANGUAGES)
        for language in self.languages:
            if not str(parts.get(language, "")).strip():
                self.tell(here, problems.NO_WORDS_IN, name=name, language=language)
        return {language: " ".join(str(parts.get(language, "")).split()) for language in self.languages}

    def lines_of(self, item: Mapping[str, Any], name: str, path: Path) -> dict[str, list[str]]:
        """Lists of texts, one per language; they need not be equally long."""
        here = (*path, name)
        parts = self.mapping(item.get(name, ""), here, LANGUAGES)
        found = {code: self.listed(parts.get(code, ""), (*here, code)) for code in self.languages}
        return {code: [text for text in (" ".join(item.split()) for item in found[code]) if text] for code in found}

    def word(self, item: Mapping[str, Any], name: str, path: Path, pattern: str, rule: str) -> str:
        value = item.get(name, "")
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            self.tell((*path, name), rule, name=name)
            return ""
        return value

    def one_of(self, item: Mapping[str, Any], name: str, path: Path, allowed: tuple[str, ...], usual: str) -> str:
        value = item.get(name) or usual
        if value not in allowed:
            self.tell((*path, name), problems.ONE_OF, name=name, known=", ".join(word for word in allowed if word))
        return str(value)

    def whole(self, item: Mapping[str, Any], name: str, path: Path, low: int, high: int, usual: int) -> int:
        value = item.get(name) or str(usual)
        if not isinstance(value, str) or not re.fullmatch(r"[+-]?\d{1,6}", value) or not low <= int(value) <= high:
            self.tell((*path, name), problems.WHOLE, name=name, low=low, high=high)
            return usual
        return int(value)

    def listed(self, value: Any, path: Path) -> list[str]:
        if value and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
            self.tell(path, problems.LIST_OF_WORDS, name=path[-1])
            return []
        return list(value or ())

    def variables(self, value: Any) -> list[dict[str, Any]]:
        path: Path = ("variables",)
        names = value if isinstance(value, dict) else {}
        return [self.variable(name, part, (*path, name)) for name, part in self.mapping(value, path, names).items()]

    def variable(self, name: str, value: Any, path: Path) -> dict[str, Any]:
        part = self.mapping(value, path, VARIABLE)
        label = self.said({"label": part.get("label") or name}, "label", path)
        if str(part.get("start", "")).lower() in YESES:
            start = int(YESES[part["start"].lower()])
            return {"name": name, "label": label, "kind": "yesno", "low": 0, "high": 1, "start": start, "shown": False}
        low = self.whole(part, "low", path, -1000, 1000, 0)
        high = self.whole(part, "high", path, low, 1000, 10)
        start = self.whole(part, "start", path, low, high, low)
        shown = YESES.get(str(part.get("shown", "no")).lower(), False)
        return {
            "name": name,
            "label": label,
            "kind": "number",
            "low": low,
            "high": high,
            "start": start,
            "shown": shown,
        }

    def nodes(self, value: Any, slug: str) -> list[dict[str, Any]]:
        if not isinstance(value, dict) or not value:
            self.tell(("nodes",), problems.NODES)
            return []
        if len(value) > MOST_NODES:
            self.tell(("nodes",), problems.TOO_MANY_NODES, most=MOST_NODES)
            return []
        return [self.node(key, item, slug) for key, item in value.items()]

    def node(self, key: str, value: Any, slug: str) -> dict[str, Any]:
        path: Path = ("nodes", key)
        item = self.mapping(value, path, NODE)
        kind = self.one_of(item, "kind", path, KINDS, CUSTOMER)
        replies = item.get("replies") or []
        if not isinstance(replies, list):
            self.tell((*path, "replies"), problems.REPLIES)
            replies = []
        here: Path = (*path, "replies")
        return {
            "uid": str(item.get("uid") or uid_of(slug, key)),
            "key": key,
            "kind": kind,
            "mood": self.one_of(item, "mood", path, ("", *MOODS), ""),
            "text": self.said(item, "text", path, needed=kind != CHECK),
            "strong": self.said(item, "strong", path),
            "key_phrases": self.lines_of(item, "key_phrases", path),
            "again": self.said(item, "again", path),
            "to": str(item.get("to") or ""),
            "choices": [self.reply(part, (*here, n), (slug, key, n + 1), kind) for n, part in enumerate(replies)],
        }

    def reply(self, value: Any, path: Path, place: tuple[str, str, int], kind: str) -> dict[str, Any]:
        item = self.mapping(value, path, REPLY)
        return {
            "uid": str(item.get("uid") or uid_of(*place)),
            "text": self.said(item, "text", path, needed=kind != CHECK),
            "phrases": self.lines_of(item, "phrases", path),
            "to": str(item.get("to") or ""),
            "when": str(item.get("when") or ""),
            "effects": self.effects(item.get("effects", ""), (*path, "effects")),
            "shows": self.points(item.get("shows", ""), (*path, "shows")),
            "feedback": self.said(item, "feedback", path),
            "why": self.said(item, "why", path),
        }

    def effects(self, value: Any, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, amount in self.mapping(value, path, value if isinstance(value, dict) else ()).items():
            word = str(amount).replace("−", "-").lower()
            match = re.fullmatch(r"(=?)\s*([+-]?\d{1,4})", word)
            if word in YESES:
                found[name] = YESES[word]
            elif match:
                found[name] = {"set": int(match[2])} if match[1] else int(match[2])
            else:
                self.tell((*path, name), problems.EFFECT, amount=amount)
        return found

    def points(self, value: Any, path: Path) -> dict[str, int]:
        found = {}
        for name, amount in self.mapping(value, path, value if isinstance(value, dict) else ()).items():
            if re.fullmatch(r"[+-]?\d{1,3}", str(amount).replace("−", "-")):
                found[name] = int(str(amount).replace("−", "-"))
            else:
                self.tell((*path, name), problems.POINTS, name=name)
        return found


def _in_language(node: Mapping[str, Any], language: str) -> dict[str, Any]:
    choices = [choice | {name: choice[name][language] for name in REPLY_WORDS} for choice in node["choices"]]
    return {**node, **{name: node[name][language] for name in NODE_WORDS}, "choices": choices}


# writing ----------------------------------------------------------------------


class Unlike(ValueError):
    """The languages are not the same talk: `where` is the node that differs."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


def write(file: ScenarioFile) -> str:
    """The YAML that `read` reads as the same file. Raises `Unlike`."""
    _alike(file)
    first = next(iter(file.bodies.values()))
    data: dict[str, Any] = {
        "scenario": file.slug,
        "channel": file.channel,
        "difficulty": file.difficulty,
        "minutes": file.minutes,
        "reply_seconds": file.reply_seconds or "",
        "skills": list(file.skills),
    }
    data |= {name: _both(file, lambda words, name=name: words[name]) for name in WORDS}  # type: ignore[misc]
    count = len(next(iter(file.words.values()))["good_to_know"])
    data["good_to_know"] = [_both(file, lambda words, n=n: words["good_to_know"][n]) for n in range(count)]  # type: ignore[misc]
    data["variables"] = {item["name"]: _variable(file, n) for n, item in enumerate(first["variables"])}
    data["nodes"] = {node["key"]: _node(file, n) for n, node in enumerate(first["nodes"])}
    return yaml.safe_dump(_slim(data), allow_unicode=True, sort_keys=False, width=110)


def _both(file: ScenarioFile, part: Any) -> dict[str, Any]:
    return {language: part(words) for language, words in file.words.items()}


def _variable(file: ScenarioFile, n: int) -> dict[str, Any]:
    item = next(iter(file.bodies.values()))["variables"][n]
    if item["kind"] == "yesno":
        return {"start": bool(item["start"])}
    label = {language: body["variables"][n]["label"] for language, body in file.bodies.items()}
    return {"label": label} | {name: item[name] for name in ("low", "high", "start", "shown")}


def _node(file: ScenarioFile, n: int) -> dict[str, Any]:
    nodes = {language: body["nodes"][n] for language, body in file.bodies.items()}
    node = next(iter(nodes.values()))
    words = {name: {language: each.get(name, "") for language, each in nodes.items()} for name in NODE_WORDS}
    found = {"kind": node["kind"], "mood": node["mood"], "text": words["text"]}
    found["replies"] = [_reply(file.slug, nodes, m) for m in range(len(node["choices"]))]
    found |= {"to": node["to"], "strong": words["strong"]}
    found |= {"key_phrases": words["key_phrases"], "again": words["again"]}
    return found | ({"uid": node["uid"]} if node["uid"] != uid_of(file.slug, node["key"]) else {})


def _reply(slug: str, nodes: Mapping[str, Mapping[str, Any]], m: int) -> dict[str, Any]:
    node = next(iter(nodes.values()))
    choice = node["choices"][m]
    words = {
        name: {language: each["choices"][m].get(name, "") for language, each in nodes.items()} for name in REPLY_WORDS
    }
    effects = {
        name: f"= {amount['set']}" if isinstance(amount, Mapping) else amount
        for name, amount in choice["effects"].items()
    }
    found = {"text": words["text"], "phrases": words["phrases"]}
    found |= {"to": choice["to"], "when": choice["when"], "effects": effects}
    found |= {"shows": dict(choice["shows"]), "feedback": words["feedback"], "why": words["why"]}
    return found | ({"uid": choice["uid"]} if choice["uid"] != uid_of(slug, node["key"], m + 1) else {})


def _slim(value: Any) -> Any:
    """Without what says nothing."""
    if isinstance(value, dict):
        slim = {name: _slim(part) for name, part in value.items()}
        return {name: part for name, part in slim.items() if part not in ("", {}, [])}
    return [_slim(part) for part in value] if isinstance(value, list) else value


def _alike(file: ScenarioFile) -> None:
    bare = [_bare(body) for body in file.bodies.values()]
    for one in bare[1:]:
        if one["variables"] != bare[0]["variables"] or len(one["nodes"]) != len(bare[0]["nodes"]):
            raise Unlike("")
        for first, other in zip(bare[0]["nodes"], one["nodes"], strict=True):
            if first != other:
                raise Unlike(first["key"])


def _bare(body: Mapping[str, Any]) -> dict[str, Any]:
    """The talk without its words."""
    choice_words, node_words = set(REPLY_WORDS), {*NODE_WORDS, "choices"}
    nodes = [
        {name: value for name, value in node.items() if name not in node_words}
        | {"choices": [{k: v for k, v in choice.items() if k not in choice_words} for choice in node["choices"]]}
        for node in body["nodes"]
    ]
    return {"nodes": nodes, "variables": [item | {"label": ""} for item in body["variables"]]}
