import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


class Attempt(models.Model):
    """One person takes one quiz once. Answers are saved as they are given; handing in closes it for good.

    `answers`: question uid -> option uid, list of them, or the words typed. `marks`: question uid -> 0–1.
    """

    wagtail_reference_index_ignore = True

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="quiz_attempts")
    activity = models.ForeignKey("learning.Activity", on_delete=models.PROTECT, related_name="quiz_attempts")
    snapshot = models.ForeignKey("learning.ContentSnapshot", on_delete=models.PROTECT, related_name="quiz_attempts")
    origin = models.ForeignKey(
        "learning.Activity", null=True, on_delete=models.SET_NULL, related_name="+", help_text="Where one came from."
    )
    answers = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="The last answer.")
    seconds = models.PositiveIntegerField(default=0, help_text="Time spent, long pauses left out.")
    submitted_at = models.DateTimeField(null=True)
    score = models.FloatField(null=True)
    passed = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "activity"], condition=Q(submitted_at__isnull=True), name="one_open_attempt"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, score__isnull=True, passed__isnull=True)
                | Q(submitted_at__isnull=False, score__range=(0, 1), passed__isnull=False),
                name="attempt_scored_once_submitted",
            ),
        ]
        indexes = [models.Index(fields=["activity", "person", "submitted_at"])]

    def __str__(self) -> str:
        return str(self.uid)

    @property
    def body(self) -> dict[str, Any]:
        """The quiz as this person was given it, with its key."""
        return self.snapshot.body
