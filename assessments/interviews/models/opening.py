import uuid
from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.interviews import kit


class Opening(models.Model):
    """A place to fill. Every candidate of it is asked by the same version of the same kit."""

    wagtail_reference_index_ignore = True

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=120)
    team = models.ForeignKey(
        "people.Team", on_delete=models.PROTECT, related_name="openings", verbose_name=_("team"), null=True, blank=True
    )
    snapshot = models.ForeignKey("learning.ContentSnapshot", on_delete=models.PROTECT, related_name="openings")
    interviewers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="openings", blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "pk"]

    def __str__(self) -> str:
        return f"opening {self.pk}"

    @property
    def language(self) -> str:
        """The one the kit is written in, and the conversation held in."""
        return self.snapshot.language

    @cached_property
    def kit(self) -> kit.Kit:
        return kit.read(self.snapshot.body)
