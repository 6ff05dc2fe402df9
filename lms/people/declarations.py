"""What happens to every field of this room when a person asks for their data or to be forgotten.

A blank User row leaves the facts of others whole: memberships, leave and roles keep their dates and name only
the id. What kind of leave it was is health data and goes.
"""

from django.utils import timezone

from lms.ops.personal_data import declare

from .models import (
    CompanySetting,
    DayOff,
    Invitation,
    Membership,
    RoleGrant,
    Roster,
    RosterAssignment,
    Swap,
    Team,
    User,
)

declare(
    User,
    subject="self",
    export=(
        "username",
        "family_name",
        "given_name",
        "patronymic",
        "email",
        "phone",
        "language",
        "zone",
        "reminder_hour",
        "wants_reminders",
        "started_on",
        "left_on",
        "personnel_number",
        "sign_in",
        "created_at",
        "last_login",
    ),
    erase={
        "username": lambda person: f"forgotten-{person.pk}",
        "family_name": "",
        "given_name": "",
        "patronymic": "",
        "email": "",
        "phone": "",
        "photo": None,
        "personnel_number": "",
        "language": "",
        "wants_reminders": False,
        "last_login": None,
        "password": "!forgotten",
        "is_active": False,
        "is_superuser": False,
        "forgotten_at": lambda person: timezone.now(),
    },
    keep=(
        "id",
        "uid",
        "zone",  # learning days already counted follow it
        "reminder_hour",
        "started_on",
        "left_on",
        "sign_in",
        "created_at",
        "groups",  # emptied: groups follow roles, and roles end
        "user_permissions",
    ),
)
declare(
    Membership,
    subject="person",
    export=("team", "role", "since", "until"),
    keep=("id", "person"),
)
declare(RoleGrant, subject="person", export=("role", "since", "until"), keep=("id", "person"))
declare(
    RosterAssignment,
    subject="person",
    export=("roster", "since", "until"),
    keep=("id", "person", "team"),
)
declare(
    DayOff,
    subject="person",
    export=("kind", "first", "last", "cancelled_at"),
    erase={"kind": DayOff.Kind.OTHER},
    keep=("id", "person"),
)
declare(Swap, subject="person", export=("day", "shifts"), keep=("id", "person"))
declare(
    Invitation,
    subject="person",
    export=("kind", "created_at", "expires_at", "accepted_at", "withdrawn_at"),
    keep=("id", "person", "secret_hash", "created_by"),
    delete=True,
)
declare(Team, keep=("id", "name", "zone", "roster", "closed_on"))
declare(Roster, keep=("id", "name_en", "name_ru", "kind", "data", "observes_holidays"))
declare(CompanySetting, keep=("id", "key", "value", "valid_from", "set_by", "set_at"))
