import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from roleplays.engine import Finding, Report
from roleplays.files import file_of, read_file
from roleplays.formats.problems import Refused
from roleplays.formats.scenario_yaml import ScenarioFile
from roleplays.proof import proved_body
from roleplays.words import facts, sentence


class Command(BaseCommand):
    help = (
        "Says what is wrong with a scenario, with the shortest way to each place. Takes the short name of one that is "
        "here, or a YAML file. The exit code is 1 when there is an error; warnings alone leave it 0."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", metavar="SLUG|FILE")
        parser.add_argument("--json", action="store_true", help="the findings as JSON, for machines")

    def handle(self, *, what: str, json: bool, **options: Any) -> None:
        found = self.file(what)
        reports = {language: proved_body(body) for language, body in found.bodies.items()}
        if json:
            self.say(found, reports)
        else:
            self.tell(found, reports)
        if any(report.errors for report in reports.values()):
            raise CommandError(f"“{found.slug}” has errors and cannot be published.")

    def file(self, what: str) -> ScenarioFile:
        if not Path(what).is_file():
            found = file_of(what)
            if found is None:
                raise CommandError(f"There is neither a scenario with the short name “{what}” nor such a file.")
            return found
        try:
            return read_file(Path(what))
        except Refused as refused:
            raise CommandError("The file cannot be read:\n  " + "\n  ".join(map(str, refused.problems))) from refused

    def tell(self, found: ScenarioFile, reports: dict[str, Report]) -> None:
        for language, report in reports.items():
            self.stdout.write(f"{found.slug}, {language}: {facts(report) or 'not sound'}")
            for finding in report.findings:
                self.stdout.write(f"  {finding.level}: {sentence(finding)}")

    def say(self, found: ScenarioFile, reports: dict[str, Report]) -> None:
        outcome = {"scenario": found.slug, "languages": {name: plain(report) for name, report in reports.items()}}
        self.stdout.write(json.dumps(outcome, ensure_ascii=False, indent=2))


def plain(report: Report) -> dict[str, Any]:
    """`runs`, `longest` and the second of `minutes` are null when a loop makes them endless; all are when there are
    errors."""
    bounds, minutes = report.bounds, report.minutes
    return {
        "sound": not report.errors,
        "findings": [_finding(item) for item in report.findings],
        "nodes": len(report.script.nodes),
        "states": report.states,
        "words": report.words,
        "runs": bounds and bounds.runs,
        "shortest": bounds and bounds.shortest,
        "longest": bounds and bounds.longest,
        "minutes": minutes and [part if part is None else round(part, 1) for part in minutes],
        "points": bounds and [bounds.total.worst, bounds.total.best],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    path = [{"node": step.node, "choice": step.choice, "text": step.text} for step in finding.path]
    return {
        "kind": finding.kind,
        "level": finding.level,
        "node": finding.node,
        "reply": finding.number,
        "detail": finding.detail,
        "text": sentence(finding),
        "path": path,
    }
