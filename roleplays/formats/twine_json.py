"""Stories as JSON, by the “Twine 2 JSON Specification” (v1.0): `name`, and `passages` with `name`, `tags`, `text`.

`start` is the name of a passage, as in Twee; its pid is understood too, and `startnode`, as older exporters write it.
"""

import json
from typing import Any

from . import problems
from .lined import Path
from .lined_json import load
from .problems import Problem, Refused
from .story import Passage, Story, taken_from
from .taken import MOST_PASSAGES, Taken, Told

NAME = "twine-json"


def read(text: str, language: str = "") -> Taken:
    """Raises `Refused`."""
    told = Told()
    return taken_from(story(text, told), NAME, told, language)


def story(text: str, told: Told) -> Story:
    data, lines = load(text)
    passages = data.get("passages") if isinstance(data, dict) else None
    if not isinstance(passages, list) or not isinstance(data.get("name", ""), str):
        raise Refused([Problem(1, problems.NOT_TWINE_JSON)])
    if len(passages) > MOST_PASSAGES:
        line = lines.get(("passages", MOST_PASSAGES), 1)
        raise Refused([Problem(line, problems.TOO_MANY_PASSAGES, {"most": MOST_PASSAGES})])
    found = Story(title=_word(data, "name"), format=_word(data, "format"), ifid=_word(data, "ifid"))
    found.passages = [_passage(item, number, lines) for number, item in enumerate(passages)]
    for name, message in (("script", problems.SCRIPT), ("style", problems.STYLE)):
        if _word(data, name):
            told(lines[(name,)], message)
    _begin(found, data, lines)
    return found


def _passage(item: Any, number: int, lines: dict[Path, int]) -> Passage:
    path: Path = ("passages", number)
    line = lines.get(path, 1)
    if not isinstance(item, dict) or not all(isinstance(item.get(name), str) for name in ("name", "text")):
        raise Refused([Problem(line, problems.PASSAGE_SHAPE, {"number": number + 1})])
    tags = item.get("tags")
    tags = tags.split() if isinstance(tags, str) else tags if isinstance(tags, list) else []
    text_line, pid = lines.get((*path, "text"), line), str(item.get("pid") or "")
    return Passage(
        item["name"].strip(), item["text"].rstrip(), tuple(map(str, tags)), line, text_line, rows=False, pid=pid
    )


def _begin(story: Story, data: dict[str, Any], lines: dict[Path, int]) -> None:
    key = "start" if "start" in data else "startnode"
    wanted = str(data.get(key) or "").strip()
    names = {passage.name for passage in story.passages}
    by_pid = {passage.pid: passage.name for passage in reversed(story.passages) if passage.pid}
    story.start = wanted if wanted in names else by_pid.get(wanted, wanted)
    story.start_line = lines.get((key,), 0)


def _word(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


# writing ----------------------------------------------------------------------------


def write(story: Story) -> str:
    passages = [{"name": part.name, "tags": list(part.tags), "text": part.text} for part in story.passages]
    data = {"name": story.title, "ifid": story.ifid, "start": story.start, "passages": passages}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
