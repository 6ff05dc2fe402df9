import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Certificate(models.Model):
    """Issued when a course is passed; its PDF is rendered by a job. Verified by `uid` at `/verify/`."""

    wagtail_reference_index_ignore = True

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certificates")
    activity = models.ForeignKey("learning.Activity", on_delete=models.PROTECT, related_name="certificates")
    language = models.CharField(max_length=5)
    name = models.CharField(
        max_length=250, help_text="As written on it, nominative. Blank once the person is forgotten."
    )
    title = models.CharField(max_length=200, help_text="The course as it was called then.")
    company = models.CharField(max_length=120)
    completed_on = models.DateField()
    issued_at = models.DateTimeField(default=timezone.now)
    file = models.ForeignKey("ops.PrivateFile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    job = models.ForeignKey("ops.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-issued_at"]
        constraints = [models.UniqueConstraint(fields=["person", "activity"], name="certificate_once")]

    def __str__(self) -> str:
        return f"certificate {self.pk}"

    @property
    def number(self) -> str:
        """As people read it out; `uid` is what proves it."""
        return f"{self.completed_on:%Y}-{self.pk:05}"

    @property
    def state(self) -> str:
        """ready, preparing or failed. Reads `file` and `job`: fetch the job with the row."""
        if self.file_id:
            return "ready"
        return "preparing" if self.job and self.job.is_open else "failed"
