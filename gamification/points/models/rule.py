from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.learning.models import LearningRecord
from lms.learning.words import SOURCES


class PointRule(models.Model):
    """What is worth how many points, from which day to which. A change is a new row with the same `code`."""

    wagtail_reference_index_ignore = True

    class Repeats(models.TextChoices):
        ONCE = "once", _("the first time only")
        EACH = "each", _("each time it was due")

    code = models.SlugField(max_length=40, editable=False, help_text="The same in all versions of a rule.")
    name_en = models.CharField(_("name in English"), max_length=80)
    name_ru = models.CharField(_("name in Russian"), max_length=80)
    verb = models.CharField(_("what happens"), max_length=16, choices=LearningRecord.Verb)
    source = models.CharField(_("where"), max_length=20, blank=True, choices=[("", _("anywhere")), *SOURCES.items()])
    kind = models.CharField(_("sort of activity"), max_length=40, blank=True)
    low = models.PositiveSmallIntegerField(
        _("result from, per cent"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    high = models.PositiveSmallIntegerField(
        _("result up to, per cent"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    points = models.PositiveSmallIntegerField(_("points"), validators=[MinValueValidator(1), MaxValueValidator(1000)])
    daily_cap = models.PositiveSmallIntegerField(_("most points a day"), validators=[MaxValueValidator(5000)])
    repeats = models.CharField(_("is paid"), max_length=5, choices=Repeats, default=Repeats.ONCE)
    valid_from = models.DateField(_("holds from"), default=timezone.localdate)
    valid_until = models.DateField(_("holds until"), null=True, blank=True)
    live = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("point rule")
        verbose_name_plural = _("point rules")
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="point_rule_version_once"),
            models.CheckConstraint(condition=~Q(source="") | ~Q(kind=""), name="point_rule_names_something"),
            models.CheckConstraint(condition=Q(points__gte=1, daily_cap__gte=F("points")), name="point_rule_cap"),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(high__gte=F("low")), name="point_rule_band"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name="point_rule_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_ru if get_language() == "ru" else self.name_en
