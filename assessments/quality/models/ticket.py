import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.quality.sources import label_of


class Ticket(models.Model):
    """What a customer asked and what was answered, as the help desk has it. Every text here is masked.

    Known by (source, external_id); of two versions the newest `updated_at` wins (measures §11).
    """

    wagtail_reference_index_ignore = True

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.CharField(max_length=20, help_text="See `sources`.")
    external_id = models.CharField(max_length=64)
    channel = models.CharField(max_length=20, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    category = models.CharField(max_length=120, blank=True)
    messages = models.JSONField(default=list, blank=True, help_text="[{author: customer|agent|note, at, text}]")
    customer_key = models.CharField(max_length=40, blank=True, db_index=True, help_text="Keyed hash of the address.")
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets"
    )
    agent_ref = models.CharField(max_length=80, blank=True, help_text="Who it is in the help desk: an id or a hash.")
    agent_name = models.CharField(max_length=120, blank=True)
    team = models.ForeignKey("people.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    first_reply_at = models.DateTimeField(null=True, blank=True)
    solved_at = models.DateTimeField(null=True, blank=True)
    solved_on = models.DateField(null=True, blank=True, help_text="The company's date of `solved_at`.")
    reopened = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField(help_text="As the help desk says: the newest version wins.")
    csat = models.FloatField(null=True, blank=True, help_text="0–1, whatever the help desk's scale is.")
    csat_raw = models.CharField(max_length=20, blank=True)
    csat_at = models.DateTimeField(null=True, blank=True)
    csat_comment = models.TextField(blank=True)
    # minutes, by the clock and in business hours
    first_response = models.FloatField(null=True, blank=True)
    first_response_business = models.FloatField(null=True, blank=True)
    resolution = models.FloatField(null=True, blank=True)
    resolution_business = models.FloatField(null=True, blank=True)
    reply_worked = models.FloatField(null=True, blank=True, help_text="In the team's working hours as set here.")
    solving_worked = models.FloatField(null=True, blank=True)
    digest = models.CharField(max_length=64, help_text="Of all of the above, to see quickly that nothing changed.")

    class Meta:
        ordering = ["-updated_at", "-pk"]
        indexes = [
            models.Index(fields=["agent", "solved_on"]),
            models.Index(fields=["solved_on"]),
            models.Index(fields=["solved_on"], condition=~Q(csat_comment=""), name="ticket_commented"),
            models.Index(fields=["source", "agent_ref"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="ticket_once"),
            models.CheckConstraint(
                condition=Q(csat__isnull=True) | Q(csat__gte=0, csat__lte=1), name="ticket_csat_0_1"
            ),
            models.CheckConstraint(
                condition=Q(solved_at__isnull=True, solved_on__isnull=True)
                | Q(solved_at__isnull=False, solved_on__isnull=False),
                name="ticket_solved_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.external_id}"

    @property
    def source_label(self) -> str:
        return label_of(self.source)

    @property
    def times(self) -> list[tuple[Any, float, float | None]]:
        """(label, seconds by the clock, seconds in working hours) of what is known."""
        found = (
            (_("First reply"), self.first_response, _first(self.reply_worked, self.first_response_business)),
            (_("Time to solve"), self.resolution, _first(self.solving_worked, self.resolution_business)),
        )
        return [
            (label, 60 * clock, None if worked is None else 60 * worked)
            for label, clock, worked in found
            if clock is not None
        ]

    @property
    def reply_minutes(self) -> float | None:
        """In the team's working hours where they are set, else in the help desk's, else by the clock."""
        return _first(self.reply_worked, self.first_response_business, self.first_response)

    @property
    def solving_minutes(self) -> float | None:
        return _first(self.solving_worked, self.resolution_business, self.resolution)


def _first(*values: float | None) -> float | None:
    return next((value for value in values if value is not None), None)
