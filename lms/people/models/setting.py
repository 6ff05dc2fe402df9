from datetime import date
from typing import Any

from django.conf import settings
from django.db import models

from lms.ops.append_only import append_only
from lms.people.settings_registry import SETTINGS


@append_only
class CompanySetting(models.Model):
    """What the company set, from which day on. The newest row not in the future counts; the past stays."""

    wagtail_reference_index_ignore = True

    key = models.CharField(max_length=60)
    value = models.JSONField()
    valid_from = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "valid_from"])]

    @classmethod
    def value_on(cls, key: str, day: date) -> Any:
        """The newest that held on that day, else the stated default."""
        rows = cls.objects.filter(key=key, valid_from__lte=day).order_by("-valid_from", "-pk")
        value = rows.values_list("value", flat=True).first()
        return SETTINGS[key].default if value is None else value

    def __str__(self) -> str:
        return f"{self.key} from {self.valid_from}"
