"""Scenarios as files: read from disk, or put together from what was last edited."""

from pathlib import Path
from typing import Any

from . import queries
from .blocks import raw_body
from .engine import plain, read_script
from .formats.lined import Problem, Refused
from .formats.scenario_yaml import ScenarioFile, read
from .proof import skills_by_name


def read_file(path: Path) -> ScenarioFile:
    """Raises `Refused`."""
    try:
        return read(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Refused([Problem(0, f"the file cannot be opened: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise Refused([Problem(line, "the file is not written in UTF-8: save it so and try again")]) from error


def file_of(slug: str, language: str | None = None) -> ScenarioFile | None:
    """All languages of a scenario, or one, as they were last edited."""
    rows = {row.locale.language_code: row for row in queries.versions_of(slug)}
    rows = {code: row for code, row in rows.items() if language in (None, code)}
    if not rows:
        return None
    first, names = next(iter(rows.values())), skills_by_name()
    return ScenarioFile(
        slug=slug,
        channel=first.channel,
        difficulty=first.difficulty,
        minutes=first.minutes,
        skills=tuple(skill.slug for skill in first.skills.all()),
        words={code: _words(row) for code, row in rows.items()},
        bodies={code: _body(row, names) for code, row in rows.items()},
    )


def _words(row: Any) -> dict[str, Any]:
    return {
        "title": row.title,
        "customer": row.customer_name,
        "note": row.customer_note,
        "situation": row.situation,
        "good_to_know": row.notes,
    }


def _body(row: Any, names: dict[str, str]) -> dict[str, Any]:
    """As `formats` has it: effects and points read, not as they were typed."""
    return plain(read_script(raw_body(row.variables, row.body), names)[0])
