from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from .columns import FIELDS
from .problems import BAD_FORMAT, BAD_MAP, BAD_SCALE, BAD_VALUE_MAP, BAD_ZONE, FileProblem

SCALES = ("auto", "good-bad", "5", "10")
PARTS = ("columns", "constants", "values", "dates", "zone", "channel", "csat_scale")
UTC_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True)
class Options:
    """How a file is to be read. `key`: for customers' keys. `zone`: of moments that do not name one.

    `columns`: field → heading, for spreadsheets; what is not named is guessed from the headings. `constants`: field →
    what holds for every line whose cell is empty. `values`: field → {as in the file, in small letters: as meant}.
    `dates`: formats tried before those we know. `days_in`: the company's zone, for the date of a solution.
    """

    key: bytes
    zone: ZoneInfo
    region: str = "RU"
    days_in: ZoneInfo = UTC_ZONE
    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dates: tuple[str, ...] = ()
    csat_scale: str = "auto"

    @classmethod
    def from_map(cls, data: Any, *, key: bytes, zone: ZoneInfo, region: str = "RU") -> "Options":
        """From the file given with `--map`. Raises FileProblem for what it does not know."""
        if not isinstance(data, Mapping) or set(data) - set(PARTS):
            raise FileProblem(BAD_MAP, parts=", ".join(PARTS), names=", ".join(FIELDS))
        constants = _fields(data, "constants")
        if data.get("channel"):
            constants = {"channel": str(data["channel"]), **constants}
        return cls(
            key=key,
            zone=_zone(data.get("zone")) or zone,
            region=region,
            days_in=zone,
            columns={name: str(heading) for name, heading in _fields(data, "columns").items()},
            constants={name: str(value) for name, value in constants.items()},
            values={name: _becomes(name, pairs) for name, pairs in _fields(data, "values").items()},
            dates=_formats(data.get("dates") or ()),
            csat_scale=_scale(data.get("csat_scale", "auto")),
        )


def _fields(data: Mapping[str, Any], part: str) -> dict[str, Any]:
    found = data.get(part) or {}
    if not isinstance(found, Mapping) or set(found) - set(FIELDS):
        raise FileProblem(BAD_MAP, parts=", ".join(PARTS), names=", ".join(FIELDS))
    return dict(found)


def _becomes(name: str, pairs: Any) -> dict[str, str]:
    if not isinstance(pairs, Mapping):
        raise FileProblem(BAD_VALUE_MAP, name=f"values.{name}")
    return {str(given).strip().casefold(): "" if meant is None else str(meant) for given, meant in pairs.items()}


def _formats(given: Any) -> tuple[str, ...]:
    formats = (given,) if isinstance(given, str) else tuple(str(item) for item in given)
    for pattern in formats:
        try:
            shown = datetime(2026, 11, 23, 14, 5, 59, tzinfo=UTC).strftime(pattern)
            datetime.strptime(shown, pattern)  # noqa: DTZ007  only whether it can be read
        except ValueError as error:
            raise FileProblem(BAD_FORMAT, text=pattern) from error
    return formats


def _scale(given: Any) -> str:
    scale = str(given)
    if scale not in SCALES:
        raise FileProblem(BAD_SCALE, text=scale, known=", ".join(SCALES))
    return scale


def _zone(name: Any) -> ZoneInfo | None:
    if not name:
        return None
    try:
        return ZoneInfo(str(name))
    except (KeyError, ValueError) as error:
        raise FileProblem(BAD_ZONE, text=name) from error
