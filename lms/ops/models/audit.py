from django.conf import settings
from django.db import models

from lms.ops.append_only import append_only


@append_only
class AuditEntry(models.Model):
    """Who did what to what, when. Ids and codes only: names live in the rows they belong to."""

    wagtail_reference_index_ignore = True

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"]), models.Index(fields=["-at"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type} {self.subject_id}"
