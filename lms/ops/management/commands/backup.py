import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.ops.backup import BackupTrouble, make_backup


class Command(BaseCommand):
    help = (
        "Writes the database and all files into one .tar.gz, consistent while people work. "
        "Without --to it goes into the data folder's backups, where the newest --keep stay."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, help="the file to write")
        parser.add_argument("--keep", type=int, default=14, help="how many stay in the default folder (14)")
        parser.add_argument("--json", action="store_true", help="print the result for machines")

    def handle(self, *, to: Path | None, keep: int, json: bool, **options: Any) -> None:
        try:
            made = make_backup(to=to, keep=keep, say=self._say(json))
        except BackupTrouble as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(_dumps(made) if json else f"{made['file']}: {made['bytes'] / 1e6:.1f} MB")

    def _say(self, quiet: bool) -> Any:
        on_terminal = self.stderr.isatty() and not quiet
        return (lambda line: self.stderr.write(f"{line} …")) if on_terminal else (lambda line: None)


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
