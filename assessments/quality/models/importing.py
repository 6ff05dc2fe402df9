from django.conf import settings
from django.db import models

from assessments.quality.sources import label_of


class ImportRun(models.Model):
    """One file taken whole: what it brought. The file itself is not kept."""

    wagtail_reference_index_ignore = True

    source = models.CharField(max_length=20, help_text="See `sources`.")
    file_hash = models.CharField(max_length=64, help_text="SHA-256 of the file's bytes.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    read = models.PositiveIntegerField(default=0, help_text="Rows of the file.")
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    unknown_agents = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0, help_text="Tickets of agents nobody has matched.")
    unrated = models.PositiveIntegerField(default=0, help_text="Rows without a rating.")
    impossible = models.PositiveIntegerField(default=0, help_text="Rows whose moments cannot all be right.")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.source} {self.at:%Y-%m-%d %H:%M}"

    @property
    def total(self) -> int:
        return self.created + self.changed + self.unchanged

    @property
    def source_label(self) -> str:
        return label_of(self.source)


class ColumnMap(models.Model):
    """Which column is what, kept under a name for the next file of the same kind. `data`: as `--map` has it."""

    wagtail_reference_index_ignore = True

    name = models.CharField(max_length=80, unique=True)
    data = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def fits(self, headings: list[str]) -> bool:
        named = set(self.data.get("columns", {}).values())
        return bool(named) and named <= set(headings)
