from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from roleplays.files import file_of, written
from roleplays.formats.reading import WRITTEN, YAML
from roleplays.formats.scenario_yaml import Unlike


class Command(BaseCommand):
    help = (
        "Writes a scenario as it was last edited, for import_scenario to read: as YAML, all languages in one file, or "
        "one language as a story for Twine. What Twine has no place for is named on the error stream."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="the short name of the scenario")
        parser.add_argument("--format", choices=WRITTEN, default=YAML)
        parser.add_argument("--language", choices=["en", "ru"], help="only this language")

    def handle(self, *, slug: str, language: str | None, **options: Any) -> None:
        found = file_of(slug, language)
        if found is None:
            raise CommandError(f"There is no scenario with the short name “{slug}”.")
        try:
            text, lost = written(found, options["format"], next(iter(found.bodies)))
        except Unlike as unlike:
            where = f" at “{unlike.where}”" if unlike.where else ""
            raise CommandError(
                f"The languages of “{slug}” are not the same talk{where}. Take one with --language en."
            ) from unlike
        self.stdout.write(text, ending="")
        for problem in lost:
            self.stderr.write(str(problem))
