from django.conf import settings
from django.db import models
from django.db.models import Q


class Advice(models.Model):
    """A category low twice in a row: practice for its skill, offered to the lead or already asked for.

    `later`, `later_good`: reviews of that category since, and how many of them were not low. `closed_at`: the lead set
    it aside. `assignment` empty: nobody has asked for it yet.
    """

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=36, help_text="Uid of the category.")
    title = models.CharField(max_length=80, help_text="What the category was called in the second review.")
    skill = models.ForeignKey("learning.Skill", on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey("learning.Activity", on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey("quality.Review", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.DateField(help_text="The company's date of `at`.")
    due_on = models.DateField()
    assignment = models.ForeignKey(
        "learning.Assignment", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    later = models.PositiveSmallIntegerField(default=0)
    later_good = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "category", "on"])]
        constraints = [
            models.CheckConstraint(condition=Q(later_good__lte=models.F("later")), name="advice_good_of_later"),
        ]

    def __str__(self) -> str:
        return f"advice {self.pk}"
