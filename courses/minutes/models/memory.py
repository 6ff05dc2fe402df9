from django.conf import settings
from django.db import models


class CardMemory(models.Model):
    """What a person keeps of one card: a projection of their answers (`courses.minutes.memory`, FSRS-6)."""

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="card_memories")
    activity = models.ForeignKey("learning.Activity", on_delete=models.PROTECT, related_name="card_memories")
    stability = models.FloatField(help_text="Days until the chance to recall it falls to 90 %.")
    difficulty = models.FloatField(help_text="1 easy – 10 hard.")
    last_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answers = models.PositiveIntegerField()
    right = models.PositiveIntegerField()
    sure_wrong = models.BooleanField(help_text="The last answer was wrong and the person was sure.")
    seconds = models.PositiveIntegerField(null=True, help_text="How long the last answer took.")
    version = models.CharField(max_length=20, help_text="Of the parameters it was counted with.")

    class Meta:
        verbose_name_plural = "card memories"
        constraints = [models.UniqueConstraint(fields=["person", "activity"], name="card_memory_once")]
        indexes = [models.Index(fields=["person", "due_at"])]

    def __str__(self) -> str:
        return f"{self.person_id} {self.activity_id}"
