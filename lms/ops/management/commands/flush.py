from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import flush

from lms.ops import append_only


class Command(flush.Command):
    help = "Empties the database between tests. Refused elsewhere: the ledgers are append-only."

    def handle(self, **options: Any) -> None:
        if not settings.TESTING:
            raise CommandError(
                "This database keeps append-only records. Use “manage.py demo --remove” or a fresh database."
            )
        with append_only.lifted():
            super().handle(**options)
