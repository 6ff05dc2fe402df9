"""Log lines say what happened and where, never to whom: an exception's own words may hold names or addresses."""

import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def safe_exception(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Structlog processor: the exception's class and the places it passed, without its message."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    elif isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if isinstance(info, tuple) and info[0]:
        event["exception"] = described(info)
    return event


def described(info: ExcInfo) -> list[str]:
    frames = traceback.extract_tb(info[2])[-12:]
    return [info[0].__name__, *(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)]
