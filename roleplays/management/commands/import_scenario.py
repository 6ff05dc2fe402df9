import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from roleplays.actions import Broken, save_scenario
from roleplays.files import read_file
from roleplays.formats.lined import Refused
from roleplays.formats.scenario_yaml import ScenarioFile
from roleplays.proof import proved_body
from roleplays.words import sentence


class Command(BaseCommand):
    help = (
        "Takes a scenario from a file, all its languages at once, as drafts. A file with an error in it is refused "
        "whole, with the lines named. A scenario of that name is there already: the file becomes its newest draft."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--format", choices=["yaml"], default="yaml", help="what sort of file it is")
        parser.add_argument("--publish", action="store_true", help="publish at once")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be taken")
        parser.add_argument("--json", action="store_true", help="the outcome as JSON, for machines")

    def handle(self, *, file: str, publish: bool, dry_run: bool, json: bool, **options: Any) -> None:
        try:
            found = read_file(Path(file))
            self.refuse_errors(found)
            if not dry_run:
                save_scenario(file=found, by=None, publish=publish)
        except Refused as refused:
            self.refuse([{"line": problem.line, "text": problem.text} for problem in refused.problems], json)
        except Broken as broken:
            self.refuse([{"line": 0, "text": sentence(finding)} for finding in broken.report.errors], json)
        self.say(outcome(found, publish, dry_run), json)

    def refuse_errors(self, found: ScenarioFile) -> None:
        """What the checker finds, at the line of the node it is about."""
        from roleplays.formats.lined import Problem

        errors = proved_body(next(iter(found.bodies.values()))).errors
        if errors:
            lines = found.lines
            raise Refused([Problem(lines.get((e.node, e.number), 0), sentence(e)) for e in errors])

    def refuse(self, problems: list[dict[str, Any]], as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"refused": problems}, ensure_ascii=False, indent=2))
        lines = [f"line {item['line']}: {item['text']}" if item["line"] else item["text"] for item in problems]
        raise CommandError("Nothing was taken from the file:\n  " + "\n  ".join(lines))

    def say(self, found: dict[str, Any], as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        what = "would be taken" if found["dry_run"] else "published" if found["published"] else "saved as a draft"
        counts = f"{found['nodes']} parts, {found['choices']} replies, {found['ends']} ends"
        self.stdout.write(f"{found['scenario']} ({', '.join(found['languages'])}): {counts}; {what}.")


def outcome(found: ScenarioFile, publish: bool, dry_run: bool) -> dict[str, Any]:
    nodes = next(iter(found.bodies.values()))["nodes"]
    return {
        "scenario": found.slug,
        "languages": list(found.bodies),
        "start": nodes[0]["key"],
        "nodes": len(nodes),
        "choices": sum(len(node["choices"]) for node in nodes),
        "ends": sum(node["kind"] == "end" for node in nodes),
        "refused": [],
        "published": publish and not dry_run,
        "dry_run": dry_run,
    }
