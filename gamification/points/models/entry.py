from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.ops.append_only import append_only


@append_only
class PointEntry(models.Model):
    """The ledger. What was earned names its record and rule; everything else is a correction with a reason."""

    wagtail_reference_index_ignore = True

    class Reason(models.TextChoices):
        EARNED = "earned", _("earned")
        REPLACED = "replaced", _("the result was corrected")
        TAKEN_BACK = "taken_back", _("taken back")
        BY_HAND = "by_hand", _("changed by hand")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="point_entries")
    record = models.ForeignKey("learning.LearningRecord", null=True, on_delete=models.PROTECT, related_name="+")
    rule = models.ForeignKey("points.PointRule", null=True, on_delete=models.PROTECT, related_name="entries")
    corrects = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="corrections")
    points = models.IntegerField()
    reason = models.CharField(max_length=12, choices=Reason)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    day = models.DateField(help_text="The company's date at that moment.")

    class Meta:
        verbose_name_plural = "point entries"
        indexes = [models.Index(fields=["person", "day"]), models.Index(fields=["-at"])]
        constraints = [
            models.UniqueConstraint(fields=["rule", "record"], name="points_once_a_rule_and_record"),
            models.UniqueConstraint(fields=["corrects"], name="points_corrected_once"),
            models.CheckConstraint(
                condition=Q(reason="earned", rule__isnull=False, record__isnull=False, corrects__isnull=True)
                | (~Q(reason="earned") & Q(rule__isnull=True, record__isnull=True)),
                name="points_earned_by_a_record",
            ),
            models.CheckConstraint(condition=~Q(points=0), name="points_not_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.points} for {self.person_id}"


class PointNote(models.Model):
    """Why an administrator corrected points, in words. Apart from the ledger, so that words can be erased."""

    wagtail_reference_index_ignore = True

    entry = models.OneToOneField(PointEntry, on_delete=models.CASCADE, related_name="note")
    text = models.CharField(_("reason"), max_length=300)

    def __str__(self) -> str:
        return f"note {self.pk}"
