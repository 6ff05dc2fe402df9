import uuid

from django.db import models
from django.utils.translation import get_language


class Activity(models.Model):
    """One row for every learnable or doable thing, whichever room it lives in.

    `uid` is stable: for translatable content the `translation_key`. A room registers its kinds in
    `lms.learning.kinds` (how one is opened, which verbs count as done).
    """

    wagtail_reference_index_ignore = True

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.CharField(max_length=40)
    title_en = models.CharField(max_length=200, blank=True)
    title_ru = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="parts")
    position = models.PositiveIntegerField(default=0, help_text="Order among the parts of the parent.")
    skills = models.ManyToManyField("learning.Skill", blank=True, related_name="activities")
    seconds = models.PositiveIntegerField(default=0, help_text="How long it usually takes.")
    live = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "activities"
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["kind", "live"])]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """In the language on screen, else in the other one."""
        first, second = (self.title_ru, self.title_en) if get_language() == "ru" else (self.title_en, self.title_ru)
        return first or second

    @property
    def minutes(self) -> int:
        return max(1, round(self.seconds / 60))

    @property
    def url(self) -> str:
        from lms.learning.kinds import activity_kinds

        return activity_kinds[self.kind].url(self)

    @property
    def kind_title(self) -> str:
        """What sort of thing it is, in words; blank when the room it lives in is switched off."""
        from lms.learning.kinds import activity_kinds

        return str(activity_kinds[self.kind].title) if self.kind in activity_kinds else ""
