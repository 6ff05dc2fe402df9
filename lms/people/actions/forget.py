"""Forgetting a person: the one row behind their id goes blank, and what declarations say goes with it."""

import json
from collections.abc import Iterable
from datetime import datetime
from email import message_from_bytes
from email.policy import default as default_policy
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import APIToken, PageSubscription, UploadedFile
from wagtail.users.models import UserProfile

from lms.ops.actions import audit
from lms.ops.personal_data import Declaration, declarations
from lms.people import queries
from lms.people.export import rows_of
from lms.people.models import User

from .people import leave_company
from .spool import empty_spool

BETWEEN_LETTERS = b"-" * 79  # Django's file backend puts it after each
# Rows of libraries that are about one account and nothing else.
ACCOUNT_ROWS: tuple[tuple[type[models.Model], str], ...] = (
    (EmailAddress, "user"),
    (Authenticator, "user"),
    (SocialAccount, "user"),
    (EditingSession, "user"),
    (FormState, "user"),
    (APIToken, "user"),
    (PageSubscription, "user"),
)


def forget_person(*, person: User, by: User | None, at: datetime | None = None) -> None:
    """Cannot be undone. Append-only tables stay as they are: they hold nothing but the id.

    Raises ValidationError for oneself and for the only administrator.
    """
    if person == by:
        raise ValidationError(_("Ask another administrator: nobody can forget themselves."))
    at = at or timezone.now()
    told = _words(person)
    with transaction.atomic():
        if not queries.has_left(person, at):
            leave_company(person=person, last_day=queries.today_of(person, at), by=by, at=at)
        _end_sessions(person, told)
        _remove_account_rows(person)
        for declaration in declarations():
            if declaration.subject:
                _carry_out(declaration, person)
        audit(by=by, verb="person forgotten", subject=person, at=at)
    empty_spool()
    _remove_letter_files(told)
    _tidy_journal()


def _carry_out(declaration: Declaration, person: User) -> None:
    rows = rows_of(declaration, person)
    if declaration.before_delete:
        for row in rows:
            declaration.before_delete(row)
    if declaration.delete:
        rows.delete()
        return
    fixed = {name: value for name, value in declaration.erase.items() if not callable(value)}
    computed = {name: value for name, value in declaration.erase.items() if callable(value)}
    if computed:
        for row in rows:
            values = {name: _value(value, row) for name, value in computed.items()}
            rows.filter(pk=row.pk).update(**values)
    if fixed:
        rows.update(**fixed)


def _value(value: Any, row: models.Model) -> Any:
    """A type such as `dict` gives an empty value; any other callable is asked about the row."""
    return value() if isinstance(value, type) else value(row)


def _remove_account_rows(person: User) -> None:
    for model, name in ACCOUNT_ROWS:
        model._base_manager.filter(**{name: person}).delete()
    person.groups.clear()
    person.user_permissions.clear()
    for profile in UserProfile.objects.filter(user=person):
        if profile.avatar:
            profile.avatar.delete(save=False)
        profile.delete()
    for upload in UploadedFile.objects.filter(uploaded_by_user=person):
        upload.file.delete(save=False)
        upload.delete()


def _end_sessions(person: User, told: Iterable[str]) -> None:
    """The person's own, and any in which they typed their name before signing in."""
    for session in Session.objects.iterator():
        data = session.get_decoded()
        text = json.dumps(data, default=str, ensure_ascii=False)
        if data.get("_auth_user_id") == str(person.pk) or any(f'"{word}"' in text for word in told):
            session.delete()


def _words(person: User) -> list[str]:
    """What letters and sessions call the person."""
    names = (person.username, person.email, person.certificate_name, person.letter_name)
    return [name for name in names if name]


def _remove_letter_files(told: Iterable[str]) -> None:
    """Without a mail server letters are files in the data folder; those to or about this person go too."""
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", None) or "/nonexistent")
    for path in folder.glob("*.log") if folder.is_dir() else ():
        text = "".join(_letter_text(letter) for letter in path.read_bytes().split(BETWEEN_LETTERS))
        if any(word in text for word in told):
            path.unlink(missing_ok=True)


def _letter_text(letter: bytes) -> str:
    message = message_from_bytes(letter.lstrip(), policy=default_policy)
    bodies = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*map(str, message.values()), *bodies])


def _tidy_journal() -> None:
    """SQLite keeps old pages in its write-ahead journal until they are written back."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
