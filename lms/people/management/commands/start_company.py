import json
import sys
from argparse import ArgumentParser
from typing import Any
from zoneinfo import available_timezones

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from lms.people.actions import create_person, grant_role, invite, set_setting
from lms.people.calendar import countries
from lms.people.letters import join_url
from lms.people.models import Invitation, RoleGrant, User


class Command(BaseCommand):
    help = "The first run of a real company: its settings, an administrator, and their one-time link."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="the company's name, as people read it")
        parser.add_argument("--admin-username", required=True, help="sign-in name of the administrator")
        parser.add_argument("--admin-email", required=True)
        parser.add_argument("--admin-name", default="", help="given name of the administrator")
        parser.add_argument("--language", choices=["ru", "en"], default="ru")
        parser.add_argument("--country", default="RU", help="whose official holidays count: RU, BY, KZ, DE …")
        parser.add_argument("--zone", default="Europe/Moscow")
        parser.add_argument(
            "--password-stdin", action="store_true", help="read a password from standard input; no link then"
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        _check(options)
        password = sys.stdin.readline().rstrip("\n") if options["password_stdin"] else None
        try:
            with transaction.atomic():
                person, link = _start(options, password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self._tell(options, person, link)

    def _tell(self, options: dict[str, Any], person: User, link: str) -> None:
        if options["json"]:
            self.stdout.write(json.dumps({"username": person.username, "link": link}))
            return
        self.stdout.write(f"{options['name']} is set up, with {person.username} as its administrator.")
        if link:
            self.stdout.write(f"Open this link within 14 days and choose a password; it works once:\n{link}")
        else:
            self.stdout.write("Sign in with the password you gave.")


def _check(options: dict[str, Any]) -> None:
    if User.objects.exists():
        raise CommandError("There are people in this database already. Use an empty one; nothing was changed.")
    if options["zone"] not in available_timezones():
        raise CommandError(f"“{options['zone']}” is not a time zone. Write it as Europe/Moscow.")
    if options["country"] not in countries():
        raise CommandError(
            f"No official calendar is known for “{options['country']}”. Use a two-letter country code such as RU."
        )


def _start(options: dict[str, Any], password: str | None) -> tuple[User, str]:
    for key, option in (("name", "name"), ("language", "language"), ("country", "country"), ("zone", "zone")):
        set_setting(key=f"company.{key}", value=options[option], by=None)
    person = create_person(
        username=options["admin_username"],
        given_name=options["admin_name"] or options["admin_username"],
        email=options["admin_email"],
        language=options["language"],
        started_on=timezone.now().date(),
        by=None,
        password=password,
    )
    grant_role(person=person, role=RoleGrant.Role.ADMINISTRATOR, by=None)
    if password is not None:
        validate_password(password, person)
        return person, ""
    _invitation, secret = invite(person=person, kind=Invitation.Kind.LINK, by=None)
    return person, join_url(secret)
