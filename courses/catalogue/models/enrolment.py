from django.conf import settings
from django.db import models
from django.utils import timezone


class Enrolment(models.Model):
    """A person took a course up. Progress is not stored here: the records say."""

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments")
    course = models.ForeignKey("learning.Activity", on_delete=models.PROTECT, related_name="enrolments")
    last_lesson = models.ForeignKey(
        "learning.Activity",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Where one was.",
    )
    enrolled_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "course"], name="enrolled_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.course_id}"
