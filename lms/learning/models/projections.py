"""Projections: pure functions of the facts, droppable and rebuildable (`manage.py rebuild`)."""

from django.conf import settings
from django.db import models


class ActivityState(models.Model):
    """How far one person is with one activity."""

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="activity_states")
    activity = models.ForeignKey("learning.Activity", on_delete=models.PROTECT, related_name="states")
    started_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True, help_text="The first time it counted as done.")
    last_at = models.DateTimeField()
    best_score = models.FloatField(null=True)
    last_score = models.FloatField(null=True)
    times_done = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "activity"], name="state_once")]
        indexes = [models.Index(fields=["activity", "done_at"])]

    def __str__(self) -> str:
        return f"{self.person_id} {self.activity_id}"


class Mastery(models.Model):
    """Sums of a person's evidence on a skill, decayed to the date `as_of` (measures §7)."""

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="masteries")
    skill = models.ForeignKey("learning.Skill", on_delete=models.PROTECT, related_name="masteries")
    good = models.FloatField(help_text="Σ weight × score, decayed to as_of.")
    bad = models.FloatField(help_text="Σ weight × (1 − score), decayed to as_of.")
    pieces = models.PositiveIntegerField(help_text="How many pieces of evidence.")
    as_of = models.DateField()

    class Meta:
        verbose_name_plural = "masteries"
        constraints = [models.UniqueConstraint(fields=["person", "skill"], name="mastery_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.skill_id}"
