import json
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from lms.people.actions import forget_person
from lms.people.models import User


class Command(BaseCommand):
    help = "Erases everything that says who a person is. What they did stays, without a name. Cannot be undone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="sign-in name")
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        person = User.objects.filter(username__iexact=options["username"], forgotten_at__isnull=True).first()
        if person is None:
            raise CommandError(f"Nobody signs in as “{options['username']}”; nothing was changed.")
        if not options["yes"] and not self._agreed(options["username"]):
            raise CommandError("Nothing was changed.")
        try:
            forget_person(person=person, by=None)
        except ValidationError as error:
            raise CommandError(f"{' '.join(error.messages)} Nothing was changed.") from error
        told = {"forgotten": person.pk}
        self.stdout.write(json.dumps(told) if options["json"] else f"Person {person.pk} is forgotten.")

    def _agreed(self, username: str) -> bool:
        self.stderr.write(
            f"Name, contacts, photo, certificates and letters of {username} will be erased for good. "
            "Type the sign-in name to go on:"
        )
        try:
            return input().strip().casefold() == username.casefold()
        except EOFError:
            return False
