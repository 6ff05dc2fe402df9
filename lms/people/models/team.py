from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Team(models.Model):
    wagtail_reference_index_ignore = True
    name = models.CharField(_("name"), max_length=80)
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    roster = models.ForeignKey("people.Roster", null=True, blank=True, on_delete=models.PROTECT, related_name="teams")
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="team_name_unique")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Who was in which team, as what, from when to when. `until` is the last day; empty while it lasts."""

    wagtail_reference_index_ignore = True

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        MENTOR = "mentor", _("Mentor")
        MANAGER = "manager", _("Manager")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-since", "pk"]
        indexes = [models.Index(fields=["team", "since"]), models.Index(fields=["person", "since"])]
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="membership_order"),
            models.UniqueConstraint(
                fields=["person", "team"], condition=Q(until__isnull=True), name="membership_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.team_id} as {self.role}"


class RoleGrant(models.Model):
    """A company role, apart from team roles. Ended by writing `until`, never by deleting."""

    wagtail_reference_index_ignore = True

    class Role(models.TextChoices):
        HR = "hr", _("HR interviewer")
        QA = "qa", _("Quality reviewer")
        EDITOR = "editor", _("Editor")
        ADMINISTRATOR = "administrator", _("Administrator")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(_("role"), max_length=16, choices=Role)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "role"], condition=Q(until__isnull=True), name="role_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"
