from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Dispute(models.Model):
    """The agent asks to look at one category of a review again; somebody else decides. See `disputes`."""

    wagtail_reference_index_ignore = True

    class State(models.TextChoices):
        OPEN = "open", _("waits for a second look")
        KEPT = "kept", _("stays as it was")
        CHANGED = "changed", pgettext_lazy("second look", "changed")
        WITHDRAWN = "withdrawn", _("taken back")

    review = models.ForeignKey("quality.Review", on_delete=models.PROTECT, related_name="disputes")
    first = models.ForeignKey(
        "quality.Review", on_delete=models.PROTECT, related_name="all_disputes", help_text="The first of its versions."
    )
    category = models.UUIDField(help_text="The uid of a category of the review's checklist.")
    suggested = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Null: did not fit.")
    reason = models.TextField(max_length=1000)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True, help_text="What was decided; null: did not fit.")
    answer = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["state"])]
        constraints = [
            models.UniqueConstraint(fields=["first", "category"], name="dispute_once_a_category"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"], decided_by=None)
                | Q(state__in=["kept", "changed"], decided_by__isnull=False, decided_at__isnull=False),
                name="dispute_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"dispute {self.pk}"


class Reply(models.Model):
    """Said under a review, by the agent or whoever may read it."""

    wagtail_reference_index_ignore = True

    review = models.ForeignKey("quality.Review", on_delete=models.PROTECT, related_name="replies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"reply {self.pk}"


class Coaching(models.Model):
    """What was asked of the agent because of one category of a review."""

    wagtail_reference_index_ignore = True

    review = models.ForeignKey("quality.Review", on_delete=models.PROTECT, related_name="coachings")
    category = models.UUIDField()
    assignment = models.ForeignKey("learning.Assignment", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["review", "assignment"], name="coached_once")]

    def __str__(self) -> str:
        return f"coaching {self.pk}"
