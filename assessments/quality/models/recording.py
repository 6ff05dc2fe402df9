from django.conf import settings
from django.db import models
from django.db.models import Q


class Recording(models.Model):
    """The sound of a call: a file of ours, or an address elsewhere that is only a link."""

    wagtail_reference_index_ignore = True

    ticket = models.OneToOneField("quality.Ticket", on_delete=models.CASCADE, related_name="recording")
    file = models.OneToOneField(
        "ops.PrivateFile", null=True, blank=True, on_delete=models.CASCADE, related_name="recording"
    )
    url = models.URLField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(url="") & Q(file__isnull=False)) | (~Q(url="") & Q(file=None)),
                name="recording_file_or_url",
            )
        ]

    def __str__(self) -> str:
        return f"recording {self.pk}"
