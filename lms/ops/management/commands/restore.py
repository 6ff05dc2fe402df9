import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.ops.backup import BackupTrouble, restore_backup, undo_restore


class Command(BaseCommand):
    help = (
        "Puts a backup in the place of what is there: checks it whole first, and on any failure changes nothing. "
        "Stop the service before."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="a file written by “backup”")
        parser.add_argument("--yes", action="store_true", help="replace a database that already holds people")
        parser.add_argument("--undo", action="store_true", help="put back what an interrupted restore had moved")
        parser.add_argument("--json", action="store_true", help="print the result for machines")

    def handle(self, *, file: Path | None, yes: bool, undo: bool, json: bool, **options: Any) -> None:
        if undo:
            self.stdout.write("Put back." if undo_restore() else "There was no interrupted restore.")
            return
        if file is None:
            raise CommandError("Name the backup to restore: manage.py restore FILE")
        try:
            restored = restore_backup(file, replace=yes, say=self._say(json))
        except BackupTrouble as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(
            _dumps(restored)
            if json
            else f"Restored what was backed up at {restored['made_at']}. Run “manage.py migrate”, then start."
        )

    def _say(self, quiet: bool) -> Any:
        on_terminal = self.stderr.isatty() and not quiet
        return (lambda line: self.stderr.write(f"{line} …")) if on_terminal else (lambda line: None)


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
