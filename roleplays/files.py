"""Scenarios as files: read from disk, or put together from what was last edited, and written."""

from pathlib import Path
from typing import Any

from . import queries
from .blocks import raw_body
from .engine import Finding, plain, read_script
from .formats import problems, twee, twine_json
from .formats.packages import LARGEST
from .formats.problems import Problem, Refused
from .formats.reading import YAML, Asked, read
from .formats.scenario_yaml import ScenarioFile, write
from .formats.story import story_of
from .formats.taken import Taken
from .proof import skills_by_name


def take_file(path: Path, asked: Asked | None = None) -> Taken:
    """A file of any format, by what stands in it. Raises `Refused`."""
    try:
        if path.stat().st_size > LARGEST:
            raise Refused([Problem(0, problems.TOO_LARGE, {"most": LARGEST // 1_000_000})])
        data = path.read_bytes()
    except OSError as error:
        raise Refused([Problem(0, problems.NOT_OPENED, {"why": error.strerror})]) from error
    return read(path.name, data, asked)


def read_file(path: Path) -> ScenarioFile:
    """Raises `Refused`."""
    return take_file(path).file


def line_of(file: ScenarioFile, finding: Finding) -> int:
    """Where the file says what the checker found something about; 0: nowhere."""
    lines = file.lines
    return lines.get((finding.node, finding.number)) or lines.get((finding.node, 0), 0)


def written(file: ScenarioFile, kind: str, language: str) -> tuple[str, list[Problem]]:
    """The file's text in a format of `reading.WRITTEN`, and what it has no place for. Raises `Unlike` for YAML of two
    languages that are not the same talk."""
    if kind == YAML:
        return write(file), []
    story, lost = story_of(file, language)
    return (twee.write if kind == twee.NAME else twine_json.write)(story), lost


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
        reply_seconds=first.reply_seconds,
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
