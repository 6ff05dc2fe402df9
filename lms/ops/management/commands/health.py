import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.ops.health import findings


class Command(BaseCommand):
    help = "Says whether database, guards, queue, worker, beat and disk are well; exits with 1 when one is not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the findings for machines")

    def handle(self, *, json: bool, **options: Any) -> None:
        found = findings()
        self.stdout.write(
            _dumps({finding.name: finding.words for finding in found})
            if json
            else "\n".join(f"{finding.name}: {finding.words}" for finding in found)
        )
        ill = [finding.name for finding in found if not finding.ok]
        if ill:
            raise CommandError(f"Not well: {', '.join(ill)}.")


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
