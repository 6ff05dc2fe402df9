from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Roster(models.Model):
    """A named working pattern. `data` is what `lms.people.calendar.parse_pattern` reads."""

    wagtail_reference_index_ignore = True

    class Kind(models.TextChoices):
        WEEKLY = "weekly", _("The same every week")
        CYCLIC = "cyclic", _("Shifts in a cycle")

    name_en = models.CharField(_("name in English"), max_length=80)
    name_ru = models.CharField(_("name in Russian"), max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    data = models.JSONField()
    observes_holidays = models.BooleanField(_("days off on official holidays"), default=True)

    class Meta:
        ordering = ["name_en"]

    def __str__(self) -> str:
        return self.name_en


class RosterAssignment(models.Model):
    """Who works by which roster from when: a person, or everybody in a team without one of their own."""

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="rosters"
    )
    team = models.ForeignKey("people.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="rosters")
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="assignments")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, team__isnull=True) | Q(person__isnull=True, team__isnull=False),
                name="roster_for_person_or_team",
            ),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="roster_order"),
        ]

    def __str__(self) -> str:
        return f"roster {self.roster_id} from {self.since}"


class DayOff(models.Model):
    """Leave: first to last day, both included. What kind matters to nobody but the person and the lead."""

    wagtail_reference_index_ignore = True

    class Kind(models.TextChoices):
        VACATION = "vacation", _("Holiday")
        SICK = "sick", _("Sick leave")
        OTHER = "other", _("Other leave")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="days_off")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.VACATION)
    first = models.DateField()
    last = models.DateField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["first"]
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="day_off_order")]

    def __str__(self) -> str:
        return f"{self.person_id} away {self.first}–{self.last}"


class Swap(models.Model):
    """One day worked differently from the roster. No shifts: the day was given away."""

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="swaps")
    day = models.DateField()
    shifts = models.JSONField(default=list, blank=True, help_text='["09:00-21:00"]')

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="swap_once_a_day")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"
