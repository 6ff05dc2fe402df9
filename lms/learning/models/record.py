from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.ops.append_only import append_only


@append_only
class LearningRecord(models.Model):
    """Everything a person does is one row, shaped like an xAPI statement. Written once, never changed.

    `key` makes recording twice harmless; `replaces` names the key a correction takes the place of.
    """

    wagtail_reference_index_ignore = True

    class Verb(models.TextChoices):
        STARTED = "started", _("started")
        ANSWERED = "answered", _("answered")
        COMPLETED = "completed", _("completed")
        PASSED = "passed", _("passed")
        FAILED = "failed", _("not passed yet")
        REVIEWED = "reviewed", _("reviewed")

    key = models.CharField(max_length=200, unique=True)
    replaces = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="records")
    verb = models.CharField(max_length=16, choices=Verb)
    activity = models.ForeignKey("learning.Activity", on_delete=models.PROTECT, related_name="records")
    score = models.FloatField(null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(1)])
    seconds = models.PositiveIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    day = models.DateField(help_text="The person's own date at that moment.")
    source = models.CharField(max_length=20, help_text="Which room says so: lesson, quiz, roleplay, minute, review.")
    context = models.JSONField(default=dict, blank=True, help_text="Ids only: snapshot hash, block uid, choice uid.")

    class Meta:
        indexes = [
            models.Index(fields=["person", "activity", "verb"]),
            models.Index(fields=["person", "-at"]),
            models.Index(fields=["activity", "verb"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=1), name="record_score_0_1"
            ),
            models.UniqueConstraint(fields=["replaces"], condition=~Q(replaces=""), name="record_replaced_once"),
        ]

    def __str__(self) -> str:
        return self.key


@append_only
class Evidence(models.Model):
    """What one record shows about one skill, 0–1, with the weight of its source (measures §7)."""

    wagtail_reference_index_ignore = True

    record = models.ForeignKey(LearningRecord, on_delete=models.PROTECT, related_name="evidence")
    skill = models.ForeignKey("learning.Skill", on_delete=models.PROTECT, related_name="evidence")
    score = models.FloatField()
    weight = models.FloatField()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(fields=["record", "skill"], name="evidence_once"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1, weight__gt=0), name="evidence_0_1"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.skill_id}"
