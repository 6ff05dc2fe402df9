from django.db import models


class Edition(models.Model):
    """What a learner who begins a quiz now is given: the snapshot in force, one per quiz and language.

    A row of its own, so that a language can be withdrawn: snapshots stay, for the attempts made on them.
    """

    wagtail_reference_index_ignore = True

    activity = models.ForeignKey("learning.Activity", on_delete=models.CASCADE, related_name="quiz_editions")
    language = models.CharField(max_length=5)
    snapshot = models.ForeignKey("learning.ContentSnapshot", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "language"], name="edition_once")]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.language}"
