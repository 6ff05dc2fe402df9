"""Masking on labelled texts in Russian and English, written for this: contacts as people write them, and numbers which
only look like them."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from assessments.quality.masking import mask, spans

TEXTS = Path(__file__).parent / "masking_texts"
KINDS = ("mail", "phone", "card", "iban")


def texts() -> list[dict[str, Any]]:
    return [item for path in sorted(TEXTS.glob("*.yaml")) for item in yaml.safe_load(path.read_text("utf-8"))]


def labelled(item: dict[str, Any]) -> list[tuple[int, int, str]]:
    at, found = 0, []
    for kind, value in item.get("spans", ()):
        start = item["text"].index(value, at)
        at = start + len(value)
        found.append((start, at, kind))
    return found


def test_there_are_enough_of_each_kind():
    kinds = Counter(kind for item in texts() for kind, _ in item.get("spans", ()))
    assert len(texts()) >= 300 and len({item["text"] for item in texts()}) == len(texts())
    assert all(kinds[kind] >= 25 for kind in KINDS)
    assert sum("spans" not in item for item in texts()) >= 100


def test_nearly_nothing_is_missed_and_nearly_nothing_else_taken():
    """Missed: a labelled span that is not covered whole. Wrong: something found where nothing is labelled."""
    missed: dict[str, list[str]] = {kind: [] for kind in KINDS}
    counted, found, wrong = Counter[str](), 0, []
    for item in texts():
        text, marks = item["text"], spans(item["text"])
        for start, end, kind in labelled(item):
            counted[kind] += 1
            if not any(mark.start <= start and end <= mark.end for mark in marks):
                missed[kind].append(text)
        for mark in marks:
            if mark.kind == "name":
                continue
            found += 1
            if not any(mark.start < end and start < mark.end for start, end, _ in labelled(item)):
                wrong.append(text[mark.start : mark.end] + " in " + text)
    for kind in KINDS:
        assert 1 - len(missed[kind]) / counted[kind] >= 0.99, missed[kind]
    assert 1 - len(wrong) / found >= 0.95, wrong


@pytest.mark.parametrize("around", ["{}", "Здравствуйте! {} Спасибо.", "«{}»", "({})", "\n{}\n"])
def test_wherever_it_stands(around):
    for item in texts():
        masked = mask(around.format(item["text"]))
        assert mask(masked) == masked
        assert all(value not in masked for _, value in item.get("spans", ()) if len(value) > 9), masked
