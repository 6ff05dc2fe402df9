import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Review(models.Model):
    """One reviewer's look at one ticket on one version of a scorecard. A draft until `submitted_at`.

    `ratings`, `percents` and `details` are by category uid; a rating of null is a category left out. A correction is a
    new row that names the old one in `corrects`; the old one then has `superseded_at` and no longer counts.
    """

    wagtail_reference_index_ignore = True

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ticket = models.ForeignKey("quality.Ticket", on_delete=models.PROTECT, related_name="reviews")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews_given")
    snapshot = models.ForeignKey("learning.ContentSnapshot", on_delete=models.PROTECT, related_name="+")
    ratings = models.JSONField(default=dict, blank=True)
    percents = models.JSONField(default=dict, blank=True)
    failed = models.JSONField(default=list, blank=True, help_text="Uids of critical categories below 50.")
    comment = models.TextField(blank=True)
    details = models.JSONField(default=dict, blank=True, help_text="uid: {cause: n-th of its list, well: true, text}.")
    pins = models.JSONField(default=list, blank=True, help_text="[{message: place | second: n, text}]")
    total = models.FloatField(null=True, blank=True, help_text="0–100, up to 200 with a bonus.")
    started_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True, help_text="The company's date of `submitted_at`.")
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        indexes = [
            models.Index(fields=["person", "reviewed_on"]),
            models.Index(fields=["reviewer", "submitted_at"]),
            models.Index(fields=["reviewed_on"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "reviewer"], condition=Q(corrects__isnull=True), name="review_once_a_reviewer"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(total__isnull=False, reviewed_on__isnull=False),
                name="review_submitted_has_total",
            ),
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(total__gte=0, total__lte=200), name="review_total_0_200"
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"

    @property
    def key(self) -> str:
        """Of its learning record."""
        return f"review:{self.uid}"
