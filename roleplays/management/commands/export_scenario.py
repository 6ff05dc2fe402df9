from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from roleplays.files import file_of
from roleplays.formats.scenario_yaml import Unlike, write


class Command(BaseCommand):
    help = "Writes a scenario as YAML, as it was last edited, all languages in one file. What import_scenario reads."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="the short name of the scenario")
        parser.add_argument("--language", choices=["en", "ru"], help="only this language")

    def handle(self, *, slug: str, language: str | None, **options: Any) -> None:
        found = file_of(slug, language)
        if found is None:
            raise CommandError(f"There is no scenario with the short name “{slug}”.")
        try:
            self.stdout.write(write(found), ending="")
        except Unlike as unlike:
            where = f" at “{unlike.where}”" if unlike.where else ""
            raise CommandError(
                f"The languages of “{slug}” are not the same talk{where}. Take one with --language en."
            ) from unlike
