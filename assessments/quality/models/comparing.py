import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Comparison(models.Model):
    """Several reviewers rate the same tickets, each alone, and then talk about it. Nothing of it counts in scores."""

    wagtail_reference_index_ignore = True

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    snapshot = models.ForeignKey("learning.ContentSnapshot", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="comparisons")
    due_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True, help_text="Nobody rates any more.")

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"comparison {self.pk}"


class ComparedTicket(models.Model):
    """`agreed`: by category uid, what they settled on; a number of null is a category that does not fit."""

    wagtail_reference_index_ignore = True

    comparison = models.ForeignKey(Comparison, on_delete=models.CASCADE, related_name="tickets")
    ticket = models.ForeignKey("quality.Ticket", on_delete=models.PROTECT, related_name="compared")
    position = models.PositiveSmallIntegerField()
    agreed = models.JSONField(default=dict, blank=True)
    note = models.TextField(max_length=2000, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["comparison", "ticket"], name="compared_once")]

    def __str__(self) -> str:
        return f"{self.comparison_id} {self.ticket_id}"


class Look(models.Model):
    """A look at a ticket that never counts: of whoever compares ratings, or (without `comparison`) of the agent."""

    wagtail_reference_index_ignore = True

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ticket = models.ForeignKey("quality.Ticket", on_delete=models.PROTECT, related_name="looks")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="looks", help_text="Who looks."
    )
    comparison = models.ForeignKey(Comparison, null=True, blank=True, on_delete=models.PROTECT, related_name="looks")
    snapshot = models.ForeignKey("learning.ContentSnapshot", on_delete=models.PROTECT, related_name="+")
    ratings = models.JSONField(default=dict, blank=True)
    comment = models.TextField(blank=True)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["submitted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "person", "comparison"],
                condition=Q(comparison__isnull=False),
                name="compared_once_each",
            ),
            models.UniqueConstraint(
                fields=["ticket", "person"], condition=Q(comparison=None), name="looked_at_oneself_once"
            ),
        ]

    def __str__(self) -> str:
        return f"look {self.pk}"
