from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class PlannedMinute(models.Model):
    """A lead chose a card for a team's day. Taken back by writing `withdrawn_at`, never by deleting."""

    wagtail_reference_index_ignore = True

    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="planned_minutes")
    activity = models.ForeignKey("learning.Activity", on_delete=models.PROTECT, related_name="planned_minutes")
    day = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["day", "pk"]
        indexes = [models.Index(fields=["team", "day"]), models.Index(fields=["day"])]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "day", "activity"],
                condition=Q(withdrawn_at__isnull=True),
                name="minute_planned_once",
            )
        ]

    def __str__(self) -> str:
        return f"minute {self.activity_id} for team {self.team_id} on {self.day}"
