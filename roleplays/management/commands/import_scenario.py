import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.learning.models import Skill
from roleplays.actions import Broken, save_scenario
from roleplays.engine import Finding, Report
from roleplays.files import line_of, take_file
from roleplays.formats.problems import Problem, Refused
from roleplays.formats.reading import FORMATS, Asked
from roleplays.formats.taken import Taken
from roleplays.proof import proved_body
from roleplays.words import sentence


class Command(BaseCommand):
    help = (
        "Takes a scenario from a file, as a draft. Our own YAML is taken whole, all its languages at once, or refused "
        "whole with the lines named; a scenario of that name is there already: the file becomes its newest draft. "
        "Stories made with Twine and packages of H5P Branching Scenario become a new draft; what cannot be taken is "
        "listed by passage and line, and the rest is kept."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--format", choices=FORMATS, default="", help="by default: by what stands in the file")
        parser.add_argument(
            "--language", choices=["en", "ru"], default="", help="of a story; by default by its letters"
        )
        parser.add_argument("--skill", default="", metavar="SLUG", help="what the points of H5P show")
        parser.add_argument("--publish", action="store_true", help="publish at once; not with an error in it")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be taken")
        parser.add_argument("--json", action="store_true", help="the outcome as JSON, for machines")

    def handle(self, *, file: str, publish: bool, dry_run: bool, json: bool, skill: str, **options: Any) -> None:
        if skill and not Skill.objects.filter(slug=skill).exists():
            raise CommandError(f"There is no skill with the short name “{skill}”.")
        try:
            taken = take_file(Path(file), Asked(options["format"], options["language"], skill))
            reports = {language: proved_body(body) for language, body in taken.file.bodies.items()}
            refuse_errors(taken, reports, publish)
            slug = taken.file.slug if dry_run else save(taken, publish)
        except Refused as refused:
            self.refuse(refused.problems, json)
        except Broken as broken:
            self.refuse([Problem(0, sentence(finding)) for finding in broken.report.errors], json)
        self.say(outcome(taken, reports, slug, publish, dry_run), json)

    def refuse(self, problems: list[Problem], as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"refused": [plain(item) for item in problems]}, ensure_ascii=False, indent=2))
        raise CommandError("Nothing was taken from the file:\n  " + "\n  ".join(map(str, problems)))

    def say(self, found: dict[str, Any], as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        what = "would be taken" if found["dry_run"] else "published" if found["published"] else "saved as a draft"
        counts = f"{found['passages']} parts, {found['choices']} replies, {found['ends']} ends"
        self.stdout.write(f"{found['scenario']} ({', '.join(found['languages'])}): {counts}; {what}.")
        for item in found["refused"]:
            place = ", ".join(
                part for part in (f"line {item['line']}" if item["line"] else "", item["passage"]) if part
            )
            self.stdout.write(f"  left out: {place + ': ' if place else ''}{item['text']}")
        for item in found["findings"]:
            self.stdout.write(f"  {item['level']}: {item['text']}")


def refuse_errors(taken: Taken, reports: dict[str, Report], publish: bool) -> None:
    """What the checker finds, at the line of the part it is about. A draft made of a story may have errors."""
    errors = next(iter(reports.values())).errors
    if errors and (publish or taken.strict):
        raise Refused([Problem(line_of(taken.file, error), sentence(error)) for error in errors])


def save(taken: Taken, publish: bool) -> str:
    """Returns the short name it has now."""
    saved = save_scenario(file=taken.file, by=None, publish=publish, unfinished=not taken.strict, new=not taken.strict)
    return saved[0].slug


def outcome(taken: Taken, reports: dict[str, Report], slug: str, publish: bool, dry_run: bool) -> dict[str, Any]:
    return {
        "scenario": slug,
        "format": taken.format,
        "languages": list(taken.file.bodies),
        "start": taken.start,
        "nodes": taken.passages,
        "passages": taken.passages,
        "choices": taken.choices,
        "ends": len(taken.ends),
        "refused": [plain(problem) for problem in taken.left],
        "findings": [found(taken, finding) for finding in next(iter(reports.values())).findings],
        "published": publish and not dry_run,
        "dry_run": dry_run,
    }


def plain(problem: Problem) -> dict[str, Any]:
    """`row`: the line inside the passage."""
    return {"line": problem.line, "passage": problem.part, "row": problem.row, "text": problem.text}


def found(taken: Taken, finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "level": finding.level,
        "node": finding.node,
        "reply": finding.number,
        "line": line_of(taken.file, finding),
        "text": sentence(finding),
        "path": [{"node": step.node, "choice": step.choice, "text": step.text} for step in finding.path],
    }
