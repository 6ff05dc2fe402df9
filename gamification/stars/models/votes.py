from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class VoteLink(models.Model):
    """The address at which customers thank one person. A new one ends the old one."""

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="vote_links")
    token = models.CharField(max_length=32, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at__isnull=True), name="vote_link_open_once")
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"


class Vote(models.Model):
    """One customer's thanks. Who they are is not known: only that one browser thanks one person once.

    `form`: the one-time token of the page; `browser`: of its cookie; `mark`: of its coarse traits on that day.
    """

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="votes")
    day = models.DateField(help_text="The company's date.")
    at = models.DateTimeField()
    words = models.CharField(max_length=300, blank=True, help_text="Without e-mail addresses and phone numbers.")
    hidden = models.BooleanField(default=False, help_text="The words are shown to nobody.")
    form = models.CharField(max_length=32, unique=True)
    browser = models.CharField(max_length=64)
    mark = models.CharField(max_length=64)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["person", "day"])]
        constraints = [
            models.UniqueConstraint(fields=["person", "browser"], name="vote_once_a_browser"),
            models.UniqueConstraint(fields=["person", "mark"], name="vote_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"vote {self.pk}"


class Concern(models.Model):
    """A customer says that something was wrong. For the lead only."""

    wagtail_reference_index_ignore = True

    class State(models.TextChoices):
        NEW = "new", _("New")
        SEEN = "seen", _("Seen")
        HANDLED = "handled", _("Handled")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="concerns")
    day = models.DateField(help_text="The company's date.")
    at = models.DateTimeField()
    words = models.CharField(max_length=1000, blank=True, help_text="Without e-mail addresses and phone numbers.")
    form = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.NEW)
    seen_at = models.DateTimeField(null=True)
    handled_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["person", "state"])]

    def __str__(self) -> str:
        return f"concern {self.pk}"
