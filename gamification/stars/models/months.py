from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.ops.append_only import append_only


class StarChoice(models.Model):
    """Whether the person takes part in the star of the month. Without a row they do not."""

    wagtail_reference_index_ignore = True

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="star_choice")
    takes_part = models.BooleanField(default=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id}"


@append_only
class MonthClose(models.Model):
    """A month counted once and for all: by which weights, with which seed, and whom it named."""

    wagtail_reference_index_ignore = True

    month = models.DateField(unique=True, help_text="Its first day.")
    seed = models.BigIntegerField()
    draws = models.PositiveIntegerField()
    months = models.PositiveSmallIntegerField(help_text="How many months of quality and votes were looked at.")
    weights = models.JSONField(help_text="Of quality, votes and learning.")
    star = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="starred_months"
    )
    closed_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


@append_only
class MonthStanding(models.Model):
    """One candidate of a closed month: what was known, and what came of it."""

    wagtail_reference_index_ignore = True

    close = models.ForeignKey(MonthClose, on_delete=models.PROTECT, related_name="standings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="month_standings")
    p_half = models.FloatField()
    p_top3 = models.FloatField()
    in_circle = models.BooleanField()
    inputs = models.JSONField(help_text="Numbers only: what circle.Facts holds.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["close", "person"], name="month_standing_once"),
            models.CheckConstraint(
                condition=Q(p_half__gte=0, p_half__lte=1, p_top3__gte=0, p_top3__lte=1), name="month_standing_0_1"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.close_id} {self.person_id}"


class RewardChoice(models.Model):
    """What the star of a month chose."""

    wagtail_reference_index_ignore = True

    class Reward(models.TextChoices):
        DAY_OFF = "day_off", _("A day off of your choice")
        DINNER = "dinner", _("A dinner paid for")
        SPA = "spa", _("A spa pass")

    close = models.OneToOneField(MonthClose, on_delete=models.CASCADE, related_name="reward")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="rewards")
    reward = models.CharField(max_length=10, choices=Reward)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.close_id} {self.reward}"
