from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TurnNote(models.Model):
    """What a lead, or the person, wrote beside one reply of a finished talk."""

    wagtail_reference_index_ignore = True

    run = models.ForeignKey("roleplays.Run", on_delete=models.CASCADE, related_name="notes")
    turn = models.PositiveSmallIntegerField(help_text="From 1; 0 is the talk as a whole.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"note {self.pk}"


class Suggestion(models.Model):
    """How a talk could be better, by somebody who has played it. An editor takes it or answers why not.

    `heard`: what was said at that place then; empty: it is about the whole talk.
    """

    wagtail_reference_index_ignore = True

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        TAKEN = "taken", _("taken")
        DECLINED = "declined", _("not taken")

    activity = models.ForeignKey("learning.Activity", on_delete=models.PROTECT, related_name="+")
    snapshot = models.ForeignKey("learning.ContentSnapshot", on_delete=models.PROTECT, related_name="+")
    node = models.CharField(max_length=36, blank=True, help_text="Its uid.")
    heard = models.TextField(blank=True)
    text = models.TextField(_("what could be better"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(_("what comes of it"), max_length=8, choices=State.choices, default=State.WAITING)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        indexes = [models.Index(fields=["state", "-at"])]

    def __str__(self) -> str:
        return self.text[:60]
