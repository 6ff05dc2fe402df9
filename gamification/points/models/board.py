from django.conf import settings
from django.db import models


class Standing(models.Model):
    """A projection: a person's points of one month, the sum of the ledger."""

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="standings")
    month = models.PositiveIntegerField(help_text="202611 is November 2026.")
    points = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "month"], name="standing_once")]
        indexes = [models.Index(fields=["month", "person"])]

    def __str__(self) -> str:
        return f"{self.person_id} {self.month}"


class BoardChoice(models.Model):
    """Whether colleagues see the person's name on boards. Without a row they do."""

    wagtail_reference_index_ignore = True

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="board_choice")
    hidden = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.person_id}"
