"""Names of people in Russian texts, by natasha, where the extra `names` is installed. No Django."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from typing import Any

_CAPITAL = re.compile(r"[А-ЯЁ][а-яё]+")


@cache
def installed() -> bool:
    return find_spec("natasha") is not None


def worth(text: str) -> bool:
    return bool(_CAPITAL.search(text))


def found(text: str) -> Iterator[tuple[int, int]]:
    """Where names stand; nothing without the extra."""
    if not installed() or not worth(text):
        return
    segmenter, tagger = _tools()
    from natasha import Doc

    doc = Doc(text)
    doc.segment(segmenter)
    doc.tag_ner(tagger)
    for span in doc.spans:
        if span.type == "PER":
            yield span.start, span.stop


@cache
def _tools() -> tuple[Any, Any]:
    from natasha import NewsEmbedding, NewsNERTagger, Segmenter

    return Segmenter(), NewsNERTagger(NewsEmbedding())
