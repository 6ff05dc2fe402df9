from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.ops.actions import audit, notify
from lms.ops.models import AuditEntry, Notification
from lms.people import queries
from lms.people.invitations import hash_of, lifetime, new_secret, pin_problem
from lms.people.models import Invitation, User

LETTER = "people.invitation"


class InvitationGone(Exception):
    """`reason`: unknown, used, withdrawn, expired or left."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def invite(*, person: User, kind: str, by: User | None, at: datetime | None = None) -> tuple[Invitation, str]:
    """A way in and its secret, which is shown once and stored nowhere. Earlier open ones are withdrawn."""
    return invite_many(people=[person], kind=kind, by=by, at=at)[0]


@transaction.atomic
def invite_many(
    *, people: Sequence[User], kind: str, by: User | None, at: datetime | None = None
) -> list[tuple[Invitation, str]]:
    """In the order of `people`, in a constant number of queries. Raises InvitationGone for who has left."""
    at = at or timezone.now()
    if any(not person.is_active for person in people):
        raise InvitationGone("left")
    _open_ones(people, at).update(withdrawn_at=at)
    secrets = [new_secret() for _person in people]
    rows = Invitation.objects.bulk_create(
        Invitation(
            person=person,
            kind=kind,
            secret_hash=hash_of(secret),
            created_by=by,
            created_at=at,
            expires_at=at + lifetime(kind),
        )
        for person, secret in zip(people, secrets, strict=True)
    )
    AuditEntry.objects.bulk_create(
        AuditEntry(
            actor=by,
            verb="invited",
            subject_type=row._meta.label_lower,
            subject_id=str(row.pk),
            data={"kind": kind, "person": row.person_id},
            at=at,
        )
        for row in rows
    )
    return list(zip(rows, secrets, strict=True))


def ask_for_letter(*, person: User, by: User, at: datetime | None = None) -> Notification:
    """The ledger row of an invitation by mail, at any hour: somebody is waiting for it.

    The row holds ids only. The secret is made when the letter is written (`lms.people.letters`), so that it
    is nowhere but in the letter. Pressing the button twice within ten seconds is one letter.
    """
    at = at or timezone.now()
    return notify(
        person=person,
        kind=LETTER,
        key=f"invitation:{person.pk}:{int(at.timestamp()) // 10}",
        reason="invited",
        args={"by": by.pk},
        urgent=True,
        at=at,
    )


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User | None, at: datetime | None = None) -> None:
    at = at or timezone.now()
    if _open_ones([invitation.person], at).filter(pk=invitation.pk).update(withdrawn_at=at):
        audit(by=by, verb="invitation withdrawn", subject=invitation, at=at)


def find_invitation(secret: str, *, at: datetime | None = None) -> Invitation:
    """The open invitation of this secret. Raises InvitationGone."""
    row = Invitation.objects.select_related("person").filter(secret_hash=hash_of(secret)).first()
    if row is None or row.person.forgotten_at:
        raise InvitationGone("unknown")
    for reason, is_so in (
        ("used", row.accepted_at is not None),
        ("withdrawn", row.withdrawn_at is not None),
        ("expired", row.expires_at <= (at or timezone.now())),
        ("left", not row.person.is_active),
    ):
        if is_so:
            raise InvitationGone(reason)
    return row


def asks_for_pin(invitation: Invitation) -> bool:
    """By QR code a person chooses a PIN, but who sees other people's data needs a password and a second step."""
    return invitation.kind == Invitation.Kind.QR and not queries.is_privileged(invitation.person)


@transaction.atomic
def accept(*, secret: str, password: str, at: datetime | None = None) -> User:
    """Sets the password or PIN, once. Raises InvitationGone, or ValidationError when it will not do."""
    at = at or timezone.now()
    invitation = find_invitation(secret, at=at)
    person, with_pin = invitation.person, asks_for_pin(invitation)
    check_pin(person, password) if with_pin else validate_password(password, person)
    if not _open_ones([person], at).filter(pk=invitation.pk).update(accepted_at=at):
        raise InvitationGone("used")
    person.set_password(password)
    person.sign_in = User.SignIn.PIN if with_pin else User.SignIn.PASSWORD
    person.save(update_fields=["password", "sign_in"])
    audit(by=person, verb="invitation accepted", subject=invitation, at=at)
    return person


@transaction.atomic
def change_pin(*, person: User, pin: str, at: datetime | None = None) -> None:
    """Raises ValidationError when it will not do, or when the person needs a password."""
    if queries.is_privileged(person):
        raise ValidationError(_("You see other people's data, so you need a password, not a PIN."))
    check_pin(person, pin)
    person.set_password(pin)
    person.sign_in = User.SignIn.PIN
    person.save(update_fields=["password", "sign_in"])
    audit(by=person, verb="PIN changed", subject=person, at=at)


@transaction.atomic
def password_chosen(*, person: User, at: datetime | None = None) -> None:
    """Whoever chose a password signs in with it from now on."""
    if person.sign_in != User.SignIn.PASSWORD:
        person.sign_in = User.SignIn.PASSWORD
        person.save(update_fields=["sign_in"])
    audit(by=person, verb="password changed", subject=person, at=at)


def check_pin(person: User, pin: str) -> None:
    problem = pin_problem(pin, (person.phone, person.personnel_number))
    if problem:
        raise ValidationError(_(problem))


def _open_ones(people: Sequence[User], at: datetime):  # type: ignore[no-untyped-def]
    unused = Q(accepted_at__isnull=True, withdrawn_at__isnull=True)
    return Invitation.objects.filter(unused, person__in=people, expires_at__gt=at)
