from django.conf import settings
from django.db import models


class DaySet(models.Model):
    """What was chosen for a person's day, worked out once, so that Today asks one question.

    `items`: dicts card (uid), id, kind, why, skill, title, seconds, done and what the reason names; titles and
    names by language. Which answers were given stands in the record, not here. `stale`: to be chosen anew at
    the next chance; what is answered stays answered.
    """

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="day_sets")
    day = models.DateField()
    items = models.JSONField(default=list)
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True, help_text="The first time nothing was left.")
    open_minutes = models.PositiveIntegerField(default=0, help_text="Of the shift, with the site up and cards waiting.")
    stale = models.BooleanField(default=False)

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="day_set_once")]
        indexes = [models.Index(fields=["day"])]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"
