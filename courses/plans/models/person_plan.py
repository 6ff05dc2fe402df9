from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language


def on_screen(english: str, russian: str) -> str:
    first, second = (russian, english) if get_language() == "ru" else (english, russian)
    return first or second


class PersonPlan(models.Model):
    """A plan somebody was given. Without activity and snapshot it holds only what an interview proposed."""

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="plans")
    activity = models.ForeignKey("learning.Activity", null=True, on_delete=models.PROTECT, related_name="+")
    snapshot = models.ForeignKey("learning.ContentSnapshot", null=True, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField(help_text="Working days are counted from here.")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "activity"],
                condition=Q(withdrawn_at__isnull=True, finished_at__isnull=True),
                name="plan_open_once",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(withdrawn_at__isnull=True, finished_at__isnull=True, activity__isnull=True),
                name="plan_of_interview_open_once",
            ),
            models.CheckConstraint(
                condition=Q(activity__isnull=True, snapshot__isnull=True)
                | Q(activity__isnull=False, snapshot__isnull=False),
                name="plan_with_its_snapshot",
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.pk} of {self.person_id}"


class PersonStep(models.Model):
    """One step of it, with the words of that time. Whether it is done, the record says, or the sign-off."""

    wagtail_reference_index_ignore = True

    plan = models.ForeignKey(PersonPlan, on_delete=models.CASCADE, related_name="steps")
    uid = models.UUIDField(help_text="In the plan's snapshot; of a “start with” step its activity's.")
    kind = models.CharField(max_length=40)
    signed = models.BooleanField(default=False, help_text="Done when signed off, whatever the record says.")
    activity = models.ForeignKey("learning.Activity", on_delete=models.PROTECT, related_name="person_steps")
    title_en = models.CharField(max_length=200, blank=True)
    title_ru = models.CharField(max_length=200, blank=True)
    note_en = models.TextField(blank=True)
    note_ru = models.TextField(blank=True)
    position = models.SmallIntegerField(help_text="“Start with” steps stand before 0.")
    start_with = models.BooleanField(default=False, help_text="An interview proposed it.")
    day = models.PositiveSmallIntegerField(help_text="Working day, from 1.")
    more_days = models.PositiveSmallIntegerField(default=0, help_text="Working days given on top.")
    more_note = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, help_text="The day promised; what is shown is never before it.")
    signed_off_at = models.DateTimeField(null=True)
    signed_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "uid"], name="person_step_once"),
            models.CheckConstraint(condition=Q(day__gte=1), name="person_step_day_from_1"),
            models.CheckConstraint(
                condition=Q(signed_off_at__isnull=True) | Q(signed=True), name="person_step_signed_where_asked"
            ),
        ]

    def __str__(self) -> str:
        return f"step {self.pk}"

    @property
    def title(self) -> str:
        return on_screen(self.title_en, self.title_ru)

    @property
    def note(self) -> str:
        return on_screen(self.note_en, self.note_ru)

    @property
    def counted_day(self) -> int:
        return self.day + self.more_days
