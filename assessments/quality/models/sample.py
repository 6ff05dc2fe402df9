from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Plan(models.Model):
    """Every week so many tickets of everybody in a team for one reviewer, in so many minutes. Ended, not deleted."""

    wagtail_reference_index_ignore = True

    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="+", verbose_name=_("team"))
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who reviews")
    )
    scorecard = models.ForeignKey(
        "learning.Activity", on_delete=models.PROTECT, related_name="+", verbose_name=_("checklist")
    )
    each = models.PositiveSmallIntegerField(
        _("tickets a person a week"), default=2, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes a week"), default=30, validators=[MinValueValidator(5), MaxValueValidator(1200)]
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["team", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["team", "reviewer"], condition=Q(ended_at=None), name="plan_once_open"),
            models.CheckConstraint(condition=Q(each__gte=1, minutes__gte=1), name="plan_asks_something"),
        ]

    def __str__(self) -> str:
        return f"plan {self.pk}"


class Sample(models.Model):
    """Tickets drawn for review. With the same tickets the seed draws the same ones again."""

    wagtail_reference_index_ignore = True

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    seed = models.PositiveBigIntegerField()
    each = models.PositiveSmallIntegerField(help_text="At most so many an agent.")
    first = models.DateField()
    last = models.DateField()
    choosable = models.PositiveIntegerField(default=0, help_text="How many tickets there were to choose from.")
    frame = models.JSONField(default=dict, help_text="What it was drawn from, see `sampling.Frame`.")
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="samples")
    week = models.DateField(null=True, blank=True, help_text="The Monday of the week it is to be reviewed in.")
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "week"], condition=Q(plan__isnull=False), name="sample_once_a_week")
        ]

    def __str__(self) -> str:
        return f"sample {self.pk}"


class SampledTicket(models.Model):
    wagtail_reference_index_ignore = True

    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="picks")
    ticket = models.ForeignKey("quality.Ticket", on_delete=models.CASCADE, related_name="picks")
    position = models.PositiveSmallIntegerField()
    dropped_at = models.DateTimeField(null=True, blank=True, help_text="The reviewer laid it aside.")
    dropped_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["sample", "position"]
        constraints = [models.UniqueConstraint(fields=["sample", "ticket"], name="sampled_once")]

    def __str__(self) -> str:
        return f"{self.sample_id} {self.ticket_id}"
