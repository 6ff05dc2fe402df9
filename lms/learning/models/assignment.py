from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Assignment(models.Model):
    """Somebody asked a person or a team to do one activity by a day. Whether it is done, the records say."""

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    team = models.ForeignKey("people.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="assignments")
    activity = models.ForeignKey("learning.Activity", on_delete=models.PROTECT, related_name="assignments")
    reason = models.CharField(_("why"), max_length=200, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["person", "withdrawn_at"]),
            models.Index(fields=["team", "withdrawn_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, team__isnull=True) | Q(person__isnull=True, team__isnull=False),
                name="assignment_for_person_or_team",
            )
        ]

    def __str__(self) -> str:
        return f"assignment {self.pk}"
