from django.conf import settings
from django.db import models


class TurnNote(models.Model):
    """What a lead, or the person, wrote beside one reply of a finished talk."""

    wagtail_reference_index_ignore = True

    run = models.ForeignKey("roleplays.Run", on_delete=models.CASCADE, related_name="notes")
    turn = models.PositiveSmallIntegerField(help_text="From 1; 0 is the talk as a whole.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"note {self.pk}"
