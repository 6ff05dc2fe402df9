from datetime import datetime

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.ops.actions import audit
from lms.people.models import RoleGrant, User


@transaction.atomic
def grant_role(*, person: User, role: str, by: User | None, at: datetime | None = None) -> RoleGrant:
    """A company role, and the admin group that goes with it."""
    at = at or timezone.now()
    grant, created = RoleGrant.objects.get_or_create(person=person, role=role, until=None, defaults={"since": at})
    if created:
        audit(by=by, verb="role granted", subject=grant, at=at, role=role)
    _follow_groups(person)
    return grant


@transaction.atomic
def end_role(*, grant: RoleGrant, by: User | None, at: datetime | None = None) -> None:
    """Raises ValidationError for the only administrator: somebody has to be able to let others in."""
    if grant.role == RoleGrant.Role.ADMINISTRATOR and not _other_administrators(grant.person):
        raise ValidationError(_("This is the only administrator. Make somebody else one first."))
    grant.until = at or timezone.now()
    grant.save(update_fields=["until"])
    audit(by=by, verb="role ended", subject=grant, at=at, role=grant.role)
    _follow_groups(grant.person)


def _other_administrators(person: User) -> bool:
    open_ones = RoleGrant.objects.filter(role=RoleGrant.Role.ADMINISTRATOR, until__isnull=True)
    return open_ones.filter(person__is_active=True).exclude(person=person).exists()


def _follow_groups(person: User) -> None:
    """Groups follow roles: one group per role, named after it; nobody edits them by hand."""
    roles = RoleGrant.objects.filter(person=person, until__isnull=True).values_list("role", flat=True)
    person.groups.set([Group.objects.get_or_create(name=role)[0] for role in roles])
    person.__dict__.pop("_roles", None)
