from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OwnWords(models.Model):
    """What somebody said in their own words and no reply fitted for sure; for the author, who never sees who it was.

    `meant`: the reply they then chose under “did you mean …?”, or nothing. The same words of one person at one place
    are one row. It refers to the scenario by its key and to node and reply by their uids, as runs do.
    """

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    scenario_key = models.UUIDField()
    language = models.CharField(max_length=5)
    node = models.CharField(max_length=255)
    text = models.CharField(_("words"), max_length=200)
    plain = models.CharField(
        max_length=400, help_text="The text in small letters without signs: what makes it the same."
    )
    meant = models.CharField(max_length=255, blank=True)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True, help_text="When the author took it up or dropped it.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "scenario_key", "language", "node", "plain"], name="own_words_once_a_person"
            )
        ]
        indexes = [models.Index(fields=["scenario_key", "language", "settled_at"])]

    def __str__(self) -> str:
        return f"own words {self.pk}"

    def of_same(self) -> dict[str, Any]:
        """What finds the same words of others."""
        return {name: getattr(self, name) for name in ("scenario_key", "language", "node", "plain")}
