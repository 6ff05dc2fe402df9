from django.db import models

from lms.ops.append_only import append_only


@append_only
class ContentSnapshot(models.Model):
    """What was published, word for word, a uid per child. Facts point here, never into editable content."""

    wagtail_reference_index_ignore = True

    activity = models.ForeignKey("learning.Activity", on_delete=models.PROTECT, related_name="snapshots")
    language = models.CharField(max_length=5)
    hash = models.CharField(max_length=64, help_text="SHA-256 of the canonical JSON body.")
    body = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["activity", "language", "-at"])]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.language} {self.hash[:8]}"
