import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class GuestPass(models.Model):
    """A link by which somebody without an account does one thing, once. Only the hash of its secret is stored.

    `room`, `subject`: which room gave it, about which thing of its own (its uid); that room says who reads what came
    of it and takes it away with the thing. A guest has no row in the learning record.
    """

    wagtail_reference_index_ignore = True

    class State(models.TextChoices):
        OPEN = "open"
        BEGUN = "begun"
        DONE = "done"
        EXPIRED = "expired"
        REVOKED = "revoked"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = models.ForeignKey("learning.Activity", on_delete=models.PROTECT, related_name="guest_passes")
    language = models.CharField(max_length=5)
    room = models.CharField(max_length=40)
    subject = models.UUIDField()
    secret_hash = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    score = models.FloatField(null=True, blank=True, help_text="0–1.")
    seconds = models.PositiveIntegerField(default=0, help_text="Spent on it.")

    class Meta:
        verbose_name_plural = "guest passes"
        ordering = ["-issued_at", "-pk"]
        indexes = [models.Index(fields=["room", "subject"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, score__isnull=True)
                | Q(started_at__isnull=False, finished_at__isnull=False, score__gte=0, score__lte=1),
                name="guest_finished_with_score",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(revoked_at__isnull=True), name="guest_done_is_not_revoked"
            ),
        ]

    def __str__(self) -> str:
        return f"guest pass {self.pk}"

    @property
    def state(self) -> str:
        """As it stands now. What is done stays done, whenever the link runs out."""
        if self.finished_at:
            return self.State.DONE
        if self.revoked_at:
            return self.State.REVOKED
        if self.expires_at <= timezone.now():
            return self.State.EXPIRED
        return self.State.BEGUN if self.started_at else self.State.OPEN

    @property
    def works(self) -> bool:
        """Whether the link still leads to something to do."""
        return self.state in (self.State.OPEN, self.State.BEGUN)
