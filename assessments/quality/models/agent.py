from django.conf import settings
from django.db import models
from django.utils import timezone

from assessments.quality.sources import label_of


class AgentMatch(models.Model):
    """Who an agent of the help desk is here. Without a person: somebody still has to say."""

    wagtail_reference_index_ignore = True

    source = models.CharField(max_length=20, help_text="See `sources`.")
    agent_ref = models.CharField(max_length=80)
    name = models.CharField(max_length=120, blank=True, help_text="As the help desk shows it.")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="help_desk_names"
    )
    left_out = models.BooleanField(default=False, help_text="Nobody of ours: a robot, or somebody who is gone.")
    seen_at = models.DateTimeField(default=timezone.now)
    matched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["source", "agent_ref"], name="agent_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.agent_ref}"

    @property
    def source_label(self) -> str:
        return label_of(self.source)

    @property
    def waits(self) -> bool:
        """Nobody has said yet who it is."""
        return self.person_id is None and not self.left_out
