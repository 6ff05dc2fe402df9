import hashlib
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, BinaryIO

import yaml
from django.core.management.base import BaseCommand, CommandError

from assessments.quality.actions import Imported, import_file
from assessments.quality.actions.spool import spool_folder
from assessments.quality.imports import READERS, Checked, FileProblem, Options, check
from assessments.quality.options import options as read_options

SHOWN = 30
REPORTED = 1000


class Command(BaseCommand):
    help = (
        "Tickets and ratings from a help desk's file. The whole file is checked first; with a problem nothing is taken."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            type=Path,
            help="generic: CSV, XLSX or JSON (a list of objects); zendesk: JSON of the incremental export; "
            "freshdesk: CSV, or JSON of its API",
        )
        parser.add_argument("--source", required=True, choices=list(READERS))
        parser.add_argument(
            "--map", type=Path, help="YAML for generic: columns, constants, values, dates, zone, csat_scale"
        )
        parser.add_argument("--dry-run", action="store_true", help="check and count, take nothing")
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, **options: Any) -> None:
        try:
            with options["file"].open("rb") as file:
                self._take(file, options)
        except FileProblem as error:
            self._refuse([_told(error.problem)], None, as_json=options["json"])
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error

    def _take(self, file: BinaryIO, options: dict[str, Any]) -> None:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        read = {"folder": spool_folder(), "progress": _Progress(options["file"].stat().st_size)}
        source, columns = options["source"], _options(options["map"])
        done = None
        if options["dry_run"]:
            checked: Checked = check(file, source, columns, limit=None, **read)
        else:
            checked, done = import_file(file, source, columns, file_hash=digest, by=None, **read)
        if checked.problems:
            self._refuse([_told(problem) for problem in checked.problems], checked, as_json=options["json"])
        self._tell(checked, done, as_json=options["json"])

    def _refuse(self, problems: list[dict[str, Any]], checked: Checked | None, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(_figures(checked, None, problems), ensure_ascii=False, indent=1))
        shown = [problem["told"] for problem in problems[:SHOWN]]
        more = (checked.findings.refused if checked else 0) - len(shown)
        rest = [f"and {more} more."] if more > 0 else []
        raise CommandError("\n".join([*shown, *rest, "Nothing was taken. Mend this and run it again."]))

    def _tell(self, checked: Checked, done: Imported | None, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(_figures(checked, done, []), ensure_ascii=False, indent=1))
            return
        if done is None:
            self.stdout.write(f"Would be taken: {checked.count} tickets of {len(checked.agents)} agents.")
        else:
            self.stdout.write(
                f"Taken: {done.created} new, {done.changed} changed, {done.unchanged} unchanged; "
                f"{done.waiting} tickets of {done.unknown} agents wait to be matched."
            )
        impossible = sum(checked.findings.kinds.values())
        if checked.findings.unrated or impossible:
            self.stdout.write(
                f"{checked.findings.unrated} without a rating; {impossible} with moments that cannot all be right: "
                "no minutes were counted from those."
            )


def _told(problem: Any) -> dict[str, Any]:
    return {
        "line": problem.line,
        "column": problem.column,
        "reason": problem.sentence(),
        "told": problem.full(),
    }


def _options(path: Path | None) -> Options:
    try:
        return read_options(yaml.safe_load(path.read_bytes()) if path else {})
    except yaml.YAMLError as error:
        raise CommandError(f"{path} is not YAML: {error}. Nothing was taken.") from error


def _figures(checked: Checked | None, done: Imported | None, problems: list[dict[str, Any]]) -> dict[str, Any]:
    findings = checked.findings if checked else None
    impossible = findings.impossible[:REPORTED] if findings else []
    return {
        "read": findings.read if findings else 0,
        "created": done.created if done else 0,
        "updated": done.changed if done else 0,
        "unchanged": done.unchanged if done else 0,
        "waiting": done.waiting if done else 0,
        "unknown_agents": done.unknown if done else 0,
        "refused": findings.refused if findings else 0,
        "problems": [{key: problem[key] for key in ("line", "column", "reason")} for problem in problems],
        "no_rating": findings.unrated if findings else 0,
        "impossible_times": sum(findings.kinds.values()) if findings else 0,
        "impossible": [{"line": line, "reason": kind} for line, kind in impossible],
        "taken": done is not None,
    }


class _Progress:
    """How far the reading is, where somebody looks."""

    def __init__(self, size: int) -> None:
        self.size, self.last = max(1, size), -1

    def __call__(self, done: int) -> None:
        percent = 100 * done // self.size
        if sys.stderr.isatty() and percent != self.last:
            self.last = percent
            sys.stderr.write(f"\r{percent} % read" if percent < 100 else "\r            \r")
            sys.stderr.flush()
