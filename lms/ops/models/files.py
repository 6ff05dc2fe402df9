import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class PrivateFile(models.Model):
    """A file outside the public media folder. Who may fetch it is decided by the gatekeeper of its kind."""

    wagtail_reference_index_ignore = True

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    path = models.CharField(max_length=200, unique=True, help_text="Below the private folder.")
    download_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="private_files",
    )
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"
