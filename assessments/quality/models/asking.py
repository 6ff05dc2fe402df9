import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RatingLink(models.Model):
    """An address at which customers answer one question, for a channel, a person, or a ticket whose number is added."""

    wagtail_reference_index_ignore = True

    class Kind(models.TextChoices):
        CSAT = "csat", _("How they liked it (1–5)")
        NPS = "nps", _("Would they recommend us (0–10)")
        CES = "ces", _("How easy it was (1–5)")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=4, choices=Kind)
    name = models.CharField(max_length=80, help_text="For colleagues; customers do not see it.")
    channel = models.CharField(max_length=20, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="rating_links"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["ended_at", "-made_at", "-pk"]

    def __str__(self) -> str:
        return f"rating link {self.pk}"


class Answer(models.Model):
    """What one customer answered; who that is, is not known. The same ticket, or the same browser on the same day,
    answers again: the newer answer replaces the older. `mark`: a keyed hash of which of the two."""

    wagtail_reference_index_ignore = True

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    link = models.ForeignKey(RatingLink, on_delete=models.PROTECT, related_name="answers")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="answers_about"
    )
    score = models.PositiveSmallIntegerField()
    comment = models.CharField(max_length=1000, blank=True, help_text="Masked.")
    ticket_number = models.CharField(max_length=64, blank=True, help_text="Masked.")
    mark = models.CharField(max_length=64)
    first_at = models.DateTimeField()
    at = models.DateTimeField()
    day = models.DateField(help_text="The company's date of the first answer.")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["link", "day"])]
        constraints = [
            models.UniqueConstraint(fields=["link", "mark"], name="answer_once"),
            models.CheckConstraint(condition=Q(score__lte=10), name="answer_score_0_10"),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"
