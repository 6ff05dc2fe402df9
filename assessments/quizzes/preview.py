"""What an editor sees of a question before it is live."""

from collections.abc import Mapping
from typing import Any

from . import paper, question_types


def question_context(item: Mapping[str, Any], mode: str) -> dict[str, Any]:
    """As a learner sees it, or with `mode` "answers" as after handing in with the right ones chosen."""
    body = {"questions": [item], "shuffle": False}
    kind = question_types.get(item["type"])
    if mode != "answers":
        return {"question": paper.asked(body, {}, "")[0], "kind": kind}
    told = paper.told(body, {item["uid"]: right_answer(item)}, {item["uid"]: 1.0}, "")[0]
    return {"question": told.asked, "told": told, "kind": kind}


def right_answer(item: Mapping[str, Any]) -> Any:
    right = [option["uid"] for option in item.get("options", ()) if option["percent"] > 0]
    return right if item["type"] != "single" else next(iter(right), None)
