import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.interviews import kit


class Interviewing(models.Model):
    """One interviewer talks with one candidate. `released_at`: takes no part any more, and never again."""

    wagtail_reference_index_ignore = True

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    candidate = models.ForeignKey("interviews.Candidate", on_delete=models.CASCADE, related_name="interviews")
    interviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="interviews")
    scheduled_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["candidate", "interviewer"], name="interviewing_once")]

    def __str__(self) -> str:
        return f"{self.interviewer_id} talks with {self.candidate_id}"


class Scorecard(models.Model):
    """All ratings one interviewer gave, in one version. Without `submitted_at` a draft nobody else sees.

    The newest submitted version counts; what was submitted is never changed.
    """

    wagtail_reference_index_ignore = True

    interviewing = models.ForeignKey(Interviewing, on_delete=models.CASCADE, related_name="scorecards")
    version = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["interviewing", "version"], name="scorecard_version_once"),
            models.UniqueConstraint(
                fields=["interviewing"], condition=Q(submitted_at__isnull=True), name="scorecard_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"scorecard {self.pk} v{self.version}"


class Rating(models.Model):
    """1–5 and four notes for one question of the opening's snapshot. No score: not asked, or not yet."""

    wagtail_reference_index_ignore = True

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="ratings")
    question = models.UUIDField(help_text="The question's uid in the snapshot of the opening.")
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    situation = models.TextField(blank=True, max_length=4000)
    task = models.TextField(blank=True, max_length=4000)
    action = models.TextField(blank=True, max_length=4000)
    result = models.TextField(blank=True, max_length=4000)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "question"], name="rating_once"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=kit.LOWEST, score__lte=kit.HIGHEST), name="rating_score"
            ),
        ]

    def __str__(self) -> str:
        return f"rating {self.pk}"

    @property
    def notes(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in kit.NOTES}
