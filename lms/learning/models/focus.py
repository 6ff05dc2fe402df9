from django.conf import settings
from django.db import models


class Focus(models.Model):
    """The skill a person is to practise next and how it has gone since (`lms.learning.focus`). A projection."""

    wagtail_reference_index_ignore = True

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="focus")
    skill = models.ForeignKey("learning.Skill", on_delete=models.PROTECT, related_name="focuses")
    source = models.CharField(max_length=20)
    low = models.PositiveIntegerField(help_text="So many of the recent results were below one half.")
    recent = models.PositiveIntegerField()
    since = models.DateField(help_text="The day of the first low one.")
    practised_on = models.DateField(null=True, help_text="The first day of practice after it.")
    practised = models.PositiveIntegerField()
    later = models.PositiveIntegerField(help_text="Reviews after the practice began.")
    later_good = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "focuses"

    def __str__(self) -> str:
        return f"{self.person_id} {self.skill_id}"
